//! `hermes/tts/...`: from words to speech.

use crate::{RequestId, SessionId, SiteId};

/// `hermes/tts/say`: speak.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Say {
    /// The words.
    pub text: String,
    /// Where.
    pub site_id: Option<SiteId>,
    /// Language.
    pub lang: Option<String>,
    /// Echoed in `sayFinished`; in Rhasspy also the request id of the `playBytes` that follows.
    pub id: Option<RequestId>,
    /// In which session.
    pub session_id: Option<SessionId>,
    /// 0 to 1 (Rhasspy).
    pub volume: Option<f64>,
}

impl Say {
    /// Only the words.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            site_id: None,
            lang: None,
            id: None,
            session_id: None,
            volume: None,
        }
    }
}

/// `hermes/tts/sayFinished`: it was spoken, or so the TTS believes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct SayFinished {
    /// Echoed from `say`. Alice's satellites send the id of whatever they played.
    pub id: Option<RequestId>,
    /// Where (Rhasspy). Alice's core writes `deviceUid` instead.
    pub site_id: Option<SiteId>,
    /// In which session.
    pub session_id: Option<SessionId>,
}
