//! The parts of a voice house.

use std::fmt;
use std::str::FromStr;

/// A part of a voice house. In session files it stands with the word that [`Display`](fmt::Display) gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
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

impl Role {
    /// All of them.
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

    /// The word for it: `dialogueManager`, `asr`, `audioServer`.
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
}

impl fmt::Display for Role {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

/// A word that names no role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no role: write one of {list}", list = Role::ALL.map(Role::as_str).join(", "))]
pub struct UnknownRole(String);

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        Self::ALL.into_iter().find(|role| role.as_str() == text).ok_or_else(|| UnknownRole(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_is_found_by_its_word() {
        for role in Role::ALL {
            assert_eq!(role.to_string().parse(), Ok(role));
        }
    }

    #[test]
    fn a_wrong_word_names_the_right_ones() {
        let error = "Asr".parse::<Role>().unwrap_err().to_string();
        assert!(
            error.starts_with("\"Asr\" is no role: write one of dialogueManager, hotword, asr, nlu"),
            "{error}"
        );
    }
}
