//! An installation at a glance: what goes on at each site, how its components do, and what is wrong.
//!
//! [`Overview`] takes entries as [`Tracker`] does, which it holds together with the [`Doctor`]; what the doctor finds in a session
//! becomes a problem of that session.

mod component_health;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use petasos_messages::{Component, Dialect, Message, SiteId};
use petasos_recording::DecodedEntry;

pub use component_health::Condition;

use crate::doctor::{Doctor, Finding, Severity};
use crate::tracker::{Change, Problem, Session, Site, StepKind, Tracker};
use component_health::{COMPONENTS, Health};

/// An installation at a glance.
#[derive(Debug)]
pub struct Overview {
    tracker: Tracker,
    doctor: Doctor,
    health: BTreeMap<SiteId, Health>,
    now: Duration,
}

impl Overview {
    /// Nothing was seen yet of an installation that speaks this dialect, if that is known.
    pub fn new(dialect: Option<Dialect>) -> Self {
        Self {
            tracker: Tracker::new(),
            doctor: Doctor::new(dialect),
            health: BTreeMap::new(),
            now: Duration::ZERO,
        }
    }

    /// A message passed. Tells what changed by it, and by the time that went by until it came.
    pub fn handle(&mut self, decoded: &DecodedEntry<'_>) -> Vec<Change> {
        self.now = self.now.max(decoded.entry.at);
        let findings = self.doctor.handle(decoded);
        self.add_problems(&findings);
        let changes = self.tracker.handle(decoded);
        self.follow(&changes);
        if let Some((component, site)) = decoded.message.as_ref().and_then(broken) {
            self.fail(component, site);
        }
        changes
    }

    /// Time went by.
    pub fn handle_time(&mut self, now: Duration) -> Vec<Change> {
        self.now = self.now.max(now);
        let findings = self.doctor.handle_time(now);
        self.add_problems(&findings);
        let changes = self.tracker.handle_time(now);
        self.follow(&changes);
        changes
    }

    /// Nothing will come any more: ends all that is open.
    pub fn finish(&mut self) -> Vec<Change> {
        let findings = self.doctor.finish();
        self.add_problems(&findings);
        let changes = self.tracker.finish();
        self.follow(&changes);
        changes
    }

    /// When the last message came, or the last time was told.
    pub fn now(&self) -> Duration {
        self.now
    }

    /// The sessions that go on, and the last that are over.
    pub fn tracker(&self) -> &Tracker {
        &self.tracker
    }

    /// Everything that the doctor has found.
    pub fn findings(&self) -> &[Finding] {
        self.doctor.findings()
    }

    /// What goes on at a site.
    pub fn activity(&self, site: &Site) -> Activity {
        let session = site.session.as_ref().and_then(|id| self.tracker.get(id));
        Activity::of(site, session)
    }

    /// The components that a site needs for sessions, in the order of a session. Its microphone is asked for apart:
    /// [`microphone`](Self::microphone).
    pub const COMPONENTS: [Component; 6] = COMPONENTS;

    /// How the microphone of a site does, as far as its sound passes the broker.
    pub fn microphone(&self, site: &Site) -> Condition {
        component_health::microphone(site, self.now)
    }

    /// How a component of a site does.
    pub fn condition(&self, site: &Site, component: Component) -> Condition {
        let unseen = Health::default();
        self.health.get(&site.id).unwrap_or(&unseen).condition(component, site, self.now)
    }

    /// When a component of a site last did something: heard a wake word, answered, came to the end of a sound.
    pub fn last_did(&self, site: &Site, component: Component) -> Option<Duration> {
        let unseen = Health::default();
        self.health.get(&site.id).unwrap_or(&unseen).last_did(component, site)
    }

    fn follow(&mut self, changes: &[Change]) {
        for change in changes {
            let session = match change {
                Change::Began(id) | Change::WentOn(id) => self.tracker.get(id),
                Change::Ended(session) => Some(session.as_ref()),
            };
            if let Some((session, site)) = session.and_then(|session| Some((session, session.site.as_ref()?)))
            {
                health_of(&mut self.health, &self.tracker, site).follow(session);
            }
        }
    }

    /// What the doctor found in a session that goes on is a problem of it.
    fn add_problems(&mut self, findings: &[Finding]) {
        for finding in findings.iter().filter(|finding| finding.severity() >= Severity::Warning) {
            if let Some(session) = &finding.session {
                let problem = Problem { at: finding.last, what: finding.seen.clone() };
                self.tracker.add_problem(session, problem);
            }
        }
    }

    /// A component reported an error: at a site, or for all of them.
    fn fail(&mut self, component: Component, site: Option<&SiteId>) {
        let everywhere = || self.tracker.sites().map(|site| site.id.clone()).collect();
        let sites: Vec<_> = site.map_or_else(everywhere, |site| vec![site.clone()]);
        for site in sites {
            health_of(&mut self.health, &self.tracker, &site).fail(component, self.now);
        }
    }
}

/// A map of the health of sites has room for so many before those that were forgotten are looked for.
const ROOM: usize = 128;

/// The health of a site. That of sites that were forgotten is forgotten too, when there is too much of it.
fn health_of<'a>(all: &'a mut BTreeMap<SiteId, Health>, sessions: &Tracker, site: &SiteId) -> &'a mut Health {
    if all.len() > ROOM.max(2 * sessions.sites().len()) {
        let known: BTreeSet<_> = sessions.sites().map(|site| &site.id).collect();
        all.retain(|id, _| known.contains(id));
    }
    all.entry(site.clone()).or_default()
}

/// Which component reports an error with this message, and at which site.
fn broken(message: &Message) -> Option<(Component, Option<&SiteId>)> {
    let (component, error) = match message {
        Message::HotwordError(error) => (Component::Hotword, error),
        Message::AsrError(error) => (Component::Asr, error),
        Message::NluError(error) => (Component::Nlu, error),
        Message::TtsError(error) => (Component::Tts, error),
        Message::AudioPlayError(error) => (Component::AudioServer, error),
        _ => return None,
    };
    Some((component, error.site_id.as_ref()))
}

/// What goes on at a site, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Activity {
    /// Nothing: it waits for its wake word, as far as is known.
    Idle,
    /// It listens to somebody.
    Listening,
    /// Somebody works on an answer.
    Thinking,
    /// Something is heard from its speaker, or is about to be.
    Speaking,
    /// Nothing, and it does not hear its wake word.
    Muted,
}

impl Activity {
    /// Its name, one word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Listening => "listening",
            Self::Thinking => "thinking",
            Self::Speaking => "speaking",
            Self::Muted => "muted",
        }
    }

    /// What goes on at a site in which this session goes on.
    fn of(site: &Site, session: Option<&Session>) -> Self {
        let step = session.and_then(Session::current_step).map(|step| step.kind);
        match step {
            _ if site.playing => Self::Speaking,
            _ if site.microphone => Self::Listening,
            Some(StepKind::Tts | StepKind::Say | StepKind::Play | StepKind::Sound) => Self::Speaking,
            _ if session.is_some() => Self::Thinking,
            _ if site.hotword == Some(false) => Self::Muted,
            _ => Self::Idle,
        }
    }
}
