//! The parts of a house that a site needs.

use std::time::Duration;

use petasos_messages::Component;

use crate::sessions::StepKind;

/// A part of the house that a site needs to hold conversations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Part {
    /// Its microphone, as far as its sound goes through the broker.
    Microphone,
    /// What waits for its wake word.
    WakeWord,
    /// What makes text of what is said there.
    Asr,
    /// What understands it.
    Nlu,
    /// What acts upon it.
    Skill,
    /// What makes the answer speech.
    Tts,
    /// Its loudspeaker.
    Speaker,
}

impl Part {
    /// All of them, in the order of a conversation.
    pub const ALL: [Self; 7] =
        [Self::Microphone, Self::WakeWord, Self::Asr, Self::Nlu, Self::Skill, Self::Tts, Self::Speaker];

    /// Its name, at most ten letters.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Microphone => "microphone",
            Self::WakeWord => "wake word",
            Self::Asr => "asr",
            Self::Nlu => "nlu",
            Self::Skill => "skill",
            Self::Tts => "tts",
            Self::Speaker => "speaker",
        }
    }

    /// Who owes the end of a step. `None`: the dialogue manager.
    pub fn of(step: StepKind) -> Option<Self> {
        Some(match step {
            StepKind::Wait | StepKind::Wake => return None,
            StepKind::Listen | StepKind::Asr => Self::Asr,
            StepKind::Nlu => Self::Nlu,
            StepKind::Handle => Self::Skill,
            StepKind::Tts | StepKind::Say => Self::Tts,
            StepKind::Play | StepKind::Sound => Self::Speaker,
        })
    }

    /// What a message calls it.
    pub(super) fn named(component: Component) -> Option<Self> {
        Some(match component {
            Component::Hotword => Self::WakeWord,
            Component::Asr => Self::Asr,
            Component::Nlu => Self::Nlu,
            Component::Skill => Self::Skill,
            Component::Tts => Self::Tts,
            Component::AudioServer => Self::Speaker,
            _ => return None,
        })
    }

    /// How long it may owe an answer before that is worth a look. An ASR waits for people, a speaker until the sound is over.
    pub(super) fn patience(self) -> Duration {
        Duration::from_secs(match self {
            Self::Asr => 20,
            Self::Tts => 10,
            _ => 5,
        })
    }
}
