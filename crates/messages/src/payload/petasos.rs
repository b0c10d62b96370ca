//! `petasos/{instance}/...`: what our own programs say about themselves.

use crate::json::{fields, open_enum, written};
use crate::{Dialect, Level, SessionId, SiteId};

fields! {
    /// `petasos/{instance}/status`, retained: whether a manager is there. Its last will says `offline`.
    #[derive(Eq)]
    pub struct Status {
        /// Which manager; from the topic.
        pub instance: Option<Level>,
        /// Whether it is there.
        pub state: Presence = "state",
        /// Its version.
        pub version: Option<String> = "version",
        /// Which Hermes it speaks.
        pub dialect: Option<Dialect> = "dialect",
        /// A name of this run, so that a manager knows its own status from another's.
        pub uid: Option<String> = "uid",
        /// When it became so, in ms since 1970.
        pub since_ms: Option<i64> = "sinceMs",
    }
}

written! { Status {
    _ => { "state": state, "version": version, "dialect": dialect, "uid": uid, "sinceMs": since_ms }
} }

impl Status {
    /// Only whether it is there.
    pub fn new(instance: Level, state: Presence) -> Self {
        Self { instance: Some(instance), state, version: None, dialect: None, uid: None, since_ms: None }
    }
}

/// Whether it is online.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Presence {
    /// Here.
    Online,
    /// Gone, or its connection was lost.
    Offline,
    /// A state of a later version.
    Other(String),
}

open_enum! { Presence { Online = "online", Offline = "offline" } }

fields! {
    /// `petasos/{instance}/sites/request` and `.../sessions/request`: what is there?
    #[derive(Eq, Default)]
    pub struct ListRequest {
        /// Of which manager; from the topic.
        pub instance: Option<Level>,
        /// Echoed in the answer.
        pub id: Option<String> = "id",
    }
}

written! { ListRequest {
    _ => { "id": id }
} }

impl ListRequest {
    /// A question.
    pub fn new(instance: Level, id: impl Into<String>) -> Self {
        Self { instance: Some(instance), id: Some(id.into()) }
    }
}

fields! {
    /// `petasos/{instance}/sites`: the answer: every site the manager remembers.
    #[derive(Eq, Default)]
    pub struct Sites {
        /// Which manager; from the topic.
        pub instance: Option<Level>,
        /// Echoed from the question.
        pub id: Option<String> = "id",
        /// The sites.
        pub sites: Vec<SiteState> = "sites",
    }
}

written! { Sites {
    _ => { "id": id, "sites": sites }
} }

impl Sites {
    /// An answer.
    pub fn new(instance: Level, id: Option<String>, sites: Vec<SiteState>) -> Self {
        Self { instance: Some(instance), id, sites }
    }
}

fields! {
    /// How a site is.
    #[derive(Eq)]
    pub struct SiteState {
        /// Which.
        pub site_id: SiteId = "siteId",
        /// Its session, if one is active.
        pub session_id: Option<SessionId> = "sessionId",
        /// How many sessions wait for it.
        pub queued: u64 = "queued" else 0,
        /// Whether its wake word is listened for.
        pub hotword: bool = "hotword" else true,
        /// Whether its microphone is open for a command.
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
    /// At rest.
    pub fn new(site_id: SiteId) -> Self {
        Self { site_id, session_id: None, queued: 0, hotword: true, microphone: false }
    }
}

fields! {
    /// `petasos/{instance}/sessions`: the answer: every session that is active or waits.
    #[derive(Eq, Default)]
    pub struct Sessions {
        /// Which manager; from the topic.
        pub instance: Option<Level>,
        /// Echoed from the question.
        pub id: Option<String> = "id",
        /// The sessions.
        pub sessions: Vec<SessionState> = "sessions",
    }
}

written! { Sessions {
    _ => { "id": id, "sessions": sessions }
} }

impl Sessions {
    /// An answer.
    pub fn new(instance: Level, id: Option<String>, sessions: Vec<SessionState>) -> Self {
        Self { instance: Some(instance), id, sessions }
    }
}

fields! {
    /// How a session is.
    #[derive(Eq)]
    pub struct SessionState {
        /// Which.
        pub session_id: SessionId = "sessionId",
        /// The site.
        pub site_id: SiteId = "siteId",
        /// `queued`, or the phase it is in, such as `listening`.
        pub phase: String = "phase",
        /// For how long it has been in that phase, in ms.
        pub phase_ms: Option<u64> = "phaseMs",
        /// For how long it has been active, in ms.
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
    /// `petasos/{instance}/recording/request`: what was said last?
    #[derive(Default)]
    pub struct RecordingRequest {
        /// By which manager and to it; from the topic.
        pub instance: Option<Level>,
        /// Echoed in the answer.
        pub id: Option<String> = "id",
        /// The last so many seconds; all that is remembered if absent.
        pub seconds: Option<f64> = "seconds",
    }
}

written! { RecordingRequest {
    _ => { "id": id, "seconds": seconds }
} }

impl RecordingRequest {
    /// A question.
    pub fn new(instance: Level, id: impl Into<String>, seconds: Option<f64>) -> Self {
        Self { instance: Some(instance), id: Some(id.into()), seconds }
    }
}

fields! {
    /// `petasos/{instance}/recording`: a part of the answer. All parts in their order are a session file.
    #[derive(Eq, Default)]
    pub struct RecordingPart {
        /// Which manager; from the topic.
        pub instance: Option<Level>,
        /// Echoed from the question.
        pub id: Option<String> = "id",
        /// Which part, counted from 0.
        pub part: u64 = "part" else 0,
        /// Whether nothing comes after it.
        pub last: bool = "last" else false,
        /// Whole lines of the session file.
        pub text: Option<String> = "text",
        /// Why there is no recording.
        pub error: Option<String> = "error",
    }
}

written! { RecordingPart {
    _ => { "id": id, "part": part, "last": last, "text": text, "error": error }
} }

impl RecordingPart {
    /// A part that is not the last.
    pub fn new(instance: Level, id: Option<String>, part: u64, text: String) -> Self {
        Self { instance: Some(instance), id, part, last: false, text: Some(text), error: None }
    }

    /// A refusal.
    pub fn refused(instance: Level, id: Option<String>, error: impl Into<String>) -> Self {
        Self { instance: Some(instance), id, part: 0, last: true, text: None, error: Some(error.into()) }
    }
}
