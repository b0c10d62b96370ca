//! `hermes/hotword/...`: wake words.

use crate::json::{fields, open_enum, or_default_site, or_empty, written};
use crate::{SessionId, SiteId};

fields! {
    /// `hermes/hotword/{wakewordId}/detected`: a wake word was detected.
    pub struct HotwordDetected {
        /// From the topic: the id of the wake word in Rhasspy, of the detector in Snips. Not a site id.
        pub wakeword_id: String,
        /// The site.
        pub site_id: Option<SiteId> = "siteId" | "device" | "deviceUid" | "uid",
        /// The model that detected it.
        pub model_id: Option<String> = "modelId",
        /// The model's version.
        pub model_version: Option<String> = "modelVersion",
        /// Whether the model is universal or personal.
        pub model_type: Option<ModelType> = "modelType",
        /// The sensitivity of the detector, 0 to 1.
        pub current_sensitivity: Option<f64> = "currentSensitivity",
        /// When the wake word was detected, in ms since 1970 (Snips).
        pub detection_signal_ms: Option<i64> = "detectionSignalMs",
        /// When the wake word ended and the command starts, in ms since 1970 (Snips).
        pub end_signal_ms: Option<i64> = "endSignalMs",
        /// The id requested for the session (Rhasspy).
        pub session_id: Option<SessionId> = "sessionId",
        /// Whether the ASR publishes its recording (Rhasspy).
        pub send_audio_captured: Option<bool> = "sendAudioCaptured",
        /// Language of the session (Rhasspy).
        pub lang: Option<String> = "lang",
        /// Passed on to the NLU (Rhasspy).
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
    /// Only wake word and site.
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

/// The speakers for whom a wake word model was trained.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ModelType {
    /// Any speaker.
    Universal,
    /// One speaker.
    Personal,
    /// An unknown type.
    Other(String),
}

open_enum! { ModelType { Universal = "universal", Personal = "personal" } }

/// Rhasspy requires a type; a missing one is written as `personal`.
fn or_personal(model_type: &Option<ModelType>) -> &str {
    model_type.as_ref().map_or("personal", ModelType::as_str)
}

/// Rhasspy requires a sensitivity; a missing one is written as 1.
fn or_one(sensitivity: &Option<f64>) -> f64 {
    sensitivity.unwrap_or(1.0)
}

fields! {
    /// `rhasspy/hotword/getHotwords`: requests the list of wake words (Rhasspy).
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
        /// Echoed from the request.
        pub id: Option<String> = "id",
    }
}

written! { Hotwords {
    _ => { "models": models, "siteId": site_id, "id": id }
} }

fields! {
    /// A wake word that a detector recognises.
    #[derive(Eq)]
    pub struct HotwordModel {
        /// The id of the model.
        pub model_id: String = "modelId",
        /// The wake word as spoken.
        pub model_words: String = "modelWords",
        /// The version of the model.
        pub model_version: String = "modelVersion" else String::new(),
        /// Whether the model is universal or personal.
        pub model_type: ModelType = "modelType" else ModelType::Personal,
    }
}

written! { HotwordModel {
    _ => {
        "modelId": model_id, "modelWords": model_words, "modelVersion": model_version, "modelType": model_type
    }
} }

impl HotwordModel {
    /// A personal wake word without a version.
    pub fn new(model_id: impl Into<String>, model_words: impl Into<String>) -> Self {
        Self {
            model_id: model_id.into(),
            model_words: model_words.into(),
            model_version: String::new(),
            model_type: ModelType::Personal,
        }
    }
}
