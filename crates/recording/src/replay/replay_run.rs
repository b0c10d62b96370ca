//! What a replay leaves behind: what was played and heard, beside what was recorded.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::cast::Cast;
use super::ids::{Found, Mapping};
use super::pace::Rules;
use super::place::Place;
use super::script::Script;
use crate::{Entry, Recording};

/// A recording that is being played, or was.
#[derive(Debug)]
pub(super) struct Played<'a> {
    pub(super) recording: &'a Recording,
    pub(super) rules: Rules,
    pub(super) script: Script,
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
    pub(super) place: Place,
    /// Which input it is.
    pub(super) input: Option<usize>,
    pub(super) compared: bool,
}

impl<'a> Played<'a> {
    /// Nothing has happened yet.
    pub(super) fn new(recording: &'a Recording, cast: &Cast, rules: Rules) -> Self {
        let mut script = Script::new(recording, cast);
        let mapping = std::mem::take(&mut script.mapping);
        Self {
            recording,
            rules,
            script,
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
