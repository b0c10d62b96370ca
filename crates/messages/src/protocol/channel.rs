//! What the table says about a topic.

/// A topic of the protocol, described.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Channel {
    /// The name of the topic, unique in the table.
    pub topic: &'static str,
    /// The address, with its parameters in braces: `hermes/hotword/{wakeword_id}/detected`.
    pub address: &'static str,
    /// What to subscribe to for this topic, with wildcards for its parameters: `hermes/hotword/+/detected`.
    pub filter: &'static str,
    /// The kind of message, as [`Message::kind`](crate::Message::kind) gives it.
    pub message: &'static str,
    /// What the payload is.
    pub carries: Carries,
    /// The largest payload that is read, in bytes.
    pub most_bytes: usize,
    /// The publishing components.
    pub from: &'static str,
    /// The subscribing components.
    pub to: &'static str,
    /// In which dialects: letters out of `R`hasspy, `S`nips, `A`lice and `P`etasos.
    pub spoken_by: &'static str,
}

impl Channel {
    /// For messages about sessions.
    pub(super) const CONTROL_BYTES: usize = 64 * 1024;
    /// For what ASR and NLU say.
    pub(super) const SPEECH_BYTES: usize = 256 * 1024;
    /// For sound, models and training data.
    pub(super) const BULK_BYTES: usize = 16 * 1024 * 1024;

    /// The names of its parameters.
    pub fn parameters(&self) -> impl Iterator<Item = &'static str> {
        self.address.split('/').filter_map(|level| level.strip_prefix('{')?.strip_suffix('}'))
    }
}

/// What a payload is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carries {
    /// A JSON object.
    Json,
    /// Raw bytes: sound, archives, plain text.
    Binary,
    /// Nothing; what is there is ignored.
    Nothing,
}
