//! A replay: its settings, and what was recorded, played and received.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::message_ids::{Found, Mapping};
use super::replay_plan::ReplayPlan;
use super::roles::Roles;
use crate::{Attribution, Entry, Recording};

/// How long the replay waits between an input and the message that it answers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Pace {
    /// As long as it was recorded.
    #[default]
    Recorded,
    /// As long as it was recorded, but at most this long.
    AtMost(Duration),
    /// Not at all.
    Removed,
}

impl Pace {
    pub(super) fn apply(self, gap: Duration) -> Duration {
        match self {
            Self::Recorded => gap,
            Self::AtMost(most) => gap.min(most),
            Self::Removed => Duration::ZERO,
        }
    }
}

/// How a recording is played and compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rules {
    /// The pace of the inputs. Default: as recorded.
    pub pace: Pace,
    /// How much later than recorded an output may arrive. Default: 5 s.
    pub deadline: Duration,
    /// Whether a field that is `null` differs from one that is missing. Default: false.
    pub exact: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self { pace: Pace::Recorded, deadline: Duration::from_secs(5), exact: false }
    }
}

/// A recording that is being played, or was played.
#[derive(Debug)]
pub(super) struct ReplayRun<'a> {
    pub(super) recording: &'a Recording,
    pub(super) rules: Rules,
    pub(super) plan: ReplayPlan,
    /// The live ids for those of the recording.
    pub(super) mapping: Mapping,
    /// The messages that were played or received.
    pub(super) live: Vec<Live>,
    /// The inputs that were left out.
    pub(super) left_out: BTreeSet<usize>,
    /// How many messages were received that do not belong to the recording, by topic.
    pub(super) beside: BTreeMap<String, usize>,
}

/// A message that was played or received.
#[derive(Debug)]
pub(super) struct Live {
    pub(super) entry: Entry,
    pub(super) ids: Vec<Found>,
    pub(super) attribution: Attribution,
    /// The index of the input, if it is one.
    pub(super) input: Option<usize>,
    pub(super) compared: bool,
}

impl<'a> ReplayRun<'a> {
    pub(super) fn new(recording: &'a Recording, roles: &Roles, rules: Rules) -> Self {
        let mut plan = ReplayPlan::new(recording, roles);
        let mapping = std::mem::take(&mut plan.mapping);
        Self {
            recording,
            rules,
            plan,
            mapping,
            live: Vec::new(),
            left_out: BTreeSet::new(),
            beside: BTreeMap::new(),
        }
    }

    /// When a message was recorded.
    pub(super) fn at(&self, index: usize) -> Duration {
        self.recording.entries.get(index).map(|entry| entry.at).unwrap_or_default()
    }
}
