//! `hermes/dialogueManager/...`: sessions.

use crate::json::{AnyText, UsableIntents, fields, if_set, or_empty, or_zero, written};

use super::asr::SpeakerHypothesis;
use super::nlu::IntentAlternative;
use super::termination::Termination;
use crate::{IntentName, SessionId, SiteId};

fields! {
    /// `hermes/dialogueManager/continueSession`: a skill asks a question.
    pub struct ContinueSession {
        /// The session.
        pub session_id: SessionId = "sessionId",
        /// The question to speak. `None` or empty: listen immediately.
        pub text: Option<String> = "text",
        /// The intents that may be recognised in the next turn.
        pub intent_filter: Option<Vec<IntentName>> = "intentFilter" via UsableIntents,
        /// Replaces the session's data; `None` keeps it.
        pub custom_data: Option<String> = "customData" via AnyText,
        /// Whether the skill wants `intentNotRecognized` for text that was not recognised. Default false.
        pub send_intent_not_recognized: bool = "sendIntentNotRecognized" else false,
        /// The slot being asked for (Snips: the manager queries the NLU for this slot only).
        pub slot: Option<String> = "slot",
        /// Language from the next turn on (Rhasspy).
        pub lang: Option<String> = "lang",
    }
}

written! { ContinueSession {
    Rhasspy => {
        "sessionId": session_id, "customData": custom_data, "text": text, "intentFilter": intent_filter,
        "sendIntentNotRecognized": send_intent_not_recognized, "slot": slot, "lang": lang
    }
    Snips | Alice => {
        "sessionId": session_id, "text": text | or_empty, "intentFilter": intent_filter, "customData": custom_data,
        "sendIntentNotRecognized": send_intent_not_recognized, "slot": slot
    }
} }

impl ContinueSession {
    /// Listens again, with everything else unchanged.
    pub fn new(session_id: SessionId) -> Self {
        Self {
            session_id,
            text: None,
            intent_filter: None,
            custom_data: None,
            send_intent_not_recognized: false,
            slot: None,
            lang: None,
        }
    }
}

fields! {
    /// `hermes/dialogueManager/endSession`: a skill ends the session.
    pub struct EndSession {
        /// The session.
        pub session_id: SessionId = "sessionId",
        /// The text to speak before the end. `None` or empty: nothing is spoken.
        pub text: Option<String> = "text",
        /// Replaces the session's data before it is echoed in `sessionEnded`; `None` keeps it (Rhasspy).
        pub custom_data: Option<String> = "customData" via AnyText,
        /// Whether to listen once more without a wake word after the text (Project Alice's `requestContinue`). Default false.
        pub request_continue: bool = "requestContinue" else false,
    }
}

written! { EndSession {
    Rhasspy => { "sessionId": session_id, "text": text, "customData": custom_data }
    Snips => { "sessionId": session_id, "text": text }
    Alice => { "sessionId": session_id, "text": text, skip "requestContinue": request_continue | if_set }
} }

impl EndSession {
    /// Without a text.
    pub fn new(session_id: SessionId) -> Self {
        Self { session_id, text: None, custom_data: None, request_continue: false }
    }
}

fields! {
    /// `hermes/dialogueManager/sessionQueued`: the site is busy and the session is queued.
    pub struct SessionQueued {
        /// The id the session will have.
        pub session_id: SessionId = "sessionId",
        /// The site.
        pub site_id: SiteId = "siteId" | "device" | "deviceUid" | "uid" else SiteId::default_site(),
        /// The `customData` of `startSession`.
        pub custom_data: Option<String> = "customData" via AnyText,
    }
}

written! { SessionQueued {
    Rhasspy => { "sessionId": session_id, "siteId": site_id, "customData": custom_data }
    Snips | Alice => { "sessionId": session_id, "customData": custom_data, "siteId": site_id }
} }

impl SessionQueued {
    /// Without custom data.
    pub fn new(session_id: SessionId, site_id: SiteId) -> Self {
        Self { session_id, site_id, custom_data: None }
    }
}

fields! {
    /// `hermes/dialogueManager/sessionStarted`.
    pub struct SessionStarted {
        /// The session.
        pub session_id: SessionId = "sessionId",
        /// The site.
        pub site_id: SiteId = "siteId" | "device" | "deviceUid" | "uid" else SiteId::default_site(),
        /// The `customData` of `startSession`; in Rhasspy, the wake word id if a wake word started the session.
        pub custom_data: Option<String> = "customData" via AnyText,
        /// Language of the session (Rhasspy).
        pub lang: Option<String> = "lang",
        /// The session that this one follows up (Snips).
        pub reactivated_from_session_id: Option<SessionId> = "reactivatedFromSessionId",
    }
}

