//! One message of a recording.

use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;

use crate::Sender;

/// One message of a recording.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// When it was seen, since the beginning of the recording, by a monotonic clock. Files hold whole microseconds.
    pub at: Duration,
    /// When it was seen, as wall clock time. It is only displayed, and used to find clocks that jump. Files hold whole milliseconds.
    pub wall: Timestamp,
    /// Its topic.
    pub topic: String,
    /// The quality of service: 0, 1 or 2.
    pub qos: u8,
    /// Whether it is a retained message from before the subscription.
    pub retain: bool,
    /// Whether it may be a repeated delivery.
    pub dup: bool,
    /// Its sender, as far as it is known.
    pub from: Sender,
    /// Its payload, if it was kept.
    pub payload: Payload,
}

impl Entry {
    /// A message with QoS 0, neither retained nor repeated, from an unknown sender.
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

/// The payload of a message, if it was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Payload {
    /// The complete payload.
    Bytes(Bytes),
    /// The payload was left out, as audio is by default.
    LeftOut {
        /// Its length in bytes.
        bytes: u64,
        /// Its duration, if it was audio.
        sound: Option<Duration>,
    },
}

impl Payload {
    /// The payload, if it was kept.
    pub fn bytes(&self) -> Option<&Bytes> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            Self::LeftOut { .. } => None,
        }
    }
}
