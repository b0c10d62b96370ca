//! Status reports of the core.

use petasos_messages::{SessionId, SiteId};

/// Counters since the start.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Statistics {
    /// Sessions started.
    pub sessions_started: u64,
    /// Sessions ended.
    pub sessions_ended: u64,
    /// Messages that had no effect.
    pub ignored: u64,
    /// Sites forgotten because the limit was reached.
    pub sites_forgotten: u64,
    /// Sites currently in memory.
    pub sites: usize,
    /// Sessions currently open, including queued ones.
    pub sessions_open: usize,
}

/// The status of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct SiteStatus<'a> {
    /// The site.
    pub site_id: &'a SiteId,
    /// The phase of the active session, such as `listening`; `idle` without one.
    pub phase: &'static str,
    /// The active session.
    pub session_id: Option<&'a SessionId>,
    /// Queued sessions.
    pub queued: usize,
    /// Whether the hotword is on, as far as the manager knows.
    pub hotword: bool,
    /// Whether the microphone is open.
    pub microphone: bool,
}

/// The status of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct SessionStatus<'a> {
    /// The session.
    pub session_id: &'a SessionId,
    /// The site.
    pub site_id: &'a SiteId,
    /// Its phase, such as `listening`; `queued` while it waits for the site.
    pub phase: &'static str,
}