written! { SessionStarted {
    Rhasspy => { "sessionId": session_id, "siteId": site_id, "customData": custom_data, "lang": lang }
    Snips | Alice => {
        "sessionId": session_id, "customData": custom_data, "siteId": site_id,
        "reactivatedFromSessionId": reactivated_from_session_id
    }
} }

impl SessionStarted {
    /// Without custom data or language.
    pub fn new(session_id: SessionId, site_id: SiteId) -> Self {
        Self { session_id, site_id, custom_data: None, lang: None, reactivated_from_session_id: None }
    }
}

fields! {
    /// `hermes/dialogueManager/sessionEnded`.
    pub struct SessionEnded {
        /// The session.
        pub session_id: SessionId = "sessionId",
        /// The site.
        pub site_id: SiteId = "siteId" | "device" | "deviceUid" | "uid" else SiteId::default_site(),
        /// The custom data of the session.
        pub custom_data: Option<String> = "customData" via AnyText,
        /// The reason.
        pub termination: Termination = "termination",
    }
}

written! { SessionEnded {
    Rhasspy => {
        "termination": termination, "sessionId": session_id, "siteId": site_id, "customData": custom_data
    }
    Snips | Alice => {
        "sessionId": session_id, "customData": custom_data, "termination": termination, "siteId": site_id
    }
} }

impl SessionEnded {
    /// Without custom data.
    pub fn new(session_id: SessionId, site_id: SiteId, termination: Termination) -> Self {
        Self { session_id, site_id, custom_data: None, termination }
    }
}

fields! {
    /// `hermes/dialogueManager/intentNotRecognized`: sent to skills that asked for it.
    pub struct DialogueIntentNotRecognized {
        /// The session.
        pub session_id: SessionId = "sessionId",
        /// The site.
        pub site_id: SiteId = "siteId" | "device" | "deviceUid" | "uid" else SiteId::default_site(),
        /// The captured text. `None`: nothing was captured.
        pub input: Option<String> = "input",
        /// The custom data of the session.
        pub custom_data: Option<String> = "customData" via AnyText,
        /// The confidence that no intent matches, 0 to 1 (Snips).
        pub confidence_score: Option<f64> = "confidenceScore",
        /// The closest matches (Snips).
        pub alternatives: Option<Vec<IntentAlternative>> = "alternatives",
        /// Likely speakers (Snips).
        pub speaker_hypotheses: Option<Vec<SpeakerHypothesis>> = "speakerHypotheses",
    }
}

written! { DialogueIntentNotRecognized {
    Rhasspy => { "sessionId": session_id, "siteId": site_id, "input": input, "customData": custom_data }
    Snips | Alice => {
        "sessionId": session_id, "customData": custom_data, "siteId": site_id, "input": input,
        skip "speakerHypotheses": speaker_hypotheses, "confidenceScore": confidence_score | or_zero,
        skip "alternatives": alternatives
    }
} }

impl DialogueIntentNotRecognized {
    /// Without text or custom data.
    pub fn new(session_id: SessionId, site_id: SiteId) -> Self {
        Self {
            session_id,
            site_id,
            input: None,
            custom_data: None,
            confidence_score: None,
            alternatives: None,
            speaker_hypotheses: None,
        }
    }
}

fields! {
    /// `hermes/dialogueManager/configure`: enables and disables intents.
    pub struct Configure {
        /// The site. `None`: all sites (Snips).
        pub site_id: Option<SiteId> = "siteId" | "device" | "deviceUid" | "uid",
        /// The intents to change. Others stay as they are.
        pub intents: Vec<ConfigureIntent> = "intents",
    }
}

written! { Configure {
    Rhasspy => { "intents": intents, "siteId": site_id }
    Snips | Alice => { "siteId": site_id, "intents": intents | or_null }
} }

/// Snips writes null for an empty list.
fn or_null(intents: &Vec<ConfigureIntent>) -> Option<&Vec<ConfigureIntent>> {
    (!intents.is_empty()).then_some(intents)
}

impl Configure {
    /// At all sites.
    pub fn new(intents: Vec<ConfigureIntent>) -> Self {
        Self { site_id: None, intents }
    }
}

fields! {
    /// An intent to enable or disable.
    #[derive(Eq)]
    pub struct ConfigureIntent {
        /// The intent.
        pub intent_id: IntentName = "intentId" | "intentName",
        /// Whether to enable or disable it. `None` changes nothing.
        pub enable: Option<bool> = "enable",
    }
}

written! { ConfigureIntent {
    _ => { "intentId": intent_id, "enable": enable }
} }

impl ConfigureIntent {
    /// Enables or disables one intent.
    pub fn new(intent_id: IntentName, enable: bool) -> Self {
        Self { intent_id, enable: Some(enable) }
    }
}
