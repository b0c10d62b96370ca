//! A file for each session.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use petasos_messages::payload::Termination;
use petasos_messages::{Message, SessionId, SiteId};
use petasos_recording::{Attribution, Attributor, DecodedEntry, Entry};

use super::record_counts::Counters;
use super::recording_files::{OutputFolder, SessionFile};
use super::write_queue::size;
use super::writer_thread::Sink;
use crate::Error;

/// Finds the site of a message, even if it names only its session.
pub(super) type SiteFinder = Attributor<4_096>;

/// The name of the file for messages of no site, and of sites beyond the limit.
pub(super) const NO_SITE: &str = "house";

/// The most sessions that are written at the same time; those beyond are counted and not written.
pub const MAX_SESSIONS: usize = 64;
/// A session's file begins this long before the session, with the wake word and what led to it.
const BEFORE: Duration = Duration::from_secs(5);
/// It ends this long after the session, with the last toggles.
const AFTER: Duration = Duration::from_secs(2);
/// The most entries, and bytes of them, that are kept for the beginning of a file.
const MAX_BEFORE: usize = 8_192;
const MAX_BYTES_BEFORE: usize = 8 << 20;

/// A file for each session, with what happened at its site meanwhile, and shortly before and after.
pub(super) struct PerSession {
    folder: OutputFolder,
    /// Whether files of sessions that ended well are removed again.
    only_bad: bool,
    counters: Arc<Counters>,
    finder: SiteFinder,
    before: Before,
    open: HashMap<SessionId, Session>,
}

struct Session {
    site: Option<SiteId>,
    file: SessionFile,
    /// When it ended, and whether badly.
    ended: Option<(Duration, bool)>,
}

impl PerSession {
    pub(super) fn new(folder: OutputFolder, only_bad: bool, counters: Arc<Counters>) -> Self {
        let (finder, before) = (SiteFinder::default(), Before::default());
        Self { folder, only_bad, counters, finder, before, open: HashMap::new() }
    }

    fn begin(&mut self, session: SessionId, site: Option<SiteId>, now: Duration) -> Result<(), Error> {
        if self.open.contains_key(&session) {
            return Ok(());
        }
        self.give_up_at(site.as_ref(), now);
        if self.open.len() >= MAX_SESSIONS {
            self.counters.unrecorded();
            return Ok(());
        }
        let words = [site.as_ref().map_or(NO_SITE, SiteId::as_str), short(&session)];
        let recent =
            || self.before.entries.iter().filter(|(_, about)| belongs(about, site.as_ref(), &session));
        let begun = recent().next().map_or(now, |(entry, _)| entry.at);
        let mut file = self.folder.begin(begun, &words)?;
        recent().try_for_each(|(entry, _)| file.write(entry))?;
        self.open.insert(session, Session { site, file, ended: None });
        Ok(())
    }

    /// A session that begins at a site ends the one before it: its manager has most likely crashed.
    fn give_up_at(&mut self, site: Option<&SiteId>, now: Duration) {
        let before = self.open.values_mut().filter(|session| session.site.as_ref() == site);
        before.for_each(|session| {
            session.ended.get_or_insert((now, true));
        });
    }

    /// Closes the files of sessions that have ended.
    fn end(&mut self, is_over: impl Fn(Duration) -> bool) -> Result<(), Error> {
        let over = self.open.extract_if(|_, session| session.ended.is_some_and(|(at, _)| is_over(at)));
        for (_, Session { mut file, ended, .. }) in over {
            match ended {
                Some((_, false)) if self.only_bad => file.discard()?,
                _ => file.flush()?,
            }
        }
        Ok(())
    }
}

impl Sink for PerSession {
    fn take(&mut self, entry: &Entry) -> Result<(), Error> {
        self.end(|at| entry.at >= at + AFTER)?;
        let decoded = DecodedEntry::new(entry);
        let about = self.finder.attribute_entry(&decoded);
        if let Some(Message::SessionStarted(started)) = &decoded.message {
            self.begin(started.session_id.clone(), about.site.clone(), entry.at)?;
        }
        for (id, session) in &mut self.open {
            if belongs(&about, session.site.as_ref(), id) {
                session.file.write(entry)?;
            }
        }
        if let Some(Message::SessionEnded(ended)) = &decoded.message
            && let Some(session) = self.open.get_mut(&ended.session_id)
        {
            session.ended = Some((entry.at, is_bad(&ended.termination)));
        }
        self.before.push(entry.clone(), about);
        Ok(())
    }

