//! A full-screen view of an installation, live or recorded: `petasos watch --tui`.
//!
//! `Screen` is the state: it takes entries, time and keys, draws itself, and uses neither clock nor terminal. [`run`] drives it with
//! entries from `feed.rs` and the terminal of `terminal_guard.rs`. `view.rs` is what is selected and shown, `keys.rs` changes it, and
//! `draw/` draws the panes.

mod draw;
mod event_loop;
mod feed;
mod keys;
mod message_log;
mod pause_buffer;
mod terminal_guard;
#[cfg(test)]
mod tests;
mod theme;
mod view;

use std::time::Duration;

use jiff::tz::TimeZone;
use petasos_messages::Dialect;
use petasos_recording::{DecodedEntry, Entry};
use petasos_watch::doctor::Finding;
use petasos_watch::tracker::Site;
use petasos_watch::{Overview, Session};

pub use self::event_loop::run;
pub use self::feed::{Feed, Playback};
use self::message_log::{Kept, MessageLog};
use self::pause_buffer::PauseBuffer;
use self::theme::Theme;
use self::view::View;
use crate::entry_source::is_microphone;
use crate::watch::{SessionFilter, session_line};

/// The time over which messages are counted, for the rate per second.
const COUNTING: Duration = Duration::from_secs(1);

/// The state of the screen.
#[derive(Debug)]
struct Screen {
    overview: Overview,
    messages: MessageLog,
    held: PauseBuffer,
    /// Whether the screen is paused, or the recording is not playing.
    paused: bool,
    view: View,
    filter: SessionFilter,
    status: Status,
    zone: TimeZone,
    theme: Theme,
}

/// Where messages come from, and how many.
#[derive(Debug)]
struct Status {
    /// The broker, or the name of the file.
    origin: String,
    dialect: Option<Dialect>,
    is_file: bool,
    /// Why the connection was lost.
    away: Option<String>,
    /// The latest time that was shown.
    last: Duration,
    /// The time to which the user has moved, until it is reached.
    sought: Option<Duration>,
    rate: Rate,
}

/// The messages per second.
#[derive(Debug, Default)]
struct Rate {
    since: Duration,
    count: u64,
    /// The count of the second before.
    before: u64,
}

impl Screen {
    fn new(origin: String, is_file: bool, dialect: Option<Dialect>, filter: SessionFilter) -> Self {
        let status = Status {
            origin,
            dialect,
            is_file,
            away: None,
            last: Duration::ZERO,
            sought: None,
            rate: Rate::default(),
        };
        Self {
            overview: Overview::new(dialect),
            messages: MessageLog::default(),
            held: PauseBuffer::default(),
            paused: false,
            view: View::default(),
            filter,
            status,
            zone: TimeZone::system(),
            theme: Theme::new(true),
        }
    }

    /// Shows a message, or holds it back during a pause.
    fn see(&mut self, entry: Entry) {
        self.status.rate.count(entry.at);
        if !self.paused || self.status.is_file {
            self.take(&entry);
        } else if !is_microphone(&entry.topic) {
            self.held.push(entry);
            while let Some(entry) = self.held.overflow() {
                self.take(&entry);
            }
        }
    }

    /// Lets time pass.
    fn see_time(&mut self, now: Duration) {
        self.status.rate.time(now);
        if !self.paused || self.status.is_file {
            self.overview.handle_time(now);
            self.status.last = self.status.last.max(self.overview.now());
            self.status.sought.take_if(|sought| *sought <= self.overview.now());
        }
    }

    /// The recording has ended.
    fn see_end(&mut self) {
        self.overview.finish();
        self.status.sought = None;
    }

    /// The connection was lost or restored.
    fn see_connection(&mut self, away: Option<String>) {
        self.status.away = away;
    }

    /// Shows the recording from its beginning again; what is selected stays selected.
    fn restart(&mut self) {
        self.overview = Overview::new(self.status.dialect);
        self.messages = MessageLog::default();
        self.status.rate = Rate::default();
    }

    /// Whether a recording is playing.
    fn plays(&self) -> bool {
        self.status.is_file && !self.paused
    }

    fn take(&mut self, entry: &Entry) {
        self.overview.handle(&DecodedEntry::new(entry));
        self.status.last = self.status.last.max(entry.at);
        if !is_microphone(&entry.topic) {
            self.messages.keep(entry, self.overview.tracker().last());
        }
    }

    fn toggle_pause(&mut self) {
        self.paused = !self.paused;
        while let Some(entry) = self.held.pop() {
            self.take(&entry);
        }
    }

    /// The sites that are listed.
    fn sites(&self) -> impl Iterator<Item = &Site> {
        self.overview.tracker().sites().filter(|site| self.filter.takes_site(Some(&site.id)))
    }

    /// The sessions that are listed: the open ones, then those that have ended, newest first.
    fn sessions(&self) -> Vec<&Session> {
        let sessions = self.overview.tracker();
        let mut open: Vec<_> = sessions.open().collect();
        open.sort_by_key(|session| std::cmp::Reverse(session.began));
        let all = open.into_iter().chain(sessions.recent().map(AsRef::as_ref));
        all.filter(|session| self.lists(session)).collect()
    }

    fn lists(&self, session: &Session) -> bool {
        let View { site, search, .. } = &self.view;
        (site.is_none() || session.site == *site)
            && self.filter.takes(session)
            && (search.is_empty() || is_in(search, &text_of(session)))
    }

    /// The current session: the selected one, else the newest.
    fn session(&self) -> Option<&Session> {
        match &self.view.session {
            Some(id) => self.overview.tracker().get(id),
            None => self.sessions().first().copied(),
        }
    }

    /// The messages that are listed, oldest first: those of the selected session, else all.
    fn messages(&self) -> Vec<&Kept> {
        let View { site, session, search, .. } = &self.view;
        let session = session.as_ref().and_then(|id| self.overview.tracker().get(id));
        let listed = |kept: &&Kept| {
            session.is_none_or(|session| kept.is_of(session))
                && (site.is_none() || kept.site == *site)
                && self.filter.takes_site(kept.site.as_ref())
                && kept.contains(search)
        };
        self.messages.iter().filter(listed).collect()
    }

    /// The current message: the selected one, else the newest.
    fn message(&self) -> Option<&Kept> {
        let messages = self.messages();
        let chosen = |kept: &&Kept| Some(kept.number) == self.view.message;
        messages.iter().copied().find(chosen).or(messages.last().copied())
    }

    /// The findings that are listed, newest first.
    fn findings(&self) -> Vec<&Finding> {
        let listed = |finding: &&Finding| self.view.site.is_none() || finding.site == self.view.site;
        self.overview.findings().iter().rev().filter(listed).collect()
    }
}

impl Rate {
    fn count(&mut self, now: Duration) {
        self.time(now);
        self.count += 1;
    }

    fn time(&mut self, now: Duration) {
        if now.saturating_sub(self.since) >= COUNTING {
            self.before = self.count;
            *self = Self { since: now, count: 0, before: self.count };
        }
    }
}

/// The text of a session that can be searched.
fn text_of(session: &Session) -> String {
    let site = session.site.as_ref().map_or("", |site| site.as_str());
    let outcome = session.ended.as_ref().map_or("", |ended| ended.outcome.as_str());
    format!("{} {site} {} {outcome}", session.id, session_line::conversation(session))
}

/// Whether a text contains a pattern, ignoring case.
fn is_in(pattern: &str, text: &str) -> bool {
    text.to_lowercase().contains(&pattern.to_lowercase())
}
