//! The state of a replay: what was recorded, played and received.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::message_ids::{Found, Mapping};
use super::replay_plan::ReplayPlan;
use super::replay_rules::Rules;
use super::roles::Roles;
use crate::{Attribution, Entry, Recording};

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