    fn flush(&mut self, now: Duration) -> Result<(), Error> {
        self.end(|at| now >= at + AFTER)?;
        self.open.values_mut().try_for_each(|session| session.file.flush())?;
        self.folder.make_room(self.open.values().map(|session| &session.file))
    }

    fn finish(&mut self) -> Result<(), Error> {
        self.end(|_| true)?;
        self.flush(Duration::ZERO)
    }
}

/// Whether a message belongs in the file of a session: it names the session or its site, or its site is not known. An answer with an
/// unknown session id is among the latter: it may be the one that was waited for.
fn belongs(about: &Attribution, site: Option<&SiteId>, session: &SessionId) -> bool {
    about.session.as_ref() == Some(session) || about.site.is_none() || about.site.as_ref() == site
}

/// Whether a session with this termination was ended by a time limit or an error.
fn is_bad(termination: &Termination) -> bool {
    !matches!(
        termination,
        Termination::Nominal | Termination::AbortedByUser | Termination::IntentNotRecognized
    )
}

/// Enough of an id to distinguish sessions that begin within a second.
fn short(session: &SessionId) -> &str {
    let id = session.as_str();
    id.char_indices().nth(8).map_or(id, |(at, _)| id.get(..at).unwrap_or(id))
}

/// The last entries.
#[derive(Default)]
struct Before {
    entries: VecDeque<(Entry, Attribution)>,
    bytes: usize,
}

impl Before {
    fn push(&mut self, entry: Entry, about: Attribution) {
        let since = entry.at.saturating_sub(BEFORE);
        self.bytes += size(&entry);
        self.entries.push_back((entry, about));
        while self.entries.front().is_some_and(|(oldest, _)| oldest.at < since)
            || self.entries.len() > MAX_BEFORE
            || self.bytes > MAX_BYTES_BEFORE
        {
            let Some((oldest, _)) = self.entries.pop_front() else { return };
            self.bytes -= size(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use petasos_recording::Header;

    use super::*;

    fn entry(second: u64, topic: &str, payload: &str) -> Entry {
        Entry::new(Duration::from_secs(second), Timestamp::UNIX_EPOCH, topic, payload.to_owned())
    }

    #[test]
    fn a_session_without_an_end_is_over_when_the_next_one_begins() {
        let place = tempfile::tempdir().unwrap();
        let counters = Arc::new(Counters::default());
        let header = Header::new(Timestamp::UNIX_EPOCH);
        let folder = OutputFolder::open(place.path(), header, None, counters.clone()).unwrap();
        let mut sink = PerSession::new(folder, false, counters);
        let mut open = Vec::new();
        for (second, session, site) in
            [(0, "a", "kitchen"), (5, "b", "bedroom"), (10, "c", "kitchen"), (13, "d", "attic")]
        {
            let started = format!(r#"{{"sessionId":"{session}","siteId":"{site}"}}"#);
            sink.take(&entry(second, "hermes/dialogueManager/sessionStarted", &started)).unwrap();
            open.push(sink.open.len());
        }
        assert_eq!(open, [1, 2, 3, 3]);
        assert!(!sink.open.keys().any(|session| session.as_str() == "a"));
    }

    #[test]
    fn a_time_limit_or_an_error_is_a_bad_end() {
        let reasons =
            [("nominal", false), ("intentNotRecognized", false), ("timeout", true), ("error", true)];
        for (reason, bad) in reasons {
            let ended =
                format!(r#"{{"sessionId":"s1","siteId":"kitchen","termination":{{"reason":"{reason}"}}}}"#);
            let entry = entry(0, "hermes/dialogueManager/sessionEnded", &ended);
            let Some(Message::SessionEnded(ended)) = DecodedEntry::new(&entry).message else { panic!() };
            assert_eq!(is_bad(&ended.termination), bad, "{reason}");
        }
    }
}
