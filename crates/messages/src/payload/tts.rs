//! `hermes/tts/...`: speech synthesis.

use crate::json::{fields, or_default_site, written};
use crate::{RequestId, SessionId, SiteId};

fields! {
    /// `hermes/tts/say`: speaks a text.
    pub struct Say {
        /// The text to speak.
        pub text: String = "text",
        /// The site.
        pub site_id: Option<SiteId> = "siteId" | "device" | "deviceUid" | "uid",
        /// Language.
        pub lang: Option<String> = "lang",
        /// Echoed in `sayFinished`; in Rhasspy also the request id of the `playBytes` that follows.
        pub id: Option<RequestId> = "id",
        /// The session.
        pub session_id: Option<SessionId> = "sessionId",
        /// The volume, 0 to 1 (Rhasspy).
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
    /// Only the text.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), site_id: None, lang: None, id: None, session_id: None, volume: None }
    }
}

fields! {
    /// `hermes/tts/sayFinished`: the speech has ended, as far as the TTS knows.
    #[derive(Eq, Default)]
    pub struct SayFinished {
        /// Echoed from `say`. Alice's satellites send the id of any playback.
        pub id: Option<RequestId> = "id",
        /// The site (Rhasspy). Alice's core writes `deviceUid` instead.
        pub site_id: Option<SiteId> = "siteId" | "device" | "deviceUid" | "uid",
        /// The session.
        pub session_id: Option<SessionId> = "sessionId",
    }
}

written! { SayFinished {
    Rhasspy => { "siteId": site_id, "id": id, "sessionId": session_id }
    Snips => { "id": id, "sessionId": session_id }
    Alice => { "id": id, "sessionId": session_id, "siteId": site_id }
} }
