//! Who sends what.

use petasos_messages::{CHANNELS, Dialect, Topic};
use serde::{Deserialize, Serialize};

/// A part of a voice house.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Role {
    /// Leads conversations.
    DialogueManager,
    /// Waits for the wake word.
    Hotword,
    /// Makes text of speech.
    Asr,
    /// Finds intents in text.
    Nlu,
    /// Makes speech of text.
    Tts,
    /// Microphones and loudspeakers.
    AudioServer,
    /// Tells speech from silence.
    VoiceActivity,
    /// Acts upon intents, or starts sessions by itself.
    Skill,
    /// A satellite of Project Alice.
    Satellite,
    /// The core of Project Alice.
    Core,
    /// Anything else: training, injection, interfaces for people.
    Other,
}

/// Who has sent a message, as far as its topic tells. MQTT does not say who publishes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Sender {
    /// Only this part sends it.
    One(Role),
    /// Each of these may have sent it.
    OneOf(Vec<Role>),
    /// Anybody may have.
    Unknown,
}

impl Sender {
    /// Who sends messages with this topic, in a house of this dialect.
    pub fn of(topic: &str, dialect: Option<Dialect>) -> Self {
        let _ = (CHANNELS, dialect, topic.parse::<Topic>());
        Self::Unknown
    }
}
