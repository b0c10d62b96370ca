//! Messages common to all components.

use crate::json::{fields, written};
use crate::{Level, SessionId, SiteId};

fields! {
    /// `hermes/error/{component}` (Rhasspy, Alice) or `hermes/{component}/error` (Snips): a component failed.
    #[derive(Eq)]
    pub struct ComponentError {
        /// The error message.
        pub error: String = "error",
        /// The site.
        pub site_id: Option<SiteId> = "siteId" | "device" | "deviceUid" | "uid",
        /// The session.
        pub session_id: Option<SessionId> = "sessionId",
        /// The operation that failed.
        pub context: Option<String> = "context",
        /// The hotword detector (Snips); from the topic.
        pub hotword_id: Option<Level>,
    }
}

written! { ComponentError {
    Rhasspy => { "error": error, "siteId": site_id, "context": context, "sessionId": session_id }
    Snips => { skip "siteId": site_id, "sessionId": session_id, "error": error, "context": context }
    Alice => { "siteId": site_id, "sessionId": session_id, "error": error, "context": context }
} }

impl ComponentError {
    /// Only the error message.
    pub fn new(error: impl Into<String>) -> Self {
        Self { error: error.into(), site_id: None, session_id: None, context: None, hotword_id: None }
    }
}

fields! {
    /// `hermes/{component}/loaded`: the component started, or reloaded its models (Snips).
    #[derive(Eq, Default)]
    pub struct ComponentLoaded {
        /// Echoed from `reload`.
        pub id: Option<String> = "id",
        /// Whether a `reload` caused it.
        pub reloaded: bool = "reloaded" else false,
        /// The site (hotword, audio server).
        pub site_id: Option<SiteId> = "siteId",
        /// The hotword detector; from the topic.
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
        /// The version, such as `0.64.0`.
        pub version: String = "version",
        /// The site (audio server, voice activity); from the topic.
        pub site_id: Option<SiteId>,
        /// The hotword detector; from the topic.
        pub hotword_id: Option<Level>,
    }
}

written! { Version {
    _ => { "version": version }
} }

impl Version {
    /// Without site or detector.
    pub fn new(version: impl Into<String>) -> Self {
        Self { version: version.into(), site_id: None, hotword_id: None }
    }
}

fields! {
    /// `hermes/asr/reload` and `hermes/nlu/reload`: reloads the models (Snips).
    #[derive(Eq, Default)]
    pub struct Reload {
        /// Echoed in `loaded`.
        pub id: String = "id",
    }
}

written! { Reload {
    _ => { "id": id }
} }
