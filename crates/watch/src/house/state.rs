//! What goes on at a site.

use crate::sessions::{Session, Site, StepKind};

/// What goes on at a site, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Activity {
    /// Nothing: it waits for its wake word, as far as is known.
    Idle,
    /// It listens to somebody.
    Listening,
    /// Somebody works on an answer.
    Thinking,
    /// Something is heard from its speaker, or is about to be.
    Speaking,
    /// Nothing, and it does not hear its wake word.
    Muted,
}

impl Activity {
    /// Its name, one word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Listening => "listening",
            Self::Thinking => "thinking",
            Self::Speaking => "speaking",
            Self::Muted => "muted",
        }
    }

    /// What goes on at a site in which this session goes on.
    pub(super) fn of(site: &Site, session: Option<&Session>) -> Self {
        let step = session.and_then(Session::current_step).map(|step| step.kind);
        match step {
            _ if site.playing => Self::Speaking,
            _ if site.microphone => Self::Listening,
            Some(StepKind::Tts | StepKind::Say | StepKind::Play | StepKind::Sound) => Self::Speaking,
            _ if session.is_some() => Self::Thinking,
            _ if site.hotword == Some(false) => Self::Muted,
            _ => Self::Idle,
        }
    }
}
