//! Turns messages into sessions.
//!
//! [`Tracker`] takes decoded entries, live or from a file, and builds [`Session`]s from them: how each began, what was heard,
//! understood and said, how it ended, and how long each step took. A session that began before the recording, or whose end was
//! lost, is shown as far as it was seen.
//!
//! Where to look: `tracked_session.rs`, `session_turn.rs`, `session_step.rs` and `tracked_site.rs` hold the results;
//! `tracked_event.rs` classifies entries, `session_causes.rs` remembers what makes sessions start, `session_attribution.rs` finds
//! the session of a message, `session_messages.rs` applies a message to its session, and `end_of_speech.rs` finds out when the
//! user stopped speaking.

mod end_of_speech;
mod loudness;
mod session_attribution;
mod session_causes;
mod session_messages;
mod session_step;
mod session_turn;
mod tracked_event;
mod tracked_session;
mod tracked_site;

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use petasos_messages::{Message, SessionId, SiteId};
use petasos_recording::{Attribution, DecodedEntry, Entry};

use session_causes::SessionCauses;
use tracked_event::Event;
use tracked_site::Sites;

pub use loudness::Loudness;
pub use session_step::{Step, StepKind};
pub use session_turn::{EndOfSpeech, Evidence, FirstSound, Heard, Latency, Turn, Understood};
pub use tracked_event::Sound;
pub use tracked_session::{Cause, Ended, Outcome, Problem, Session, Speech};
pub use tracked_site::Site;

/// The most sessions that are followed at the same time.
const MOST_OPEN: usize = 1_000;
/// The most finished sessions that are kept.
const MOST_RECENT: usize = 200;
/// How often to check which sessions are over.
const CHECK_INTERVAL: Duration = Duration::from_millis(250);

/// The sessions of an installation, and its sites.
#[derive(Debug)]
pub struct Tracker {
    /// A session that is silent for longer than this is given up.
    patience: Duration,
    open: BTreeMap<SessionId, Session>,
    recent: VecDeque<Arc<Session>>,
    causes: SessionCauses,
    sites: Sites,
    /// The time of the last entry, or the last time that was passed in.
    now: Duration,
    /// When to check again which sessions are over.
    next_check: Duration,
    /// The site and session of the last entry.
    last: Attribution,
}

/// A change to a session.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Change {
    /// A session was seen for the first time.
    Began(SessionId),
    /// Something happened in a session.
    WentOn(SessionId),
    /// A session is over.
    Ended(Arc<Session>),
}

impl Default for Tracker {
    fn default() -> Self {
        Self::with_patience(Duration::from_secs(120))
    }
}

impl Tracker {
    /// A tracker that has seen no message yet. It gives up sessions that are silent for two minutes.
    pub fn new() -> Self {
        Self::default()
    }

    /// A tracker that gives up sessions that are silent for longer than this.
    pub(crate) fn with_patience(patience: Duration) -> Self {
        Self {
            patience,
            open: BTreeMap::new(),
            recent: VecDeque::new(),
            causes: SessionCauses::default(),
            sites: Sites::default(),
            now: Duration::ZERO,
            next_check: Duration::ZERO,
            last: Attribution::default(),
        }
    }

    /// Handles the next entry. Returns what has changed because of it, and because of the time that has passed before it.
    pub fn handle(&mut self, decoded: &DecodedEntry<'_>) -> Vec<Change> {
        let entry = decoded.entry;
        let mut changes = self.handle_time(entry.at);
        self.last = Attribution::default();
        let Some(event) = Event::of(decoded) else { return changes };
        self.sites.handle(self.now, entry, &event);
        if let Event::Message(message) = &event {
            self.causes.note(self.now, entry.wall, message);
        }
        self.last.site = event.site().cloned();
        self.last.session = self.session_of(&event);
        if let Some(id) = self.last.session.clone() {
            let site_of = |sessions: &Self| sessions.open.get(&id).and_then(|session| session.site.clone());
            self.last.site = self.last.site.take().or_else(|| site_of(self));
            changes.extend(self.apply(&id, entry, &event));
        }
        changes
    }

    /// Lets time pass: sessions that are silent for too long are given up.
    pub fn handle_time(&mut self, now: Duration) -> Vec<Change> {
        self.now = self.now.max(now);
        self.sites.handle_time(self.now);
        if self.now < self.next_check {
            return Vec::new();
        }
        self.next_check = self.now + CHECK_INTERVAL;
        let over: Vec<(SessionId, Outcome)> = self
            .open
            .values()
            .filter_map(|session| Some((session.id.clone(), session.is_over(self.now, self.patience)?)))
            .collect();
        over.into_iter().filter_map(|(id, outcome)| self.close(&id, outcome)).collect()
    }

