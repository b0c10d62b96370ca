//! `hermes/hotword/...`: wake words.

use crate::json::{fields, open_enum, or_default_site, or_empty, written};
use crate::{SessionId, SiteId};

fields! {
    /// `hermes/hotword/{wakewordId}/detected`: the wake word was said.
    pub struct HotwordDetected {
        /// From the topic: the wake word's id in Rhasspy, the detector's in Snips. Not a site.
        pub wakeword_id: String,
        /// The site.
        pub site_id: Option<SiteId> = "siteId" | "device" | "deviceUid" | "uid",
        /// The model that heard it.
        pub model_id: Option<String> = "modelId",
        /// The model's version.
        pub model_version: Option<String> = "modelVersion",
        /// Trained for everybody, or for one person.
        pub model_type: Option<ModelType> = "modelType",
        /// How easily it fires, 0 to 1.
        pub current_sensitivity: Option<f64> = "currentSensitivity",
        /// When the wake word was detected, in ms since 1970 (Snips).
        pub detection_signal_ms: Option<i64> = "detectionSignalMs",
        /// When the wake word was over, in ms since 1970: where the command starts (Snips).
        pub end_signal_ms: Option<i64> = "endSignalMs",
        /// The id the session is wished to have (Rhasspy).
        pub session_id: Option<SessionId> = "sessionId",
        /// Whether the ASR shall publish what it recorded (Rhasspy).
        pub send_audio_captured: Option<bool> = "sendAudioCaptured",
        /// Language of the session (Rhasspy).
        pub lang: Option<String> = "lang",
        /// Handed on to the NLU (Rhasspy).
        pub custom_entities: Option<serde_json::Value> = "customEntities",
    }
}

written! { HotwordDetected {
    Rhasspy => {
        "modelId": model_id | or_empty, "modelVersion": model_version | or_empty,
        "modelType": model_type | or_personal, "currentSensitivity": current_sensitivity | or_one, "siteId": site_id,
        "sessionId": session_id, "sendAudioCaptured": send_audio_captured, "lang": lang,
        "customEntities": custom_entities
    }
    Snips | Alice => {
        "siteId": site_id | or_default_site, "modelId": model_id | or_empty, "modelVersion": model_version,
        "modelType": model_type, "currentSensitivity": current_sensitivity,
        "detectionSignalMs": detection_signal_ms, "endSignalMs": end_signal_ms
    }
} }

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

open_enum! { ModelType { Universal = "universal", Personal = "personal" } }

/// What Rhasspy takes a model for that does not say: it insists on a type.
fn or_personal(model_type: &Option<ModelType>) -> &str {
    model_type.as_ref().map_or("personal", ModelType::as_str)
}

/// Rhasspy insists on a sensitivity.
fn or_one(sensitivity: &Option<f64>) -> f64 {
    sensitivity.unwrap_or(1.0)
}

fields! {
    /// `rhasspy/hotword/getHotwords`: which wake words are there? (Rhasspy)
    #[derive(Eq, Default)]
    pub struct GetHotwords {
        /// The site.
        pub site_id: Option<SiteId> = "siteId",
        /// Echoed in the answer.
        pub id: Option<String> = "id",
    }
}

written! { GetHotwords {
    _ => { "siteId": site_id, "id": id }
} }

fields! {
    /// `rhasspy/hotword/hotwords`: the answer to `getHotwords` (Rhasspy).
    #[derive(Eq, Default)]
    pub struct Hotwords {
        /// The wake words.
        pub models: Vec<HotwordModel> = "models",
        /// The site.
        pub site_id: Option<SiteId> = "siteId",
        /// Echoed from the question.
        pub id: Option<String> = "id",
    }
}

written! { Hotwords {
    _ => { "models": models, "siteId": site_id, "id": id }
} }

fields! {
    /// A wake word that can be heard.
    #[derive(Eq)]
    pub struct HotwordModel {
        /// Its name for programs.
        pub model_id: String = "modelId",
        /// What people say.
        pub model_words: String = "modelWords",
        /// Its version.
        pub model_version: String = "modelVersion" else String::new(),
        /// For whom it was trained.
        pub model_type: ModelType = "modelType" else ModelType::Personal,
    }
}

written! { HotwordModel {
    _ => {
        "modelId": model_id, "modelWords": model_words, "modelVersion": model_version, "modelType": model_type
    }
} }

impl HotwordModel {
    /// A wake word of one person, without a version.
    pub fn new(model_id: impl Into<String>, model_words: impl Into<String>) -> Self {
        Self {
            model_id: model_id.into(),
            model_words: model_words.into(),
            model_version: String::new(),
            model_type: ModelType::Personal,
        }
    }
}
