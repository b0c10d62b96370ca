//! An installation at a glance: the activity of each site, the condition of its components, and what is wrong.
//!
//! [`Overview`] feeds entries to a [`Tracker`] and a [`Doctor`]. What the doctor finds in a session becomes a problem of that
//! session.

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
    /// An overview that has seen no message yet. `dialect` is that of the installation, if it is known.
    pub fn new(dialect: Option<Dialect>) -> Self {
        Self {
            tracker: Tracker::new(),
            doctor: Doctor::new(dialect),
            health: BTreeMap::new(),
            now: Duration::ZERO,
        }
    }

    /// Handles the next entry. Returns what has changed because of it, and because of the time that has passed before it.
    pub fn handle(&mut self, decoded: &DecodedEntry<'_>) -> Vec<Change> {
        self.now = self.now.max(decoded.entry.at);
        let findings = self.doctor.handle(decoded);
        self.add_problems(&findings);
        let changes = self.tracker.handle(decoded);
        self.follow(&changes);
        if let Some((component, site)) = decoded.message.as_ref().and_then(failed_component) {
            self.fail(component, site);
        }
        changes
    }

    /// Lets time pass.
    pub fn handle_time(&mut self, now: Duration) -> Vec<Change> {
        self.now = self.now.max(now);
        let findings = self.doctor.handle_time(now);
        self.add_problems(&findings);
        let changes = self.tracker.handle_time(now);
        self.follow(&changes);
        changes
    }

    /// Ends all open sessions: there are no more entries.
    pub fn finish(&mut self) -> Vec<Change> {
        let findings = self.doctor.finish();
        self.add_problems(&findings);
        let changes = self.tracker.finish();
        self.follow(&changes);
        changes
    }

    /// The time of the last entry, or the last time that was passed in.
    pub fn now(&self) -> Duration {
        self.now
    }

    /// The sessions and sites.
    pub fn tracker(&self) -> &Tracker {
        &self.tracker
    }

    /// Everything the doctor has found.
    pub fn findings(&self) -> &[Finding] {
        self.doctor.findings()
    }

    /// What a site is doing.
    pub fn activity(&self, site: &Site) -> Activity {
        let session = site.session.as_ref().and_then(|id| self.tracker.get(id));
        Activity::of(site, session)
    }

    /// The components that a site needs for sessions, in the order of a session. For its microphone see
    /// [`microphone`](Self::microphone).
    pub const COMPONENTS: [Component; 6] = COMPONENTS;

    /// The condition of the microphone of a site, if its audio passes the broker.
    pub fn microphone(&self, site: &Site) -> Condition {
        component_health::microphone(site, self.now)
    }

    /// The condition of a component of a site.
    pub fn condition(&self, site: &Site, component: Component) -> Condition {
        let unseen = Health::default();
        self.health.get(&site.id).unwrap_or(&unseen).condition(component, site, self.now)
    }

    /// When a component of a site last answered, detected a wake word or finished a sound.
    pub fn last_answer(&self, site: &Site, component: Component) -> Option<Duration> {
        let unseen = Health::default();
        self.health.get(&site.id).unwrap_or(&unseen).last_answer(component, site)
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

    /// Turns findings in open sessions into problems of these sessions.
    fn add_problems(&mut self, findings: &[Finding]) {
        for finding in findings.iter().filter(|finding| finding.severity() >= Severity::Warning) {
            if let Some(session) = &finding.session {
                let problem = Problem { at: finding.last, what: finding.seen.clone() };
                self.tracker.add_problem(session, problem);
            }
        }
    }

    /// A component reported an error, for one site or for all.
    fn fail(&mut self, component: Component, site: Option<&SiteId>) {
        let everywhere = || self.tracker.sites().map(|site| site.id.clone()).collect();
        let sites: Vec<_> = site.map_or_else(everywhere, |site| vec![site.clone()]);
        for site in sites {
            health_of(&mut self.health, &self.tracker, &site).fail(component, self.now);
        }
    }
}

/// The health of more sites than this is cleared of those that the tracker has forgotten.
const MOST_SITES: usize = 128;

/// The health of a site.
fn health_of<'a>(all: &'a mut BTreeMap<SiteId, Health>, tracker: &Tracker, site: &SiteId) -> &'a mut Health {
    if all.len() > MOST_SITES.max(2 * tracker.sites().len()) {
        let known: BTreeSet<_> = tracker.sites().map(|site| &site.id).collect();
        all.retain(|id, _| known.contains(id));
    }
    all.entry(site.clone()).or_default()
}

/// The component that reports an error with this message, and the site.
fn failed_component(message: &Message) -> Option<(Component, Option<&SiteId>)> {
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

/// What a site is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Activity {
    /// Waiting for its wake word.
    Idle,
    /// Listening to the user.
    Listening,
    /// Working on an answer.
    Thinking,
    /// Playing audio, or about to.
    Speaking,
    /// Idle, with its wake word switched off.
    Muted,
}

impl Activity {
    /// Its name, a single lower-case word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Listening => "listening",
            Self::Thinking => "thinking",
            Self::Speaking => "speaking",
            Self::Muted => "muted",
        }
    }

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
