//! `hermes/tts/...`: from words to speech.

use crate::json::{fields, or_default_site, written};
use crate::{RequestId, SessionId, SiteId};

fields! {
    /// `hermes/tts/say`: speak.
    pub struct Say {
        /// The words.
        pub text: String = "text",
        /// The site.
        pub site_id: Option<SiteId> = "siteId" | "device" | "deviceUid" | "uid",
        /// Language.
        pub lang: Option<String> = "lang",
        /// Echoed in `sayFinished`; in Rhasspy also the request id of the `playBytes` that follows.
        pub id: Option<RequestId> = "id",
        /// In which session.
        pub session_id: Option<SessionId> = "sessionId",
        /// 0 to 1 (Rhasspy).
        pub volume: Option<f64> = "volume",
    }
}

written! { Say {
    Rhasspy => {
        "text": text, "siteId": site_id, "lang": lang, "id": id, "sessionId": session_id, "volume": volume
    }
    Snips | Alice => {
        "text": text, "lang": lang, "id": id, "siteId": site_id | or_default_site, "sessionId": session_id
    }
} }

impl Say {
    /// Only the words.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), site_id: None, lang: None, id: None, session_id: None, volume: None }
    }
}

fields! {
    /// `hermes/tts/sayFinished`: it was spoken, or so the TTS believes.
    #[derive(Eq, Default)]
    pub struct SayFinished {
        /// Echoed from `say`. Alice's satellites send the id of whatever they played.
        pub id: Option<RequestId> = "id",
        /// Where (Rhasspy). Alice's core writes `deviceUid` instead.
        pub site_id: Option<SiteId> = "siteId" | "device" | "deviceUid" | "uid",
        /// In which session.
        pub session_id: Option<SessionId> = "sessionId",
    }
}

written! { SayFinished {
    Rhasspy => { "siteId": site_id, "id": id, "sessionId": session_id }
    Snips => { "id": id, "sessionId": session_id }
    Alice => { "id": id, "sessionId": session_id, "siteId": site_id }
} }
