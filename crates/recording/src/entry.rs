//! One message of a recording.

use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;

use crate::Sender;

/// One message of a recording.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// When it was seen, since the recording began, by a clock that never jumps. Files hold whole microseconds.
    pub at: Duration,
    /// When it was seen, on the wall clock. For people, and to find clocks that jump; nothing is decided by it. Files hold whole ms.
    pub wall: Timestamp,
    /// Where it was published.
    pub topic: String,
    /// The quality of service in which it came: 0, 1 or 2.
    pub qos: u8,
    /// Whether the broker had kept it from earlier.
    pub retain: bool,
    /// Whether it was marked as perhaps sent before.
    pub dup: bool,
    /// Who has sent it, as far as that can be told.
    pub from: Sender,
    /// Its bytes, as far as they were kept.
    pub payload: Payload,
}

impl Entry {
    /// A message as most are: of QoS 0, neither kept nor repeated, from nobody known.
    pub fn new(at: Duration, wall: Timestamp, topic: impl Into<String>, payload: impl Into<Bytes>) -> Self {
        Self {
            at,
            wall,
            topic: topic.into(),
            qos: 0,
            retain: false,
            dup: false,
            from: Sender::Unknown,
            payload: Payload::Bytes(payload.into()),
        }
    }
}

/// The bytes of a message, as far as they were kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Payload {
    /// All of them.
    Bytes(Bytes),
    /// They were left out, as people's voices are unless somebody asked for them.
    LeftOut {
        /// How many there were.
        bytes: u64,
        /// How long they would sound, if they were sound.
        sound: Option<Duration>,
    },
}

impl Payload {
    /// The bytes, if they were kept.
    pub fn bytes(&self) -> Option<&Bytes> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            Self::LeftOut { .. } => None,
        }
    }
}
