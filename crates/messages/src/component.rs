//! The components of a voice assistant, with their identifiers and display names.

use std::fmt;
use std::str::FromStr;

/// A component of a voice assistant, as a sender or receiver of messages.
///
/// [`as_str`](Self::as_str) and [`Display`](fmt::Display) give the identifier used in session files and flags, which [`FromStr`]
/// parses; [`display_name`](Self::display_name) is for user-facing text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Component {
    /// Manages sessions.
    DialogueManager,
    /// Detects the wake word.
    Hotword,
    /// Converts speech to text.
    Asr,
    /// Recognises intents in text.
    Nlu,
    /// Converts text to speech.
    Tts,
    /// Records and plays audio.
    AudioServer,
    /// Detects speech and silence in audio.
    VoiceActivity,
    /// Handles intents, or starts sessions itself.
    Skill,
    /// A satellite of Project Alice.
    Satellite,
    /// The core of Project Alice.
    Core,
    /// Anything else: training, injection, user interfaces.
    Other,
}

impl Component {
    /// All components.
    pub const ALL: [Self; 11] = [
        Self::DialogueManager,
        Self::Hotword,
        Self::Asr,
        Self::Nlu,
        Self::Tts,
        Self::AudioServer,
        Self::VoiceActivity,
        Self::Skill,
        Self::Satellite,
        Self::Core,
        Self::Other,
    ];

    /// The identifier: `dialogueManager`, `asr`, `audioServer`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DialogueManager => "dialogueManager",
            Self::Hotword => "hotword",
            Self::Asr => "asr",
            Self::Nlu => "nlu",
            Self::Tts => "tts",
            Self::AudioServer => "audioServer",
            Self::VoiceActivity => "voiceActivity",
            Self::Skill => "skill",
            Self::Satellite => "satellite",
            Self::Core => "core",
            Self::Other => "other",
        }
    }

    /// The name in user-facing text, as written within a sentence.
    pub const fn display_name(self) -> &'static str {
        match self {
            Self::DialogueManager => "dialogue manager",
            Self::Hotword => "wake word detector",
            Self::Asr => "ASR",
            Self::Nlu => "NLU",
            Self::Tts => "TTS",
            Self::AudioServer => "speaker",
            Self::VoiceActivity => "voice activity detector",
            Self::Skill => "skill",
            Self::Satellite => "satellite",
            Self::Core => "core",
            Self::Other => "other component",
        }
    }
}

impl fmt::Display for Component {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

/// Error for a text that is not the identifier of a component.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a component: write one of {list}", list = Component::ALL.map(Component::as_str).join(", "))]
pub struct UnknownComponent(String);

impl FromStr for Component {
    type Err = UnknownComponent;

    fn from_str(word: &str) -> Result<Self, UnknownComponent> {
        let known = Self::ALL.into_iter().find(|component| component.as_str() == word);
        known.ok_or_else(|| UnknownComponent(word.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_component_is_parsed_from_its_identifier() {
        for component in Component::ALL {
            assert_eq!(component.to_string().parse(), Ok(component));
        }
    }

    #[test]
    fn the_error_for_an_unknown_identifier_lists_the_known_ones() {
        let error = "Asr".parse::<Component>().unwrap_err().to_string();
        assert!(
            error.starts_with("\"Asr\" is not a component: write one of dialogueManager, hotword, asr, nlu"),
            "{error}"
        );
    }
}
