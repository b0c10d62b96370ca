//! Topics: which kind of message goes there, and what becomes of their levels.

use std::collections::BTreeSet;

use petasos_messages::{CHANNELS, Channel, Topic};

use super::field_rule::Rule;
use super::text_redactor::TextRedactor;

/// What becomes of topics.
#[derive(Debug)]
pub(super) struct Topics {
    /// Every word that stands in a topic of the protocol.
    words: BTreeSet<String>,
}

/// What goes to a topic; `None` if it is not of the protocol.
pub(super) fn channel(topic: &str) -> Option<&'static Channel> {
    topic.parse::<Topic>().ok().map(|topic| topic.channel())
}

impl Topics {
    pub(super) fn new() -> Self {
        let words = CHANNELS.iter().flat_map(|channel| channel.address.split('/'));
        let words = words.filter(|word| parameter(word).is_none());
        Self { words: words.map(str::to_owned).collect() }
    }

    /// What becomes of a topic to which this channel belongs.
    pub(super) fn redact(
        &self,
        topic: &str,
        channel: Option<&Channel>,
        redactor: &mut TextRedactor,
    ) -> String {
        match channel {
            Some(channel) => known(topic, channel.address, redactor),
            None => self.foreign(topic, redactor),
        }
    }

    /// A topic of somebody else: words of the protocol stay, all others become pseudonyms.
    fn foreign(&self, topic: &str, redactor: &mut TextRedactor) -> String {
        let mut redacted = |level: &str| {
            if self.words.contains(level) { level.to_owned() } else { redactor.text(Rule::Words, level) }
        };
        topic.split('/').map(&mut redacted).collect::<Vec<_>>().join("/")
    }
}

/// The name of a parameter, as it stands in an address.
fn parameter(level: &str) -> Option<&str> {
    level.strip_prefix('{')?.strip_suffix('}')
}

/// A topic of the protocol: its words stay, and its parameters follow their rules. The last takes all levels that are left.
fn known(topic: &str, address: &str, redactor: &mut TextRedactor) -> String {
    let expected: Vec<_> = address.split('/').collect();
    let found = topic.splitn(expected.len(), '/');
    let redacted = found.zip(&expected).map(|(found, expected)| match parameter(expected) {
        Some(name) => redactor.text(rule_of(name), found),
        None => found.to_owned(),
    });
    redacted.collect::<Vec<_>>().join("/")
}

/// What may become of a parameter of a topic.
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
