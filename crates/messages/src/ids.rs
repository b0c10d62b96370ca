//! Names that travel in topics and payloads: cheap to clone, checked once.

use std::fmt;
use std::sync::Arc;

/// Why a text cannot be an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IdError {
    /// An id must not be empty.
    #[error("an id must not be empty")]
    Empty,
    /// Longer than [`MAX_ID_BYTES`].
    #[error("an id must not be longer than {MAX_ID_BYTES} bytes, this one has {0}")]
    TooLong(usize),
    /// MQTT gives `+`, `#` and NUL a meaning of their own; `/` would add a level to the topic.
    #[error("an id must not contain {0:?}")]
    Forbidden(char),
    /// `/` at the start, at the end or twice in a row: MQTT would see a level without a name.
    #[error("an id must not have an empty topic level: no / at its start or end, no //")]
    EmptyLevel,
}

/// The longest id, in bytes of UTF-8.
pub const MAX_ID_BYTES: usize = 256;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, forbidden: $forbidden:expr) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Checks the text and takes it as an id.
            pub fn new(text: impl AsRef<str>) -> Result<Self, IdError> {
                check(text.as_ref(), $forbidden).map(|text| Self(Arc::from(text)))
            }

            /// The text of the id.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, formatter)
            }
        }

        impl std::str::FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                Self::new(text)
            }
        }

        impl TryFrom<&str> for $name {
            type Error = IdError;

            fn try_from(text: &str) -> Result<Self, IdError> {
                Self::new(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;

            fn try_from(text: String) -> Result<Self, IdError> {
                Self::new(text)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                &*self.0 == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                &*self.0 == *other
            }
        }
    };
}

fn check<'a>(text: &'a str, forbidden: &[char]) -> Result<&'a str, IdError> {
    if text.is_empty() {
        return Err(IdError::Empty);
    }
    if text.len() > MAX_ID_BYTES {
        return Err(IdError::TooLong(text.len()));
    }
    if let Some(c) = text.chars().find(|c| forbidden.contains(c)) {
        return Err(IdError::Forbidden(c));
    }
    if text.starts_with('/') || text.ends_with('/') || text.contains("//") {
        return Err(IdError::EmptyLevel);
    }
    Ok(text)
}

id!(
    /// A room with a microphone and a speaker: a name (`kitchen`), or a UUID in Project Alice.
    SiteId,
    forbidden: &['+', '#', '\0', '/']
);
id!(
    /// A conversation, from `sessionStarted` to `sessionEnded`.
    SessionId,
    forbidden: &['+', '#', '\0', '/']
);
id!(
    /// Ties an answer to what was asked: speech, a sound, a recording. Always the last level of a topic, so it may contain `/`.
    RequestId,
    forbidden: &['+', '#', '\0']
);
id!(
    /// What a user wants, such as `GetTime` or `user:lightsColor`. Always the last level of a topic, so it may contain `/` as Rhasspy allows.
    IntentName,
    forbidden: &['+', '#', '\0']
);

id!(
    /// One level of a topic that is not one of the ids above: the wake word in `hermes/hotword/{wakewordId}/detected`.
    Level,
    forbidden: &['+', '#', '\0', '/']
);

impl Level {
    /// What stands in a topic when nothing better is known.
    pub fn default_level() -> Self {
        Self(Arc::from("default"))
    }
}

impl SiteId {
    /// The site a message means when it names none.
    pub fn default_site() -> Self {
        Self(Arc::from("default"))
    }
}

impl Default for SiteId {
    fn default() -> Self {
        Self::default_site()
    }
}

/// Whether a chunk is the last: `1` or `0` in a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct IsLast(pub bool);

impl fmt::Display for IsLast {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(if self.0 { "1" } else { "0" })
    }
}
