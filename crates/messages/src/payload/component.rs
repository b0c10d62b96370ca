//! What every component can say about itself.

use crate::json::{fields, written};
use crate::{Level, SessionId, SiteId};

fields! {
    /// `hermes/error/{component}` (Rhasspy, Alice) or `hermes/{component}/error` (Snips): something broke.
    #[derive(Eq)]
    pub struct ComponentError {
        /// What, in words.
        pub error: String = "error",
        /// The site.
        pub site_id: Option<SiteId> = "siteId" | "device" | "deviceUid" | "uid",
        /// In which session.
        pub session_id: Option<SessionId> = "sessionId",
        /// What was being done.
        pub context: Option<String> = "context",
        /// Which wake word detector (Snips); from the topic.
        pub hotword_id: Option<Level>,
    }
}

written! { ComponentError {
    Rhasspy => { "error": error, "siteId": site_id, "context": context, "sessionId": session_id }
    Snips => { skip "siteId": site_id, "sessionId": session_id, "error": error, "context": context }
    Alice => { "siteId": site_id, "sessionId": session_id, "error": error, "context": context }
} }

impl ComponentError {
    /// Only what broke.
    pub fn new(error: impl Into<String>) -> Self {
        Self { error: error.into(), site_id: None, session_id: None, context: None, hotword_id: None }
    }
}

fields! {
    /// `hermes/{component}/loaded`: it started, or read its models again (Snips).
    #[derive(Eq, Default)]
    pub struct ComponentLoaded {
        /// Echoed from `reload`.
        pub id: Option<String> = "id",
        /// Whether it was asked to read its models again.
        pub reloaded: bool = "reloaded" else false,
        /// Where (hotword, audio server).
        pub site_id: Option<SiteId> = "siteId",
        /// Which wake word detector; from the topic.
        pub hotword_id: Option<Level>,
    }
}

written! { ComponentLoaded {
    _ => { "id": id, "reloaded": reloaded, skip "siteId": site_id }
} }

fields! {
    /// `hermes/{component}/version` (Snips).
    #[derive(Eq)]
    pub struct Version {
        /// Such as `0.64.0`.
        pub version: String = "version",
        /// Where (audio server, voice activity); from the topic.
        pub site_id: Option<SiteId>,
        /// Which wake word detector; from the topic.
        pub hotword_id: Option<Level>,
    }
}

written! { Version {
    _ => { "version": version }
} }

impl Version {
    /// A version number.
    pub fn new(version: impl Into<String>) -> Self {
        Self { version: version.into(), site_id: None, hotword_id: None }
    }
}

fields! {
    /// `hermes/asr/reload` and `hermes/nlu/reload`: read the models again (Snips).
    #[derive(Eq, Default)]
    pub struct Reload {
        /// Echoed in `loaded`.
        pub id: String = "id",
    }
}

written! { Reload {
    _ => { "id": id }
} }
