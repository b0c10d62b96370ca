//! A message as the checks see it.

use std::time::Duration;

use bytes::Bytes;
use petasos_messages::wav::{self, WavInfo};
use petasos_messages::{DecodeError, Message};
use petasos_recording::{Entry, Payload};

/// A message as the checks see it: read once for all of them.
#[derive(Debug)]
pub(super) struct Said<'a> {
    pub(super) entry: &'a Entry,
    /// What it says, if it can be read. Of sound that was left out, the topic is still known.
    pub(super) message: Option<Message>,
    /// Why it cannot be read.
    pub(super) wrong: Option<DecodeError>,
    /// What the header of its sound tells.
    pub(super) wav: Option<WavInfo>,
    /// How long its sound lasts, if it is sound of a known length.
    pub(super) sound: Option<Duration>,
}

impl<'a> Said<'a> {
    pub(super) fn new(entry: &'a Entry) -> Self {
        let (bytes, left_out) = match &entry.payload {
            Payload::Bytes(bytes) => (bytes.clone(), None),
            Payload::LeftOut { sound, .. } => (Bytes::new(), Some(*sound)),
        };
        let wav = bytes.starts_with(b"RIFF").then(|| wav::inspect(&bytes).ok()).flatten();
        let (message, wrong) = match Message::decode(&entry.topic, bytes) {
            Ok(message) => (Some(message), None),
            // Nothing is known of a payload that was left out, so nothing is wrong with it.
            Err(wrong) => (None, Some(wrong).filter(|_| left_out.is_none())),
        };
        let sound = left_out.unwrap_or_else(|| wav.as_ref().map(|wav| wav.duration));
        Self { entry, message, wrong, wav, sound }
    }

    /// Whether it is the sound of a microphone, which never ends.
    pub(super) fn is_frame(&self) -> bool {
        matches!(self.message, Some(Message::AudioFrame(_) | Message::AudioSessionFrame(_)))
    }
}
