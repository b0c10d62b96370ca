//! `hermes/dialogueManager/...`: conversations.

use crate::fields::{fields, written};
use crate::read::Read;
use crate::write::{Write, if_set, or_empty, or_zero};
use serde::Deserializer;

use super::asr::SpeakerHypothesis;
use super::nlu::IntentAlternative;
use super::termination::Termination;
use crate::{IntentName, SessionId, SiteId, WireFormat};

/// `hermes/dialogueManager/startSession`: a skill wants to talk.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename_all = "camelCase"))]
pub struct StartSession {
    /// What kind of conversation.
    pub init: SessionInit,
    /// Where. `None`: the sender did not say, which means the default site.
    pub site_id: Option<SiteId>,
    /// Opaque to everybody but the sender, who gets it back with every message of the session.
    pub custom_data: Option<String>,
    /// Language of the session, such as `en` (Rhasspy).
    pub lang: Option<String>,
}

written! { StartSession {
    Rhasspy => { "init": init, "siteId": site_id, "customData": custom_data, "lang": lang }
    Snips | Alice => { "init": init, "customData": custom_data, "siteId": site_id }
} }

fields! {
    /// `startSession` as it comes: FHEM puts `customData` into `init`, so that is taken from there too.
    struct StartSessionFields {
        init: InitFields = "init",
        site_id: Option<SiteId> = "siteId" | "device" | "deviceUid" | "uid",
        custom_data: Option<String> = "customData" via AnyText,
        lang: Option<String> = "lang",
    }
}

fields! {
    /// `init` as it comes: what both kinds of session have, in any order.
    struct InitFields {
        kind: String = "type",
        text: Option<String> = "text",
        intent_filter: Option<Vec<IntentName>> = "intentFilter" via UsableIntents,
        can_be_enqueued: bool = "canBeEnqueued" else true,
        send_intent_not_recognized: bool = "sendIntentNotRecognized" else false,
        custom_data: Option<String> = "customData" via AnyText,
    }
}

impl Read for StartSession {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        let Some(fields) = StartSessionFields::read(deserializer)? else {
            return Ok(None);
        };
        let inner_data = fields.init.custom_data.clone();
        Ok(Some(Self {
            init: fields.init.into_init()?,
            site_id: fields.site_id,
            custom_data: fields.custom_data.or(inner_data),
            lang: fields.lang,
        }))
    }
}

impl InitFields {
    fn into_init<E: serde::de::Error>(self) -> Result<SessionInit, E> {
        match self.kind.as_str() {
            "action" => Ok(SessionInit::Action(Action {
                text: self.text,
                intent_filter: self.intent_filter,
                can_be_enqueued: self.can_be_enqueued,
                send_intent_not_recognized: self.send_intent_not_recognized,
            })),
            "notification" => match self.text {
                Some(text) => Ok(SessionInit::Notification { text }),
                None => Err(E::custom("init.text is missing: a notification needs words")),
            },
            kind => Err(E::custom(format_args!(
                "init.type is {kind:?}: a session is an action or a notification"
            ))),
        }
    }
}

impl Write for SessionInit {
    fn write(&self, format: WireFormat, out: &mut Vec<u8>) {
        match self {
            Self::Action(action) => action.write(format, out),
            Self::Notification { text } => {
                out.extend_from_slice(b"{\"type\":\"notification\",\"text\":");
                text.write(format, out);
                out.push(b'}');
            }
        }
    }
}

impl StartSession {
    /// Without site, data or language.
    pub fn new(init: SessionInit) -> Self {
        Self { init, site_id: None, custom_data: None, lang: None }
    }
}

/// What kind of session is asked for.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(tag = "type", rename_all = "camelCase")
)]
pub enum SessionInit {
    /// A conversation: something may be said, then the user is listened to.
    Action(Action),
    /// Something is said, and that was all.
    Notification {
        /// The words.
        text: String,
    },
}

/// The conversation a skill wants to start.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename_all = "camelCase"))]
pub struct Action {
    /// Said before listening. `None`: listen at once.
    pub text: Option<String>,
    /// The only intents to understand. `None`: all that are enabled. An empty list is read by dialect.
    pub intent_filter: Option<Vec<IntentName>>,
    /// Whether the session may wait while the site is busy. Default true (Snips).
    #[cfg_attr(feature = "schema", schemars(default = "crate::schema::yes"))]
    pub can_be_enqueued: bool,
    /// Whether the skill wants to be told about words nobody understood. Default false.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub send_intent_not_recognized: bool,
}

written! { Action {
    Rhasspy => {
        "canBeEnqueued": can_be_enqueued, "type" = "action", "text": text, "intentFilter": intent_filter,
        "sendIntentNotRecognized": send_intent_not_recognized
    }
    Snips | Alice => {
        "type" = "action", "text": text, "intentFilter": intent_filter, "canBeEnqueued": can_be_enqueued,
        "sendIntentNotRecognized": send_intent_not_recognized
    }
} }

impl Action {
    /// Says nothing, understands everything, may wait.
    pub fn new() -> Self {
        Self { can_be_enqueued: true, ..Self::default() }
    }
}

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
        /// Whether the skill wants to be told about words nobody understood. Default false.
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
        /// Where.
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
        /// Where.
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
        /// Where.
        pub site_id: SiteId = "siteId" | "device" | "deviceUid" | "uid" else SiteId::default_site(),
        /// The session's data.
        pub custom_data: Option<String> = "customData" via AnyText,
        /// Why.
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
        /// Where.
        pub site_id: SiteId = "siteId" | "device" | "deviceUid" | "uid" else SiteId::default_site(),
        /// The words. `None`: nothing was captured.
        pub input: Option<String> = "input",
        /// The session's data.
        pub custom_data: Option<String> = "customData" via AnyText,
        /// How sure the NLU is that nothing fits, 0 to 1 (Snips).
        pub confidence_score: Option<f64> = "confidenceScore",
        /// What came near (Snips).
        pub alternatives: Option<Vec<IntentAlternative>> = "alternatives",
        /// Who may have spoken (Snips).
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
        /// Where. `None`: everywhere (Snips).
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
