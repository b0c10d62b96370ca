//! What every component can say about itself.

use crate::{SessionId, SiteId};

/// A part of the assistant.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Component {
    /// Plays and records sound.
    AudioServer,
    /// Hears wake words.
    Hotword,
    /// From sound to words.
    Asr,
    /// From words to intents.
    Nlu,
    /// The dialogue manager itself.
    Dialogue,
    /// From words to speech.
    Tts,
    /// Teaches words.
    Injection,
    /// A skill.
    ClientApp,
    /// A component this crate does not know.
    Other(String),
}

/// `hermes/error/{component}` (Rhasspy, Alice) or `hermes/{component}/error` (Snips): something broke.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ComponentError {
    /// What, in words.
    pub error: String,
    /// Where.
    pub site_id: Option<SiteId>,
    /// In which session.
    pub session_id: Option<SessionId>,
    /// What was being done.
    pub context: Option<String>,
}

impl ComponentError {
    /// Only what broke.
    pub fn new(error: impl Into<String>) -> Self {
        Self {
            error: error.into(),
            site_id: None,
            session_id: None,
            context: None,
        }
    }
}

/// `hermes/{component}/loaded`: it started, or read its models again (Snips).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct ComponentLoaded {
    /// Echoed from `reload`.
    pub id: Option<String>,
    /// Whether it was asked to read its models again.
    pub reloaded: bool,
    /// Where (hotword, audio server).
    pub site_id: Option<SiteId>,
}

/// `hermes/{component}/version` (Snips).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Version {
    /// Such as `0.64.0`.
    pub version: String,
}

impl Version {
    /// A version number.
    pub fn new(version: impl Into<String>) -> Self {
        Self {
            version: version.into(),
        }
    }
}
