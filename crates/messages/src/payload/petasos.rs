//! `petasos/{instance}/...`: status, queries and recordings of Petasos dialogue managers.

use crate::json::{fields, open_enum, written};
use crate::{Dialect, Level, SessionId, SiteId};

fields! {
    /// `petasos/{instance}/status`, retained: whether a manager is running. Its last will has the state `offline`.
    #[derive(Eq)]
    pub struct Status {
        /// The manager; from the topic.
        pub instance: Option<Level>,
        /// Whether it is running.
        pub state: Presence = "state",
        /// Its version.
        pub version: Option<String> = "version",
        /// The dialect it uses.
        pub dialect: Option<Dialect> = "dialect",
        /// Identifies this run, so that a manager can tell its own status from that of another with the same name.
        pub uid: Option<String> = "uid",
        /// When this state began, in ms since 1970.
        pub since_ms: Option<i64> = "sinceMs",
    }
}

written! { Status {
    _ => { "state": state, "version": version, "dialect": dialect, "uid": uid, "sinceMs": since_ms }
} }

impl Status {
    /// Without details.
    pub fn new(instance: Level, state: Presence) -> Self {
        Self { instance: Some(instance), state, version: None, dialect: None, uid: None, since_ms: None }
    }
}

/// Whether a program is online.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Presence {
    /// Running and connected.
    Online,
    /// Stopped, or its connection was lost.
    Offline,
    /// An unknown state, from a later version.
    Other(String),
}

open_enum! { Presence { Online = "online", Offline = "offline" } }

fields! {
    /// `petasos/{instance}/sites/request` and `.../sessions/request`: requests a list.
    #[derive(Eq, Default)]
    pub struct ListRequest {
        /// The manager; from the topic.
        pub instance: Option<Level>,
        /// Echoed in the answer.
        pub id: Option<String> = "id",
    }
}

written! { ListRequest {
    _ => { "id": id }
} }

impl ListRequest {
    /// A request to this manager.
    pub fn new(instance: Level, id: impl Into<String>) -> Self {
        Self { instance: Some(instance), id: Some(id.into()) }
    }
}

fields! {
    /// `petasos/{instance}/sites`: the answer, with every site the manager knows.
    #[derive(Eq, Default)]
    pub struct Sites {
        /// The manager; from the topic.
        pub instance: Option<Level>,
        /// Echoed from the request.
        pub id: Option<String> = "id",
        /// The sites.
        pub sites: Vec<SiteState> = "sites",
    }
}

written! { Sites {
    _ => { "id": id, "sites": sites }
} }

impl Sites {
    /// An answer from this manager.
    pub fn new(instance: Level, id: Option<String>, sites: Vec<SiteState>) -> Self {
        Self { instance: Some(instance), id, sites }
    }
}

fields! {
    /// The state of a site.
    #[derive(Eq)]
    pub struct SiteState {
        /// The site.
        pub site_id: SiteId = "siteId",
        /// The active session, if any.
        pub session_id: Option<SessionId> = "sessionId",
        /// The number of queued sessions.
        pub queued: u64 = "queued" else 0,
        /// Whether the hotword is on.
        pub hotword: bool = "hotword" else true,
        /// Whether the microphone is open for a command.
        pub microphone: bool = "microphone" else false,
    }
}

written! { SiteState {
    _ => {
        "siteId": site_id, "sessionId": session_id, "queued": queued, "hotword": hotword,
        "microphone": microphone
    }
} }

impl SiteState {
    /// Idle.
    pub fn new(site_id: SiteId) -> Self {
        Self { site_id, session_id: None, queued: 0, hotword: true, microphone: false }
    }
}

fields! {
    /// `petasos/{instance}/sessions`: the answer, with every active or queued session.
    #[derive(Eq, Default)]
    pub struct Sessions {
        /// The manager; from the topic.
        pub instance: Option<Level>,
        /// Echoed from the request.
        pub id: Option<String> = "id",
        /// The sessions.
        pub sessions: Vec<SessionState> = "sessions",
    }
}

written! { Sessions {
    _ => { "id": id, "sessions": sessions }
} }

impl Sessions {
    /// An answer from this manager.
    pub fn new(instance: Level, id: Option<String>, sessions: Vec<SessionState>) -> Self {
        Self { instance: Some(instance), id, sessions }
    }
}

fields! {
    /// The state of a session.
    #[derive(Eq)]
    pub struct SessionState {
        /// The session.
        pub session_id: SessionId = "sessionId",
        /// The site.
        pub site_id: SiteId = "siteId",
        /// The phase, such as `listening`; `queued` while it waits for the site.
        pub phase: String = "phase",
        /// How long it has been in that phase, in ms.
        pub phase_ms: Option<u64> = "phaseMs",
        /// How long it has been active, in ms.
        pub age_ms: Option<u64> = "ageMs",
    }
}

written! { SessionState {
    _ => {
        "sessionId": session_id, "siteId": site_id, "phase": phase, "phaseMs": phase_ms, "ageMs": age_ms
    }
} }

impl SessionState {
    /// Without times.
    pub fn new(session_id: SessionId, site_id: SiteId, phase: impl Into<String>) -> Self {
        Self { session_id, site_id, phase: phase.into(), phase_ms: None, age_ms: None }
    }
}

fields! {
    /// `petasos/{instance}/recording/request`: requests the latest messages as a session file.
    #[derive(Default)]
    pub struct RecordingRequest {
        /// The manager; from the topic.
        pub instance: Option<Level>,
        /// Echoed in the answer.
        pub id: Option<String> = "id",
        /// How many seconds to include; everything in memory if absent.
        pub seconds: Option<f64> = "seconds",
    }
}

written! { RecordingRequest {
    _ => { "id": id, "seconds": seconds }
} }

impl RecordingRequest {
    /// A request to this manager.
    pub fn new(instance: Level, id: impl Into<String>, seconds: Option<f64>) -> Self {
        Self { instance: Some(instance), id: Some(id.into()), seconds }
    }
}

fields! {
    /// `petasos/{instance}/recording`: one part of the answer. The parts joined in order are a session file.
    #[derive(Eq, Default)]
    pub struct RecordingPart {
        /// The manager; from the topic.
        pub instance: Option<Level>,
        /// Echoed from the request.
        pub id: Option<String> = "id",
        /// The index of the part, from 0.
        pub part: u64 = "part" else 0,
        /// Whether this is the last part.
        pub last: bool = "last" else false,
        /// Complete lines of the session file.
        pub text: Option<String> = "text",
        /// Why there is no recording.
        pub error: Option<String> = "error",
    }
}

written! { RecordingPart {
    _ => { "id": id, "part": part, "last": last, "text": text, "error": error }
} }

impl RecordingPart {
    /// A part other than the last.
    pub fn new(instance: Level, id: Option<String>, part: u64, text: String) -> Self {
        Self { instance: Some(instance), id, part, last: false, text: Some(text), error: None }
    }

    /// An answer without a recording.
    pub fn refused(instance: Level, id: Option<String>, error: impl Into<String>) -> Self {
        Self { instance: Some(instance), id, part: 0, last: true, text: None, error: Some(error.into()) }
    }
}
