//! What the core asks its caller to do.

use petasos_messages::{Dialect, IntentName, Level, Message, RequestId, SessionId, SiteId};

/// An action for the caller. Actions must be carried out in order.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Output {
    /// Publish a message.
    Publish {
        /// The message.
        message: Message,
        /// The dialect whose wire format to use.
        dialect: Dialect,
    },
    /// Play a feedback sound: publish one recording as `playBytes`.
    PlaySound {
        /// The site.
        site_id: SiteId,
        /// The sound.
        sound: Sound,
        /// Index of the recording, from 0, in the order of the policy.
        variant: usize,
        /// The request id of `playBytes`.
        request_id: RequestId,
    },
    /// Record this durably before any later output is carried out.
    Durable(Fact),
    /// Report this to the operator.
    Notice(Notice),
}

/// A feedback sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sound {
    /// A wake word was detected.
    Wake,
    /// The user has stopped speaking.
    Recorded,
    /// The text was not understood, or a component failed.
    Error,
}

/// What must survive a crash, so that open sessions can be ended and components switched on again.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fact {
    /// The manager is about to switch a component off at this site.
    SiteOpened(SiteId),
    /// A session is about to be started.
    SessionStarted {
        /// The site.
        site_id: SiteId,
        /// The session.
        session_id: SessionId,
    },
    /// The session was ended.
    SessionEnded(SessionId),
    /// Everything the manager switched off at the site is on again.
    SiteClosed(SiteId),
}

/// What a crashed process left open at one site.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Obligation {
    /// The site.
    pub site_id: SiteId,
    /// Sessions that were started but not ended.
    pub sessions: Vec<SessionId>,
}

impl Obligation {
    /// An obligation with these unfinished sessions.
    pub fn new(site_id: SiteId, sessions: Vec<SessionId>) -> Self {
        Self { site_id, sessions }
    }
}

/// A condition worth reporting. Each kind is counted; the caller should rate-limit its log.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Notice {
    /// A message was late, a duplicate or unexpected, and had no effect.
    Ignored {
        /// The kind of message.
        message: &'static str,
        /// The reason.
        reason: &'static str,
        /// The site, if known.
        site_id: Option<SiteId>,
        /// The session, if known.
        session_id: Option<SessionId>,
    },
    /// Another dialogue manager is active on this broker.
    ForeignManager {
        /// A site it serves.
        site_id: Option<SiteId>,
        /// One of its sessions.
        session_id: SessionId,
    },
    /// A request for a session was rejected.
    Refused {
        /// The site.
        site_id: SiteId,
        /// The reason.
        reason: &'static str,
    },
    /// Intents were disabled, but none was enabled. In this dialect the NLU publishes intents itself and can only be given a list
    /// of enabled ones.
    CannotDisable {
        /// The site; `None` for all sites.
        site_id: Option<SiteId>,
    },
    /// The limit on sites was reached, so the oldest was forgotten.
    SiteForgotten(SiteId),
    /// The limit on skills was reached. Intents of this skill are waited for even when it is not running.
    SkillOverlooked(Level),
    /// The session ended with an apology, because every skill that announced the intent has stopped.
    SkillAway {
        /// A skill that announced it.
        skill: Level,
        /// The recognised intent.
        intent: IntentName,
        /// The site.
        site_id: SiteId,
    },
    /// A component failed during a session.
    Broken {
        /// The component.
        component: &'static str,
        /// Its error message.
        error: String,
        /// The site.
        site_id: SiteId,
    },
}
