//! `hermes/hotword/...`: wake words.

use crate::{SessionId, SiteId};

/// `hermes/hotword/{wakewordId}/detected`: somebody said the wake word.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct HotwordDetected {
    /// From the topic: the wake word's id in Rhasspy, the detector's in Snips. Not a site.
    pub wakeword_id: String,
    /// Where.
    pub site_id: Option<SiteId>,
    /// The model that heard it.
    pub model_id: Option<String>,
    /// The model's version.
    pub model_version: Option<String>,
    /// Trained for everybody, or for one person.
    pub model_type: Option<ModelType>,
    /// How easily it fires, 0 to 1.
    pub current_sensitivity: Option<f64>,
    /// When the wake word was detected, in ms since 1970 (Snips).
    pub detection_signal_ms: Option<i64>,
    /// When the wake word was over, in ms since 1970: where the command starts (Snips).
    pub end_signal_ms: Option<i64>,
    /// The id the session is wished to have (Rhasspy).
    pub session_id: Option<SessionId>,
    /// Whether the ASR shall publish what it recorded (Rhasspy).
    pub send_audio_captured: Option<bool>,
    /// Language of the session (Rhasspy).
    pub lang: Option<String>,
    /// Handed on to the NLU (Rhasspy).
    pub custom_entities: Option<serde_json::Value>,
}

impl HotwordDetected {
    /// Heard at a site, all else unsaid.
    pub fn new(wakeword_id: impl Into<String>, site_id: SiteId) -> Self {
        Self {
            wakeword_id: wakeword_id.into(),
            site_id: Some(site_id),
            model_id: None,
            model_version: None,
            model_type: None,
            current_sensitivity: None,
            detection_signal_ms: None,
            end_signal_ms: None,
            session_id: None,
            send_audio_captured: None,
            lang: None,
            custom_entities: None,
        }
    }
}

/// For whom a wake word model was trained.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ModelType {
    /// For everybody.
    Universal,
    /// For one person.
    Personal,
    /// A type this crate does not know.
    Other(String),
}