    /// Ends all open sessions: there are no more entries.
    pub fn finish(&mut self) -> Vec<Change> {
        let outcome = |session: &Session| {
            if session.is_answered_text() { Outcome::Answered } else { Outcome::Unseen }
        };
        let open: Vec<_> = self.open.values().map(|session| (session.id.clone(), outcome(session))).collect();
        open.into_iter().filter_map(|(id, outcome)| self.close(&id, outcome)).collect()
    }

    /// The sessions that are active or queued, by id.
    pub fn open(&self) -> impl ExactSizeIterator<Item = &Session> {
        self.open.values()
    }

    /// The sessions that ended last, newest first; at most 200.
    pub fn recent(&self) -> impl ExactSizeIterator<Item = &Arc<Session>> {
        self.recent.iter()
    }

    /// A session that is open, or one of those that ended last.
    pub fn get(&self, id: &SessionId) -> Option<&Session> {
        self.open.get(id).or_else(|| self.recent.iter().find(|session| session.id == *id).map(Arc::as_ref))
    }

    /// All sites, by siteId.
    pub fn sites(&self) -> impl ExactSizeIterator<Item = &Site> {
        self.sites.iter()
    }

    /// The site and session of the last entry.
    pub fn last(&self) -> &Attribution {
        &self.last
    }

    /// Adds a problem to a session. Returns whether it is still open; a session that is over does not change any more.
    pub(crate) fn add_problem(&mut self, id: &SessionId, problem: Problem) -> bool {
        let session = self.open.get_mut(id);
        session.map(|session| session.problem(problem.at, problem.what)).is_some()
    }

    fn apply(&mut self, id: &SessionId, entry: &Entry, event: &Event<'_>) -> Vec<Change> {
        let mut changes = Vec::new();
        let is_new = !self.open.contains_key(id);
        if is_new {
            changes.extend(self.make_room());
            let session = self.opened(id, entry, event);
            self.open.insert(id.clone(), session);
            changes.push(Change::Began(id.clone()));
        } else if !matches!(event, Event::Frame { .. }) {
            changes.push(Change::WentOn(id.clone()));
        }
        let Some(session) = self.open.get_mut(id) else { return changes };
        if session.site.is_none() {
            session.site = event.site().cloned();
        }
        session.follow(self.now, event);
        if session.ended.is_some() {
            changes.extend(self.closed(id));
        } else if let (true, Some(site)) = (moves(event) || is_new, session.site.clone()) {
            self.recount(&site);
        }
        changes
    }

    /// A session that was not seen before, with its cause.
    fn opened(&mut self, id: &SessionId, entry: &Entry, event: &Event<'_>) -> Session {
        let mut session = Session::new(id.clone(), self.now, entry.wall);
        let (site, data) = match event {
            Event::Message(Message::SessionStarted(started)) => (&started.site_id, &started.custom_data),
            Event::Message(Message::SessionQueued(queued)) => (&queued.site_id, &queued.custom_data),
            Event::Message(Message::NluQuery(_)) => {
                session.cause = Cause::Text;
                return session;
            }
            _ => return session,
        };
        if let Some(asked) = self.causes.take(self.now, site, data.as_deref()) {
            (session.began, session.wall) = (asked.at, asked.wall);
            if matches!(asked.cause, Cause::WakeWord { .. }) {
                session.begin(asked.at, StepKind::Wake, None);
            }
            session.cause = asked.cause;
        }
        session
    }

    /// If there are too many sessions, gives up the one that was silent for longest.
    fn make_room(&mut self) -> Option<Change> {
        if self.open.len() < MOST_OPEN {
            return None;
        }
        let silent = self.open.values().min_by_key(|session| session.last)?.id.clone();
        self.close(&silent, Outcome::Unseen)
    }

    fn close(&mut self, id: &SessionId, outcome: Outcome) -> Option<Change> {
        let session = self.open.get_mut(id)?;
        if outcome == Outcome::Unseen {
            session.problem(self.now, "No end was seen.".to_owned());
        }
        // It may have ended at any time after its last message.
        session.close(session.last, outcome);
        self.closed(id)
    }

    fn closed(&mut self, id: &SessionId) -> Option<Change> {
        let session = Arc::new(self.open.remove(id)?);
        if let Some(site) = &session.site {
            self.recount(site);
        }
        self.recent.push_front(Arc::clone(&session));
        self.recent.truncate(MOST_RECENT);
        Some(Change::Ended(session))
    }

    /// Updates a site after a change to its sessions.
    fn recount(&mut self, site: &SiteId) {
        let here = || self.open.values().filter(|session| session.site.as_ref() == Some(site));
        let active = here().filter(|session| !session.is_waiting() && session.cause != Cause::Text);
        let active = active.max_by_key(|session| session.started).map(|session| session.id.clone());
        self.sites.set(site, active, here().filter(|session| session.is_waiting()).count());
    }
}

/// Whether this queues or starts a session.
fn moves(event: &Event<'_>) -> bool {
    matches!(event, Event::Message(Message::SessionQueued(_) | Message::SessionStarted(_)))
}
