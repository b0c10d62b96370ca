//! The description of a topic in the table of the protocol.

/// The description of a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Channel {
    /// The name of the topic, unique in the table.
    pub topic: &'static str,
    /// The address, with its parameters in braces: `hermes/hotword/{wakeword_id}/detected`.
    pub address: &'static str,
    /// The topic filter with wildcards for its parameters: `hermes/hotword/+/detected`.
    pub filter: &'static str,
    /// The kind of message, as returned by [`Message::kind`](crate::Message::kind).
    pub message: &'static str,
    /// The type of payload.
    pub carries: Carries,
    /// The maximum size of a payload, in bytes.
    pub most_bytes: usize,
    /// The publishing components.
    pub from: &'static str,
    /// The subscribing components.
    pub to: &'static str,
    /// Its dialects, as letters: `R`hasspy, `S`nips, `A`lice and `P`etasos.
    pub spoken_by: &'static str,
}

impl Channel {
    /// For control messages.
    pub(super) const CONTROL_BYTES: usize = 64 * 1024;
    /// For results of ASR and NLU.
    pub(super) const SPEECH_BYTES: usize = 256 * 1024;
    /// For audio, models and training data.
    pub(super) const BULK_BYTES: usize = 16 * 1024 * 1024;

    /// The names of its parameters.
    pub fn parameters(&self) -> impl Iterator<Item = &'static str> {
        self.address.split('/').filter_map(|level| level.strip_prefix('{')?.strip_suffix('}'))
    }
}

/// The type of a payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carries {
    /// A JSON object.
    Json,
    /// Raw bytes: audio, archives, plain text.
    Binary,
    /// Nothing; any payload is ignored.
    Nothing,
}
