//! Topics, split into levels and matched exactly, without normalisation.
//!
//! `hermes//tts/say`, `hermes/tts/say/` and `hermes/tts/say/more` are not Hermes topics: topics and [`Topic`](crate::Topic)
//! values correspond one to one.

use std::fmt;

use crate::payload::IntentClassification;
use crate::{IdError, IntentName, IsLast, Level, RequestId, SessionId, SiteId};

/// The maximum length of an MQTT topic, in bytes of UTF-8.
pub(super) const MAX_TOPIC_BYTES: usize = 65_535;

/// Why a string is not a topic of the protocol.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TopicError {
    /// Not a Hermes topic. This is not a fault: other clients use the same broker.
    #[error("not a topic of the Hermes protocol")]
    Unknown,
    /// The topic has a known form, but an id in it is invalid.
    #[error("the topic has a bad {name}: {error}")]
    Id {
        /// The name of the parameter.
        name: &'static str,
        /// What is wrong with it.
        error: IdError,
    },
    /// The topic has a known form, but a number or flag in it is invalid.
    #[error("the topic has a bad {name}: write {expected}")]
    Number {
        /// The name of the parameter.
        name: &'static str,
        /// The expected form.
        expected: &'static str,
    },
    /// The topic is longer than MQTT allows.
    #[error("a topic must not be longer than {MAX_TOPIC_BYTES} bytes, this one has {0}")]
    TooLong(usize),
}

/// No Hermes topic has as many levels.
const MOST_LEVELS: usize = 8;

/// The text of a topic and the start of each level.
pub(crate) struct Levels<'a> {
    text: &'a str,
    starts: [usize; MOST_LEVELS],
    count: usize,
}

impl<'a> Levels<'a> {
    pub(crate) fn split(text: &'a str) -> Self {
        let mut starts = [0; MOST_LEVELS];
        let mut count = 1;
        let slashes = text.bytes().enumerate().filter(|(_, byte)| *byte == b'/');
        for ((slash, _), start) in slashes.zip(starts.iter_mut().skip(1)) {
            *start = slash + 1;
            count += 1;
        }
        Self { text, starts, count }
    }

    /// The first `N` levels; the last one includes the rest of the topic. `None` if there are fewer.
    pub(crate) fn first<const N: usize>(&self) -> Option<[&'a str; N]> {
        if self.count < N {
            return None;
        }
        let mut levels = [""; N];
        for (index, level) in levels.iter_mut().enumerate() {
            let start = *self.starts.get(index)?;
            let end = if index + 1 == N { self.text.len() } else { self.starts.get(index + 1)? - 1 };
            *level = self.text.get(start..end)?;
        }
        Some(levels)
    }
}

/// A value that can be a level of a topic.
pub(crate) trait TopicLevel: Sized {
    fn parse(name: &'static str, text: &str) -> Result<Self, TopicError>;
}

macro_rules! id_levels {
    ($($id:ident),*) => {$(
        impl TopicLevel for $id {
            fn parse(name: &'static str, text: &str) -> Result<Self, TopicError> {
                Self::new(text).map_err(|error| TopicError::Id { name, error })
            }
        }
    )*};
}

id_levels!(SiteId, SessionId, RequestId, IntentName, Level);

impl TopicLevel for u64 {
    /// Only the shortest form is accepted, so that every number has one topic.
    fn parse(name: &'static str, text: &str) -> Result<Self, TopicError> {
        match text.parse::<Self>() {
            Ok(number) if number.to_string() == text => Ok(number),
            _ => Err(TopicError::Number { name, expected: "a whole number without sign or leading zeros" }),
        }
    }
}

impl TopicLevel for IsLast {
    fn parse(name: &'static str, text: &str) -> Result<Self, TopicError> {
        match text {
            "0" => Ok(Self(false)),
            "1" => Ok(Self(true)),
            _ => Err(TopicError::Number { name, expected: "0 or 1" }),
        }
    }
}

/// Writes levels with `/` between them.
pub(crate) fn join(formatter: &mut fmt::Formatter<'_>, levels: &[&dyn fmt::Display]) -> fmt::Result {
    for (index, level) in levels.iter().enumerate() {
        if index > 0 {
            formatter.write_str("/")?;
        }
        level.fmt(formatter)?;
    }
    Ok(())
}

/// A field of a payload that is also part of the topic.
pub(crate) trait InTopic<T> {
    /// The level to write.
    ///
    /// A missing site becomes the default site. A text that is not a valid level becomes `default`: it can only be the name of a
    /// hotword detector, which no component routes by.
    fn to_level(&self) -> T;

    /// Sets the field from the topic, by which the packet was routed.
    fn take_level(&mut self, level: &T);
}

impl<T: Clone> InTopic<T> for T {
    fn to_level(&self) -> T {
        self.clone()
    }

    fn take_level(&mut self, level: &T) {
        self.clone_from(level);
    }
}

macro_rules! optional_in_topic {
    ($($id:ident or $default:expr),*) => {$(
        impl InTopic<$id> for Option<$id> {
            fn to_level(&self) -> $id {
                self.clone().unwrap_or_else($default)
            }

            fn take_level(&mut self, level: &$id) {
                *self = Some(level.clone());
            }
        }
    )*};
}

optional_in_topic!(SiteId or SiteId::default_site, Level or Level::default_level);

impl InTopic<Level> for String {
    fn to_level(&self) -> Level {
        Level::new(self).unwrap_or_else(|_| Level::default_level())
    }

    fn take_level(&mut self, level: &Level) {
        level.as_str().clone_into(self);
    }
}

impl InTopic<IntentName> for IntentClassification {
    fn to_level(&self) -> IntentName {
        self.intent_name.clone()
    }

    fn take_level(&mut self, level: &IntentName) {
        self.intent_name.clone_from(level);
    }
}
