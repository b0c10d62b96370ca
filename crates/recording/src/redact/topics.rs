//! Topics: which kind of message goes there, and what becomes of their levels.

use std::collections::{BTreeMap, BTreeSet};

use petasos_messages::{CHANNELS, Channel, Topic};

use super::clerk::Clerk;
use super::rule::Rule;

/// All topics of the protocol, ready to be compared with.
#[derive(Debug)]
pub(super) struct Topics {
    /// Those without parameters.
    fixed: BTreeMap<String, &'static Channel>,
    /// The others, in the order in which they are tried.
    shapes: Vec<(Vec<Level>, &'static Channel)>,
    /// Every word that stands in a topic of the protocol.
    words: BTreeSet<String>,
}

/// A level of a topic.
#[derive(Debug)]
enum Level {
    Word(String),
    Parameter(Rule),
}

impl Topics {
    pub(super) fn new() -> Self {
        let shapes = CHANNELS.iter().filter(|channel| channel.parameters().next().is_some());
        let fixed = CHANNELS.iter().filter(|channel| channel.parameters().next().is_none());
        let addresses = CHANNELS.iter().map(Channel::address);
        let words = addresses.flat_map(|address| address.split('/').map(str::to_owned).collect::<Vec<_>>());
        Self {
            fixed: fixed.map(|channel| (channel.address(), channel)).collect(),
            shapes: shapes.map(|channel| (levels(&channel.address()), channel)).collect(),
            words: words.filter(|word| parameter(word).is_none()).collect(),
        }
    }

    /// What goes to a topic; `None` if it is not of the protocol.
    pub(super) fn channel(&self, topic: &str) -> Option<&'static Channel> {
        let fixed = self.fixed.get(topic).copied();
        fixed.or_else(|| self.shape(topic).map(|(_, _, channel)| channel))
    }

    /// What a topic becomes, and what goes there; `None` if it is not of the protocol.
    pub(super) fn redact(&self, topic: &str, clerk: &mut Clerk) -> (String, Option<&'static Channel>) {
        if let Some(channel) = self.fixed.get(topic) {
            return (topic.to_owned(), Some(channel));
        }
        match self.shape(topic) {
            Some((levels, found, channel)) => (written(levels, &found, clerk), Some(channel)),
            None => (self.foreign(topic, clerk), None),
        }
    }

    /// The shape of a topic with parameters, and its levels.
    fn shape<'a>(&self, topic: &'a str) -> Option<(&[Level], Vec<&'a str>, &'static Channel)> {
        topic.parse::<Topic>().ok()?;
        self.shapes
            .iter()
            .find_map(|(shape, channel)| Some((shape.as_slice(), found(shape, topic)?, *channel)))
    }

    /// A topic of somebody else: words of the protocol stay, all others become pseudonyms.
    fn foreign(&self, topic: &str, clerk: &mut Clerk) -> String {
        let mut redacted = |level: &str| {
            if self.words.contains(level) { level.to_owned() } else { clerk.text(Rule::Words, level) }
        };
        topic.split('/').map(&mut redacted).collect::<Vec<_>>().join("/")
    }
}

/// The name of a parameter, as it stands in an address.
fn parameter(level: &str) -> Option<&str> {
    level.strip_prefix('{')?.strip_suffix('}')
}

fn levels(address: &str) -> Vec<Level> {
    let level = |level: &str| match parameter(level) {
        Some(name) => Level::Parameter(rule_of(name)),
        None => Level::Word(level.to_owned()),
    };
    address.split('/').map(level).collect()
}

/// What may become of a parameter of a topic.
fn rule_of(parameter: &str) -> Rule {
    match parameter {
        "site_id" => Rule::Site,
        "session_id" | "request_id" | "stream_id" => Rule::Id,
        "intent" => Rule::Intent,
        "wakeword_id" | "hotword_id" | "instance" => Rule::Name,
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

/// The levels of a topic, if it has this shape. The last takes all that are left.
fn found<'a>(levels: &[Level], topic: &'a str) -> Option<Vec<&'a str>> {
    let found: Vec<_> = topic.splitn(levels.len(), '/').collect();
    let fits = found.len() == levels.len()
        && levels.iter().zip(&found).all(|(level, found)| match level {
            Level::Word(word) => word == found,
            Level::Parameter(_) => true,
        });
    fits.then_some(found)
}

fn written(levels: &[Level], found: &[&str], clerk: &mut Clerk) -> String {
    let level = |(level, found): (&Level, &&str)| match level {
        Level::Word(word) => word.clone(),
        Level::Parameter(rule) => clerk.text(*rule, found),
    };
    levels.iter().zip(found).map(level).collect::<Vec<_>>().join("/")
}
