//! `hermes/dialogueManager/startSession`.

use serde::Deserializer;

use crate::json::{AnyText, Read, UsableIntents, Write, fields, written};
use crate::{IntentName, SiteId, WireFormat};

/// `hermes/dialogueManager/startSession`: starts a session.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename_all = "camelCase"))]
pub struct StartSession {
    /// The kind of session.
    pub init: SessionInit,
    /// The site. `None`: missing, which means the default site.
    pub site_id: Option<SiteId>,
    /// Opaque data of the sender, echoed in every message of the session.
    pub custom_data: Option<String>,
    /// Language of the session, such as `en` (Rhasspy).
    pub lang: Option<String>,
}

written! { StartSession {
    Rhasspy => { "init": init, "siteId": site_id, "customData": custom_data, "lang": lang }
    Snips | Alice => { "init": init, "customData": custom_data, "siteId": site_id }
} }

fields! {
    /// The fields of `startSession`. FHEM puts `customData` into `init`, so it is accepted there, too.
    struct StartSessionFields {
        init: InitFields = "init",
        site_id: Option<SiteId> = "siteId" | "device" | "deviceUid" | "uid",
        custom_data: Option<String> = "customData" via AnyText,
        lang: Option<String> = "lang",
    }
}

fields! {
    /// The fields of `init` for both kinds of session, in any order.
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
    /// Without site, custom data or language.
    pub fn new(init: SessionInit) -> Self {
        Self { init, site_id: None, custom_data: None, lang: None }
    }
}

/// The kind of session to start.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(tag = "type", rename_all = "camelCase")
)]
pub enum SessionInit {
    /// A dialogue: an optional text is spoken, then the user is listened to.
    Action(Action),
    /// Only speaks a text.
    Notification {
        /// The text to speak.
        text: String,
    },
}

/// A dialogue that a skill starts.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename_all = "camelCase"))]
pub struct Action {
    /// The text to speak first. `None`: listen immediately.
    pub text: Option<String>,
    /// The intents that may be recognised. `None`: all that are enabled. The meaning of an empty list depends on the dialect.
    pub intent_filter: Option<Vec<IntentName>>,
    /// Whether the session may be queued while the site is busy. Default true (Snips).
    #[cfg_attr(feature = "schema", schemars(default = "crate::json::yes"))]
    pub can_be_enqueued: bool,
    /// Whether the skill wants `intentNotRecognized` for text that was not recognised. Default false.
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
    /// Without a text or filter; may be queued.
    pub fn new() -> Self {
        Self { can_be_enqueued: true, ..Self::default() }
    }
}
