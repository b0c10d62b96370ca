//! A house at a glance: what goes on at each site, how its parts are, and what is wrong.
//!
//! [`House`] takes entries as [`Sessions`] does, which it holds together with the [`Doctor`]; what that finds in a session becomes
//! a problem of the session.

mod health;
mod part;
mod state;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use petasos_messages::{Dialect, Message, SiteId};
use petasos_recording::Entry;

pub use health::Condition;
pub use part::Part;
pub use state::Activity;

use crate::doctor::{Doctor, Finding, Severity};
use crate::sessions::{Change, Problem, Sessions, Site};
use health::Health;

/// A house at a glance.
#[derive(Debug)]
pub struct House {
    sessions: Sessions,
    doctor: Doctor,
    health: BTreeMap<SiteId, Health>,
    now: Duration,
}

impl House {
    /// A house that speaks this dialect, if that is known; nothing was seen of it yet.
    pub fn new(dialect: Option<Dialect>) -> Self {
        Self {
            sessions: Sessions::new(),
            doctor: Doctor::new(dialect),
            health: BTreeMap::new(),
            now: Duration::ZERO,
        }
    }

    /// A message passed. Tells what changed by it, and by the time that went by until it came.
    pub fn handle(&mut self, entry: &Entry) -> Vec<Change> {
        self.now = self.now.max(entry.at);
        let findings = self.doctor.handle(entry);
        self.add_problems(&findings);
        let changes = self.sessions.handle(entry);
        self.follow(&changes);
        if let Some((part, site)) = broken(entry) {
            self.fail(part, site.as_ref());
        }
        changes
    }

    /// Time went by.
    pub fn handle_time(&mut self, now: Duration) -> Vec<Change> {
        self.now = self.now.max(now);
        let findings = self.doctor.handle_time(now);
        self.add_problems(&findings);
        let changes = self.sessions.handle_time(now);
        self.follow(&changes);
        changes
    }

    /// Nothing will come any more: ends all that is open.
    pub fn finish(&mut self) -> Vec<Change> {
        let findings = self.doctor.finish();
        self.add_problems(&findings);
        let changes = self.sessions.finish();
        self.follow(&changes);
        changes
    }

    /// When the last message came, or the last time was told.
    pub fn now(&self) -> Duration {
        self.now
    }

    /// The sessions that go on, and the last that are over.
    pub fn sessions(&self) -> &Sessions {
        &self.sessions
    }

    /// Everything that the doctor has found.
    pub fn findings(&self) -> &[Finding] {
        self.doctor.findings()
    }

    /// What goes on at a site.
    pub fn activity(&self, site: &Site) -> Activity {
        let session = site.session.as_ref().and_then(|id| self.sessions.get(id));
        Activity::of(site, session)
    }

    /// How a part of a site is.
    pub fn condition(&self, site: &Site, part: Part) -> Condition {
        let unseen = Health::default();
        self.health.get(&site.id).unwrap_or(&unseen).condition(part, site, self.now)
    }

    /// When a part of a site last did something: heard a wake word, answered, came to the end of a sound.
    pub fn last_did(&self, site: &Site, part: Part) -> Option<Duration> {
        let unseen = Health::default();
        self.health.get(&site.id).unwrap_or(&unseen).last_did(part, site)
    }

    fn follow(&mut self, changes: &[Change]) {
        for change in changes {
            let session = match change {
                Change::Began(id) | Change::WentOn(id) => self.sessions.get(id),
                Change::Ended(session) => Some(session.as_ref()),
            };
            if let Some((session, site)) = session.and_then(|session| Some((session, session.site.as_ref()?)))
            {
                health_of(&mut self.health, &self.sessions, site).follow(session);
            }
        }
    }

    /// What the doctor found in a session that goes on is a problem of it.
    fn add_problems(&mut self, findings: &[Finding]) {
        for finding in findings.iter().filter(|finding| finding.severity() >= Severity::Warning) {
            if let Some(session) = &finding.session {
                let problem = Problem { at: finding.last, what: finding.seen.clone() };
                self.sessions.add_problem(session, problem);
            }
        }
    }

    /// A part reported an error: at a site, or for all of them.
    fn fail(&mut self, part: Part, site: Option<&SiteId>) {
        let everywhere = || self.sessions.sites().map(|site| site.id.clone()).collect();
        let sites: Vec<_> = site.map_or_else(everywhere, |site| vec![site.clone()]);
        for site in sites {
            health_of(&mut self.health, &self.sessions, &site).fail(part, self.now);
        }
    }
}

/// A map of the health of sites has room for so many before those that were forgotten are looked for.
const ROOM: usize = 128;

/// The health of a site. That of sites that were forgotten is forgotten too, when there is too much of it.
fn health_of<'a>(
    all: &'a mut BTreeMap<SiteId, Health>,
    sessions: &Sessions,
    site: &SiteId,
) -> &'a mut Health {
    if all.len() > ROOM.max(2 * sessions.sites().len()) {
        let known: BTreeSet<_> = sessions.sites().map(|site| &site.id).collect();
        all.retain(|id, _| known.contains(id));
    }
    all.entry(site.clone()).or_default()
}

/// Which part reports an error with this message, and where.
fn broken(entry: &Entry) -> Option<(Part, Option<SiteId>)> {
    if !entry.topic.contains("rror") {
        return None;
    }
    let message = Message::decode(&entry.topic, entry.payload.bytes()?.clone()).ok()?;
    let (part, error) = match message {
        Message::HotwordError(error) => (Part::WakeWord, error),
        Message::AsrError(error) => (Part::Asr, error),
        Message::NluError(error) => (Part::Nlu, error),
        Message::TtsError(error) => (Part::Tts, error),
        Message::AudioPlayError(error) => (Part::Speaker, error),
        _ => return None,
    };
    Some((part, error.site_id))
}
