//! Redacts topics.

use std::collections::BTreeSet;

use petasos_messages::{CHANNELS, Channel};

use super::field_rule::Rule;
use super::text_redactor::TextRedactor;
use crate::topic_parameters::{levels, parameter};

/// Redacts topics.
#[derive(Debug)]
pub(super) struct Topics {
    /// All words in topics of the protocol.
    words: BTreeSet<String>,
}

impl Topics {
    pub(super) fn new() -> Self {
        let words = CHANNELS.iter().flat_map(|channel| channel.address.split('/'));
        let words = words.filter(|word| parameter(word).is_none());
        Self { words: words.map(str::to_owned).collect() }
    }

    /// Redacts a topic with this channel; `None` if it is not part of the protocol.
    pub(super) fn redact(
        &self,
        topic: &str,
        channel: Option<&Channel>,
        redactor: &mut TextRedactor,
    ) -> String {
        match channel {
            Some(channel) => known(topic, channel, redactor),
            None => self.foreign(topic, redactor),
        }
    }

    /// A topic of another protocol: words of Hermes stay, all others become pseudonyms.
    fn foreign(&self, topic: &str, redactor: &mut TextRedactor) -> String {
        let mut redacted = |level: &str| {
            if self.words.contains(level) { level.to_owned() } else { redactor.text(Rule::Words, level) }
        };
        topic.split('/').map(&mut redacted).collect::<Vec<_>>().join("/")
    }
}

/// A topic of the protocol: its words stay, and its parameters follow their rules.
fn known(topic: &str, channel: &Channel, redactor: &mut TextRedactor) -> String {
    let redacted = levels(topic, channel).map(|(level, parameter)| match parameter {
        Some(name) => redactor.text(rule_of(name), level),
        None => level.to_owned(),
    });
    redacted.collect::<Vec<_>>().join("/")
}

/// The rule for a parameter of a topic.
fn rule_of(parameter: &str) -> Rule {
    match parameter {
        "site_id" => Rule::Site,
        "session_id" | "request_id" | "stream_id" => Rule::Id,
        "intent" => Rule::Intent,
        "wakeword_id" | "hotword_id" | "instance" | "skill" => Rule::Name,
        "chunk_number" | "is_last_chunk" => Rule::Number,
        "event" => Rule::OneOf(SKILL_EVENTS),
        "pattern" => Rule::OneOf(LED_PATTERNS),
        _ => Rule::Words,
    }
}

const SKILL_EVENTS: &[&str] = &[
    "installed",
    "updated",
    "updating",
    "deleted",
    "installFailed",
    "activated",
    "deactivated",
    "started",
    "stopped",
];

const LED_PATTERNS: &[&str] = &[
    "toggle",
    "toggleOn",
    "toggleOff",
    "clear",
    "idle",
    "systemUpdate",
    "onCall",
    "setupMode",
    "connectionError",
    "onMessage",
    "doNotDisturb",
    "onStart",
    "onStop",
    "vadLed",
];
