//! Removes what people said from a recording, so that it can be shared.
//!
//! A [`Redactor`] works with an allow-list: a field stays only if `allowed_fields.rs` names it, and only in the form given there.
//! Words become pseudonyms, the same for the same word within the recording, so that one can still see which slot is part of which
//! sentence and which answer belongs to which question, and replay the recording. The key of the pseudonyms is never written.
//!
//! Where to look: `allowed_fields.rs` is the list for messages, `settings.rs` that for the header, `field_rule.rs` the rules,
//! `text_redactor.rs` applies a rule to a text with the help of `pseudonym.rs` and `text_shape.rs`, `json_walk.rs` applies rules to
//! JSON, and `redacted_topics.rs` to topics.

mod allowed_fields;
mod field_rule;
mod json_walk;
mod pseudonym;
mod redacted_topics;
mod settings;
#[cfg(test)]
mod tests;
mod text_redactor;
mod text_shape;

use std::time::Duration;

use bytes::Bytes;
use petasos_messages::{Carries, Channel, wav};

use self::field_rule::{Field, Rule};
use self::redacted_topics::Topics;
use self::text_redactor::TextRedactor;
use crate::topic_parameters::channel;
use crate::{Entry, Gap, Header, Kept, Payload};

pub use text_redactor::{Hide, Removed};

/// Removes what people said from a recording, entry by entry, in constant memory.
///
/// ```
/// use petasos_recording::{Header, Kept, Redactor};
///
/// let mut redactor = Redactor::new(0x5eed, Kept::default());
/// let header = redactor.header(Header::new(jiff::Timestamp::UNIX_EPOCH));
/// assert!(!header.kept.text);
/// ```
#[derive(Debug)]
pub struct Redactor {
    texts: TextRedactor,
    topics: Topics,
    kept: Kept,
}

impl Redactor {
    /// A redactor for one recording. The key must be random and should be forgotten: with it, words can be guessed by trial.
    pub fn new(key: u128, kept: Kept) -> Self {
        Self { texts: TextRedactor::new(key), topics: Topics::new(), kept }
    }

    /// Replaces names as well. If texts are kept, names are kept too.
    #[must_use]
    pub fn hiding(mut self, hide: Hide) -> Self {
        self.texts.hide(hide);
        self
    }

    /// What was removed so far.
    pub fn removed(&self) -> Removed {
        self.texts.removed
    }

    /// The header of the redacted recording.
    pub fn header(&self, header: Header) -> Header {
        let kept =
            Kept { text: self.kept.text && header.kept.text, audio: self.kept.audio && header.kept.audio };
        let header = Header { kept, ..header };
        if self.kept.text { header } else { settings::header(header, &mut self.texts.clone()) }
    }

    /// An entry of the redacted recording.
    pub fn redact(&mut self, entry: Entry) -> Entry {
        if let Some(gap) = Gap::of(&entry) {
            return gap.entry(entry.at, entry.wall);
        }
        let channel = channel(&entry.topic);
        let topic = if self.kept.text {
            entry.topic
        } else {
            self.topics.redact(&entry.topic, channel, &mut self.texts)
        };
        if channel.is_some_and(|channel| channel.message == "HotwordDetected") {
            self.learn_wakeword(&topic);
        }
        let payload = match entry.payload {
            Payload::Bytes(bytes) => self.payload(channel, bytes),
            left_out @ Payload::LeftOut { .. } => left_out,
        };
        Entry { topic, payload, ..entry }
    }

    /// Learns the wake word from a topic, where it is the last but one level.
    fn learn_wakeword(&mut self, topic: &str) {
        if let Some(name) = topic.rsplit('/').nth(1) {
            self.texts.learn_wakeword(name);
        }
    }

    fn payload(&mut self, channel: Option<&Channel>, bytes: Bytes) -> Payload {
        let length = wav::inspect(&bytes).ok().map(|info| info.duration);
        if bytes.is_empty() {
            Payload::Bytes(bytes)
        } else if length.is_some() || channel.is_some_and(carries_sound) {
            // Malformed audio may contain anything.
            let keep = self.kept.audio && (self.kept.text || (length.is_some() && channel.is_some()));
            if keep { Payload::Bytes(bytes) } else { self.leave_out(&bytes, length) }
        } else if self.kept.text {
            Payload::Bytes(bytes)
        } else {
            let fields = channel.and_then(fields_of);
            let json =
                fields.and_then(|fields| json_walk::json(&bytes, Rule::Object(fields), &mut self.texts));
            json.map_or_else(|| self.leave_out(&bytes, None), |json| Payload::Bytes(json.into()))
        }
    }

    fn leave_out(&mut self, bytes: &Bytes, sound: Option<Duration>) -> Payload {
        let removed = &mut self.texts.removed;
        *if sound.is_some() { &mut removed.sounds } else { &mut removed.payloads } += 1;
        Payload::LeftOut { bytes: bytes.len() as u64, sound }
    }
}

/// The fields that may be kept of a payload; `None` if it must be removed.
fn fields_of(channel: &Channel) -> Option<&'static [&'static [Field]]> {
    match channel.carries {
        Carries::Json => allowed_fields::fields_of(channel.message),
        Carries::Nothing => Some(&[]),
        Carries::Binary => None,
    }
}

/// Whether the payload should be audio.
fn carries_sound(channel: &Channel) -> bool {
    channel.carries == Carries::Binary
        && !matches!(channel.message, "IntentGraph" | "TrainingResult" | "TrainingFailed" | "TasmotaCommand")
}
