//! `hermes/dialogueManager/...`: conversations.

use crate::json::{AnyText, UsableIntents, fields, if_set, or_empty, or_zero, written};

use super::asr::SpeakerHypothesis;
use super::nlu::IntentAlternative;
use super::termination::Termination;
use crate::{IntentName, SessionId, SiteId};

fields! {
    /// `hermes/dialogueManager/continueSession`: the skill asks back.
    pub struct ContinueSession {
        /// Which session.
        pub session_id: SessionId = "sessionId",
        /// The question. `None` or empty: listen at once.
        pub text: Option<String> = "text",
        /// The only intents to understand in the next turn.
        pub intent_filter: Option<Vec<IntentName>> = "intentFilter" via UsableIntents,
        /// Replaces the session's data; `None` keeps it.
        pub custom_data: Option<String> = "customData" via AnyText,
        /// Whether the skill wants `intentNotRecognized` for text that was not recognised. Default false.
        pub send_intent_not_recognized: bool = "sendIntentNotRecognized" else false,
        /// The slot the answer is for (Snips: the manager then asks the NLU for this slot alone).
        pub slot: Option<String> = "slot",
        /// Language from now on (Rhasspy).
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
    /// Listen again, all else as it was.
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
    /// `hermes/dialogueManager/endSession`: the skill is done.
    pub struct EndSession {
        /// Which session.
        pub session_id: SessionId = "sessionId",
        /// The last words. `None` or empty: end in silence.
        pub text: Option<String> = "text",
        /// Replaces the session's data before it is echoed in `sessionEnded`; `None` keeps it (Rhasspy).
        pub custom_data: Option<String> = "customData" via AnyText,
        /// Listen once more without wake word after the last words (Project Alice's `requestContinue`). Default false.
        pub request_continue: bool = "requestContinue" else false,
    }
}

written! { EndSession {
    Rhasspy => { "sessionId": session_id, "text": text, "customData": custom_data }
    Snips => { "sessionId": session_id, "text": text }
    Alice => { "sessionId": session_id, "text": text, skip "requestContinue": request_continue | if_set }
} }

impl EndSession {
    /// End in silence.
    pub fn new(session_id: SessionId) -> Self {
        Self { session_id, text: None, custom_data: None, request_continue: false }
    }
}

fields! {
    /// `hermes/dialogueManager/sessionQueued`: the site is busy, the session waits.
    pub struct SessionQueued {
        /// The id it will have.
        pub session_id: SessionId = "sessionId",
        /// The site.
        pub site_id: SiteId = "siteId" | "device" | "deviceUid" | "uid" else SiteId::default_site(),
        /// The data given at the start.
        pub custom_data: Option<String> = "customData" via AnyText,
    }
}

written! { SessionQueued {
    Rhasspy => { "sessionId": session_id, "siteId": site_id, "customData": custom_data }
    Snips | Alice => { "sessionId": session_id, "customData": custom_data, "siteId": site_id }
} }

impl SessionQueued {
    /// Without data.
    pub fn new(session_id: SessionId, site_id: SiteId) -> Self {
        Self { session_id, site_id, custom_data: None }
    }
}

fields! {
    /// `hermes/dialogueManager/sessionStarted`.
    pub struct SessionStarted {
        /// Which session.
        pub session_id: SessionId = "sessionId",
        /// The site.
        pub site_id: SiteId = "siteId" | "device" | "deviceUid" | "uid" else SiteId::default_site(),
        /// The data given at the start; in Rhasspy the wake word of a session the user woke.
        pub custom_data: Option<String> = "customData" via AnyText,
        /// Language of the session (Rhasspy).
        pub lang: Option<String> = "lang",
        /// The session this one goes on from (Snips).
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
    /// Without data or language.
    pub fn new(session_id: SessionId, site_id: SiteId) -> Self {
        Self { session_id, site_id, custom_data: None, lang: None, reactivated_from_session_id: None }
    }
}

fields! {
    /// `hermes/dialogueManager/sessionEnded`.
    pub struct SessionEnded {
        /// Which session.
        pub session_id: SessionId = "sessionId",
        /// The site.
        pub site_id: SiteId = "siteId" | "device" | "deviceUid" | "uid" else SiteId::default_site(),
        /// The session's data.
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
    /// Without data.
    pub fn new(session_id: SessionId, site_id: SiteId, termination: Termination) -> Self {
        Self { session_id, site_id, custom_data: None, termination }
    }
}

fields! {
    /// `hermes/dialogueManager/intentNotRecognized`: for the skill that asked to be told.
    pub struct DialogueIntentNotRecognized {
        /// Which session.
        pub session_id: SessionId = "sessionId",
        /// The site.
        pub site_id: SiteId = "siteId" | "device" | "deviceUid" | "uid" else SiteId::default_site(),
        /// The words. `None`: nothing was captured.
        pub input: Option<String> = "input",
        /// The session's data.
        pub custom_data: Option<String> = "customData" via AnyText,
        /// How sure the NLU is that nothing fits, 0 to 1 (Snips).
        pub confidence_score: Option<f64> = "confidenceScore",
        /// What came near (Snips).
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
    /// Without words or data.
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
    /// `hermes/dialogueManager/configure`: switches intents on and off.
    pub struct Configure {
        /// The site. `None`: all sites (Snips).
        pub site_id: Option<SiteId> = "siteId" | "device" | "deviceUid" | "uid",
        /// What. Intents that are not named stay as they are.
        pub intents: Vec<ConfigureIntent> = "intents",
    }
}

written! { Configure {
    Rhasspy => { "intents": intents, "siteId": site_id }
    Snips | Alice => { "siteId": site_id, "intents": intents | or_null }
} }

/// Snips says null where it names no intent.
fn or_null(intents: &Vec<ConfigureIntent>) -> Option<&Vec<ConfigureIntent>> {
    (!intents.is_empty()).then_some(intents)
}

impl Configure {
    /// Everywhere.
    pub fn new(intents: Vec<ConfigureIntent>) -> Self {
        Self { site_id: None, intents }
    }
}

fields! {
    /// One intent to switch.
    #[derive(Eq)]
    pub struct ConfigureIntent {
        /// Which.
        pub intent_id: IntentName = "intentId" | "intentName",
        /// On or off. `None` changes nothing.
        pub enable: Option<bool> = "enable",
    }
}

written! { ConfigureIntent {
    _ => { "intentId": intent_id, "enable": enable }
} }

impl ConfigureIntent {
    /// Switches one intent.
    pub fn new(intent_id: IntentName, enable: bool) -> Self {
        Self { intent_id, enable: Some(enable) }
    }
}
