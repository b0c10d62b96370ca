//! An entry with its message: decoded once, for all that look at it.

use std::time::Duration;

use bytes::Bytes;
use petasos_messages::wav::{self, WavInfo};
use petasos_messages::{DecodeError, Message};

use crate::{Entry, Payload};

/// An entry with its message. Decoding takes most of the time that an entry takes, so it is done once and handed on.
#[derive(Debug)]
#[non_exhaustive]
pub struct DecodedEntry<'a> {
    /// The entry.
    pub entry: &'a Entry,
    /// Its message, if it can be read. Where the payload was left out, what the topic alone says, as for sound.
    pub message: Option<Message>,
    /// Why it cannot be read. Nothing is known to be wrong with a payload that was left out.
    pub error: Option<DecodeError>,
    /// What the header of its sound tells, if it is a WAV file.
    pub wav: Option<WavInfo>,
    /// How long its sound lasts, if it is sound of a known length. Known also where the sound itself was left out.
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

    /// Whether it is a frame of a microphone: these come 20 to 60 times a second, and never end.
    pub fn is_microphone_frame(&self) -> bool {
        matches!(self.message, Some(Message::AudioFrame(_) | Message::AudioSessionFrame(_)))
    }
}
