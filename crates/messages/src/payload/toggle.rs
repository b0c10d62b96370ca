//! Switching parts of the assistant off and on.

use crate::{SessionId, SiteId};

/// `.../toggleOn` and `.../toggleOff` of hotword, ASR, audio output, feedback sounds, intent handling.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Toggle {
    /// Where. `None`: everywhere, or the sender did not say (Alice sends empty payloads).
    pub site_id: Option<SiteId>,
    /// For which session (Snips, Alice).
    pub session_id: Option<SessionId>,
    /// Why (Rhasspy). Services keep a set of reasons and are on while it is empty.
    pub reason: Option<ToggleReason>,
}

impl Toggle {
    /// At one site, for no stated session or reason.
    pub fn at(site_id: SiteId) -> Self {
        Self {
            site_id: Some(site_id),
            session_id: None,
            reason: None,
        }
    }
}

/// Why something is switched off (Rhasspy).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ToggleReason {
    /// A session has the microphone.
    DialogueSession,
    /// A sound is playing.
    PlayAudio,
    /// Speech is playing.
    TtsSay,
    /// The empty text: on, it overrides every reason.
    Unknown,
    /// A reason this crate does not know.
    Other(String),
}
