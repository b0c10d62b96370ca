//! The steps of a session.

use std::time::Duration;

use petasos_messages::Component;

use super::Sound;

/// A step of a session. Times count from the beginning of the recording.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Step {
    /// The kind of step.
    pub kind: StepKind,
    /// When it began.
    pub begin: Duration,
    /// When it ended; `None` while it is open.
    pub end: Option<Duration>,
    /// The turn it belongs to, counted from 0; `None` before the first.
    pub turn: Option<usize>,
    /// The sound that was played, if any.
    pub sound: Option<Sound>,
    /// The id of the request, which its end carries as well.
    pub(super) id: Option<String>,
}

/// The kinds of steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum StepKind {
    /// The session waited for its site: `sessionQueued` to `sessionStarted`.
    Wait,
    /// From the wake word to `sessionStarted`.
    Wake,
    /// A sound other than speech: `playBytes` to `playFinished`.
    Sound,
    /// The microphone was open: `startListening` to the end of the recording, as far as it is known, else to `textCaptured`.
    Listen,
    /// From the end of the recording to `textCaptured`, if that end is known.
    Asr,
    /// `nlu/query` to its answer.
    Nlu,
    /// From the intent to the response of a skill.
    Handle,
    /// From `say` to its audio.
    Tts,
    /// Speech was played: `playBytes` to `playFinished`.
    Play,
    /// From `say` to `sayFinished`, if its audio did not pass the broker.
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

    /// The component that must end the step.
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
    /// How long it took, or has taken until `now`.
    pub fn length(&self, now: Duration) -> Duration {
        self.end.unwrap_or(now).saturating_sub(self.begin)
    }

    /// Whether it has not ended yet.
    pub fn is_open(&self) -> bool {
        self.end.is_none()
    }
}
