//! A recorded message, and its decoded form.

use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;
use petasos_messages::wav::{self, WavInfo};
use petasos_messages::{DecodeError, Message};

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

/// An entry with its message. Decoding is the most expensive part of handling an entry, so the result is passed on.
#[derive(Debug)]
#[non_exhaustive]
pub struct DecodedEntry<'a> {
    /// The entry.
    pub entry: &'a Entry,
    /// Its message, if it can be decoded. If the payload was left out, the topic may be enough, as for audio.
    pub message: Option<Message>,
    /// Why it cannot be decoded. `None` if its payload was left out.
    pub error: Option<DecodeError>,
    /// The header of its payload, if that is a WAV file.
    pub wav: Option<WavInfo>,
    /// The length of its audio, if it is known; also if the audio itself was left out.
    pub sound: Option<Duration>,
}

impl<'a> DecodedEntry<'a> {
    /// Decodes an entry.
    pub fn new(entry: &'a Entry) -> Self {
        let (bytes, left_out) = match &entry.payload {
            Payload::Bytes(bytes) => (bytes.clone(), None),
            Payload::LeftOut { sound, .. } => (Bytes::new(), Some(*sound)),
        };
        let wav = bytes.starts_with(b"RIFF").then(|| wav::inspect(&bytes).ok()).flatten();
        let (message, error) = match Message::decode(&entry.topic, bytes) {
            Ok(message) => (Some(message), None),
            Err(error) => (None, Some(error).filter(|_| left_out.is_none())),
        };
        let sound = left_out.unwrap_or_else(|| wav.as_ref().map(|wav| wav.duration));
        Self { entry, message, error, wav, sound }
    }

    /// Whether it is a frame of a microphone, which come 20 to 60 times a second.
    pub fn is_microphone_frame(&self) -> bool {
        matches!(self.message, Some(Message::AudioFrame(_) | Message::AudioSessionFrame(_)))
    }
}
