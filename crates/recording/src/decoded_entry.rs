//! An entry with its decoded message.

use std::time::Duration;

use bytes::Bytes;
use petasos_messages::wav::{self, WavInfo};
use petasos_messages::{DecodeError, Message};

use crate::{Entry, Payload};

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
