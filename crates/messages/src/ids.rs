//! Identifiers in topics and payloads: validated once, cheap to clone.

use std::fmt;
use std::sync::Arc;

/// Why a text is not a valid id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IdError {
    /// The text is empty.
    #[error("an id must not be empty")]
    Empty,
    /// The text is longer than [`MAX_ID_BYTES`].
    #[error("an id must not be longer than {MAX_ID_BYTES} bytes, this one has {0}")]
    TooLong(usize),
    /// `+`, `#` and NUL are reserved by MQTT; `/` would add a topic level.
    #[error("an id must not contain {0:?}")]
    Forbidden(char),
    /// `/` at the start, at the end or twice in a row would create an empty topic level.
    #[error("an id must not have an empty topic level: no / at its start or end, no //")]
    EmptyLevel,
}

/// The maximum length of an id, in bytes of UTF-8.
pub const MAX_ID_BYTES: usize = 256;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, forbidden: $forbidden:expr) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Validates the text as an id.
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
    /// A place with a microphone and a speaker: a name (`kitchen`), or a UUID in Project Alice.
    SiteId,
    forbidden: &['+', '#', '\0', '/']
);
id!(
    /// A session, from `sessionStarted` to `sessionEnded`.
    SessionId,
    forbidden: &['+', '#', '\0', '/']
);
id!(
    /// Correlates a reply with a request for speech, a sound or a recording. Always the last level of a topic, so it may contain
    /// `/`.
    RequestId,
    forbidden: &['+', '#', '\0']
);
id!(
    /// The name of an intent, such as `GetTime` or `user:lightsColor`. Always the last level of a topic, so it may contain `/` as
    /// Rhasspy allows.
    IntentName,
    forbidden: &['+', '#', '\0']
);

id!(
    /// A topic level that is not one of the ids above, such as the wake word in `hermes/hotword/{wakewordId}/detected`.
    Level,
    forbidden: &['+', '#', '\0', '/']
);

impl Level {
    /// The level `default`, used when no better value is known.
    pub fn default_level() -> Self {
        Self(Arc::from("default"))
    }
}

impl SiteId {
    /// The site `default`, meant by messages without a site.
    pub fn default_site() -> Self {
        Self(Arc::from("default"))
    }
}

impl Default for SiteId {
    fn default() -> Self {
        Self::default_site()
    }
}

/// Whether a chunk is the last one: `1` or `0` in a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct IsLast(pub bool);

impl fmt::Display for IsLast {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(if self.0 { "1" } else { "0" })
    }
}
