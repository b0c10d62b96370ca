//! The steps of a session: what went on from when to when.

use std::time::Duration;

use petasos_messages::Component;

use super::Sound;

/// What went on in a session, from when to when.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Step {
    /// What it was.
    pub kind: StepKind,
    /// When it began, since the recording began.
    pub begin: Duration,
    /// When it ended; `None` while it goes on.
    pub end: Option<Duration>,
    /// Which turn it belongs to, counted from 0. `None`: before the first.
    pub turn: Option<usize>,
    /// The sound that was heard, if it was one.
    pub sound: Option<Sound>,
    /// The id by which its end is known: of speech, of a sound.
    pub(super) id: Option<String>,
}

/// What a step can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum StepKind {
    /// The session waited until its site was free: `sessionQueued` to `sessionStarted`.
    Wait,
    /// From the wake word to `sessionStarted`.
    Wake,
    /// A sound that is no speech: `playBytes` to `playFinished`.
    Sound,
    /// The microphone was open: `startListening` to the end of the recording, as far as it is known, else to `textCaptured`.
    Listen,
    /// From the end of the recording to `textCaptured`. Only where somebody tells that end.
    Asr,
    /// `nlu/query` to its answer.
    Nlu,
    /// From the intent to the first word of a skill.
    Handle,
    /// From `say` to the first sound of it.
    Tts,
    /// Speech was heard: `playBytes` to `playFinished`.
    Play,
    /// From `say` to `sayFinished`, where no sound passed in between.
    Say,
}

impl StepKind {
    /// Its name, one short word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Wait => "wait",
            Self::Wake => "wake",
            Self::Sound => "sound",
            Self::Listen => "listen",
            Self::Asr => "asr",
            Self::Nlu => "nlu",
            Self::Handle => "handle",
            Self::Tts => "tts",
            Self::Play => "play",
            Self::Say => "say",
        }
    }
}

impl StepKind {
    /// The component that owes the end of the step.
    pub fn component(self) -> Component {
        match self {
            Self::Wait | Self::Wake => Component::DialogueManager,
            Self::Listen | Self::Asr => Component::Asr,
            Self::Nlu => Component::Nlu,
            Self::Handle => Component::Skill,
            Self::Tts | Self::Say => Component::Tts,
            Self::Play | Self::Sound => Component::AudioServer,
        }
    }
}

impl Step {
    /// How long it took, or has taken until now.
    pub fn length(&self, now: Duration) -> Duration {
        self.end.unwrap_or(now).saturating_sub(self.begin)
    }

    /// Whether it goes on.
    pub fn is_open(&self) -> bool {
        self.end.is_none()
    }
}
