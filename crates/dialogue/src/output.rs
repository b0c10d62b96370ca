//! What the core wants done.

use petasos_messages::{Dialect, IntentName, Level, Message, RequestId, SessionId, SiteId};

/// Something to do, in the order given.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Output {
    /// Send a message, written in a dialect.
    Publish {
        /// What.
        message: Message,
        /// How it is written.
        dialect: Dialect,
    },
    /// Play a feedback sound: publish one recording as `playBytes`.
    PlaySound {
        /// The site.
        site_id: SiteId,
        /// Which sound.
        sound: Sound,
        /// Which of its recordings, counted from 0 in the order of the policy.
        variant: usize,
        /// The request id of `playBytes`.
        request_id: RequestId,
    },
    /// Write down before anything that follows is sent.
    Durable(Fact),
    /// Tell the owner.
    Notice(Notice),
}

/// A feedback sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sound {
    /// The wake word was heard.
    Wake,
    /// The user fell silent.
    Recorded,
    /// Nobody understood, or something broke.
    Error,
}

/// What must survive a crash: obligations towards sites and sessions.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fact {
    /// Something at the site is about to be switched off by us.
    SiteOpened(SiteId),
    /// A session is about to be started.
    SessionStarted {
        /// The site.
        site_id: SiteId,
        /// Which.
        session_id: SessionId,
    },
    /// The session was ended.
    SessionEnded(SessionId),
    /// Everything at the site is on again.
    SiteClosed(SiteId),
}

/// What a crash left behind at one site.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Obligation {
    /// The site.
    pub site_id: SiteId,
    /// Sessions that were started and not ended.
    pub sessions: Vec<SessionId>,
}

impl Obligation {
    /// What is left at a site.
    pub fn new(site_id: SiteId, sessions: Vec<SessionId>) -> Self {
        Self { site_id, sessions }
    }
}

/// Something the owner may want to know. Each kind is counted; a shell logs it at a limited rate.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Notice {
    /// A message came too late, twice, or from nowhere, and changed nothing.
    Ignored {
        /// The kind of message.
        message: &'static str,
        /// The reason.
        reason: &'static str,
        /// Where, if known.
        site_id: Option<SiteId>,
        /// Which session, if known.
        session_id: Option<SessionId>,
    },
    /// Somebody else acts as a dialogue manager on this broker.
    ForeignManager {
        /// A site it serves.
        site_id: Option<SiteId>,
        /// A session of its.
        session_id: SessionId,
    },
    /// A session was asked for and not given.
    Refused {
        /// The site.
        site_id: SiteId,
        /// The reason.
        reason: &'static str,
    },
    /// Intents were only disabled; the NLU of this dialect publishes intents itself and cannot be told.
    CannotDisable {
        /// Where; `None`: everywhere.
        site_id: Option<SiteId>,
    },
    /// Too many sites: the oldest was forgotten.
    SiteForgotten(SiteId),
    /// Too many skills: this one is not remembered, and its intents are waited for even if it is not running.
    SkillOverlooked(Level),
    /// An intent had to be answered with an apology: every skill that announced it is gone.
    SkillAway {
        /// A skill that announced it.
        skill: Level,
        /// What was asked for.
        intent: IntentName,
        /// The site.
        site_id: SiteId,
    },
    /// A component broke during a session.
    Broken {
        /// Which component.
        component: &'static str,
        /// What it said.
        error: String,
        /// The site.
        site_id: SiteId,
    },
}
