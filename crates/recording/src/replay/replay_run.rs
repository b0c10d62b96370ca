//! What a replay leaves behind: what was played and heard, beside what was recorded.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::message_ids::{Found, Mapping};
use super::replay_plan::ReplayPlan;
use super::replay_rules::Rules;
use super::roles::Roles;
use crate::{Attribution, Entry, Recording};

/// A recording that is being played, or was.
#[derive(Debug)]
pub(super) struct ReplayRun<'a> {
    pub(super) recording: &'a Recording,
    pub(super) rules: Rules,
    pub(super) plan: ReplayPlan,
    /// Which ids of now stand for those of the recording.
    pub(super) mapping: Mapping,
    /// What happened.
    pub(super) live: Vec<Live>,
    /// The inputs that were left out.
    pub(super) left_out: BTreeSet<usize>,
    /// How much was heard that does not belong to the recording, by topic.
    pub(super) beside: BTreeMap<String, usize>,
}

/// A message that was played or heard.
#[derive(Debug)]
pub(super) struct Live {
    pub(super) entry: Entry,
    pub(super) ids: Vec<Found>,
    pub(super) attribution: Attribution,
    /// Which input it is.
    pub(super) input: Option<usize>,
    pub(super) compared: bool,
}

impl<'a> ReplayRun<'a> {
    /// Nothing has happened yet.
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
