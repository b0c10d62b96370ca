//! What the core tells about itself.

use petasos_messages::{SessionId, SiteId};

/// Counts since the start.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Statistics {
    /// Sessions started.
    pub sessions_started: u64,
    /// Sessions ended.
    pub sessions_ended: u64,
    /// Messages that changed nothing.
    pub ignored: u64,
    /// Sites forgotten because there were too many.
    pub sites_forgotten: u64,
    /// Sites remembered now.
    pub sites: usize,
    /// Sessions open now, queued ones included.
    pub sessions_open: usize,
}

/// How things stand at a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct SiteStatus<'a> {
    /// The site.
    pub site_id: &'a SiteId,
    /// The phase of the active session, such as `listening`; `idle` without one.
    pub phase: &'static str,
    /// The active session.
    pub session_id: Option<&'a SessionId>,
    /// Sessions waiting.
    pub queued: usize,
    /// Whether the wake word is listened for, as far as we know.
    pub hotword: bool,
    /// Whether the microphone is open.
    pub microphone: bool,
}

/// How things stand with a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct SessionStatus<'a> {
    /// Which.
    pub session_id: &'a SessionId,
    /// The site.
    pub site_id: &'a SiteId,
    /// Its phase, such as `listening`; `queued` while it waits for its site.
    pub phase: &'static str,
}
