//! A file for each site, or one for each session.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use petasos_messages::{SessionId, SiteId};
use petasos_recording::Entry;

use super::folder::Folder;
use super::output::Output;
use super::place::{Place, Places, Turn};
use super::progress::Progress;
use super::units::Rotation;
use super::writing::Sink;

/// The file for what belongs to no site, and to the sites for which there is no file left.
const HOUSE: &str = "house";
/// So many sites get a file of their own at the same time.
const MOST_SITES: usize = 64;
/// So many sessions are written down at the same time; those beyond are counted, and not written.
pub(crate) const MOST_SESSIONS: usize = 64;
/// A session's file begins so long before the session, with the wake word and what led to it.
const BEFORE: Duration = Duration::from_secs(5);
/// It ends so long after it, with the toggles and what else the end brings.
const AFTER: Duration = Duration::from_secs(2);
/// So many messages, and bytes of them, are kept to stand before a session.
const MOST_BEFORE: usize = 8_192;
const MOST_BYTES_BEFORE: usize = 8 << 20;

/// Only what belongs to one site, and what belongs to none.
pub(crate) struct AtSite {
    site: SiteId,
    places: Places,
    rest: Box<dyn Sink>,
}

impl AtSite {
    pub(crate) fn new(site: SiteId, rest: Box<dyn Sink>) -> Self {
        Self { site, places: Places::default(), rest }
    }
}

impl Sink for AtSite {
    fn take(&mut self, entry: &Entry) -> Result<()> {
        let place = self.places.find(entry);
        let elsewhere = place.site.is_some_and(|site| site != self.site);
        if elsewhere { Ok(()) } else { self.rest.take(entry) }
    }

    fn flush(&mut self, now: Duration) -> Result<()> {
        self.rest.flush(now)
    }

    fn finish(&mut self) -> Result<()> {
        self.rest.finish()
    }
}

/// A file for each site, and one for the rest of the house.
pub(crate) struct PerSite {
    folder: Folder,
    rotation: Rotation,
    places: Places,
    files: HashMap<String, Output>,
}

impl PerSite {
    pub(crate) fn new(folder: Folder, rotation: Rotation) -> Self {
        Self { folder, rotation, places: Places::default(), files: HashMap::new() }
    }
}

impl Sink for PerSite {
    fn take(&mut self, entry: &Entry) -> Result<()> {
        let place = self.places.find(entry);
        let mut name = place.site.as_ref().map_or(HOUSE, SiteId::as_str);
        if self.files.len() >= MOST_SITES && !self.files.contains_key(name) {
            name = HOUSE;
        }
        if self.files.get(name).is_some_and(|file| self.rotation.is_due(file, entry.at))
            && let Some(mut file) = self.files.remove(name)
        {
            file.flush()?;
        }
        if !self.files.contains_key(name) {
            self.files.insert(name.to_owned(), self.folder.begin(entry.at, &[name])?);
        }
        self.files.get_mut(name).map_or(Ok(()), |file| file.write(entry))
    }

    fn flush(&mut self, _: Duration) -> Result<()> {
        self.files.values_mut().try_for_each(Output::flush)?;
        self.folder.make_room(self.files.values())
    }

    fn finish(&mut self) -> Result<()> {
        self.flush(Duration::ZERO)
    }
}

/// A file for each session, with what was at its site meanwhile, and a little before and after.
pub(crate) struct PerSession {
    folder: Folder,
    /// Files of sessions that ended well are removed again.
    only_bad: bool,
    progress: Arc<Progress>,
    places: Places,
    before: Before,
    open: HashMap<SessionId, Session>,
}

struct Session {
    site: Option<SiteId>,
    file: Output,
    /// When it ended, and whether badly.
    ended: Option<(Duration, bool)>,
}

impl PerSession {
    pub(crate) fn new(folder: Folder, only_bad: bool, progress: Arc<Progress>) -> Self {
        let (places, before) = (Places::default(), Before::default());
        Self { folder, only_bad, progress, places, before, open: HashMap::new() }
    }

    fn begin(&mut self, session: SessionId, place: &Place, now: Duration) -> Result<()> {
        if self.open.contains_key(&session) {
            return Ok(());
        }
        self.give_up_at(place.site.as_ref(), now);
        if self.open.len() >= MOST_SESSIONS {
            self.progress.unrecorded();
            return Ok(());
        }
        let site = place.site.clone();
        let words = [site.as_ref().map_or(HOUSE, SiteId::as_str), short(&session)];
        let told = || self.before.entries.iter().filter(|(_, place)| belongs(place, site.as_ref(), &session));
        let begun = told().next().map_or(now, |(entry, _)| entry.at);
        let mut file = self.folder.begin(begun, &words)?;
        told().try_for_each(|(entry, _)| file.write(entry))?;
        self.open.insert(session, Session { site, file, ended: None });
        Ok(())
    }

    /// Where a session begins, the one before it is over, though nobody has said so: its manager has crashed, most likely.
    fn give_up_at(&mut self, site: Option<&SiteId>, now: Duration) {
        let before = self.open.values_mut().filter(|session| session.site.as_ref() == site);
        before.for_each(|session| {
            session.ended.get_or_insert((now, true));
        });
    }

    /// Ends the files of sessions that are over.
    fn end(&mut self, is_over: impl Fn(Duration) -> bool) -> Result<()> {
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
    fn take(&mut self, entry: &Entry) -> Result<()> {
        self.end(|at| entry.at >= at + AFTER)?;
        let place = self.places.find(entry);
        if let (Some(Turn::Begin), Some(session)) = (place.turn, &place.session) {
            self.begin(session.clone(), &place, entry.at)?;
        }
        for (id, session) in &mut self.open {
            if belongs(&place, session.site.as_ref(), id) {
                session.file.write(entry)?;
            }
        }
        if let (Some(Turn::End { badly }), Some(session)) = (place.turn, &place.session)
            && let Some(session) = self.open.get_mut(session)
        {
            session.ended = Some((entry.at, badly));
        }
        self.before.push(entry.clone(), place);
        Ok(())
    }

    fn flush(&mut self, now: Duration) -> Result<()> {
        self.end(|at| now >= at + AFTER)?;
        self.open.values_mut().try_for_each(|session| session.file.flush())?;
        self.folder.make_room(self.open.values().map(|session| &session.file))
    }

    fn finish(&mut self) -> Result<()> {
        self.end(|_| true)?;
        self.flush(Duration::ZERO)
    }
}

/// Whether a message belongs into the file of a session: it is about it, or about its site, or about no site that is known. An
/// answer that names a session which does not exist is among these: it may be the one that was waited for.
fn belongs(place: &Place, site: Option<&SiteId>, session: &SessionId) -> bool {
    place.session.as_ref() == Some(session) || place.site.is_none() || place.site.as_ref() == site
}

/// Enough of an id to tell the sessions of a second apart.
fn short(session: &SessionId) -> &str {
    let id = session.as_str();
    id.char_indices().nth(8).map_or(id, |(at, _)| id.get(..at).unwrap_or(id))
}

/// What came last.
#[derive(Default)]
struct Before {
    entries: VecDeque<(Entry, Place)>,
    bytes: usize,
}

impl Before {
    fn push(&mut self, entry: Entry, place: Place) {
        let since = entry.at.saturating_sub(BEFORE);
        self.bytes += size(&entry);
        self.entries.push_back((entry, place));
        while self.entries.front().is_some_and(|(oldest, _)| oldest.at < since)
            || self.entries.len() > MOST_BEFORE
            || self.bytes > MOST_BYTES_BEFORE
        {
            let Some((oldest, _)) = self.entries.pop_front() else { return };
            self.bytes -= size(&oldest);
        }
    }
}

fn size(entry: &Entry) -> usize {
    entry.topic.len() + entry.payload.bytes().map_or(0, bytes::Bytes::len)
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
    fn a_session_that_nobody_has_ended_is_over_where_the_next_one_begins() {
        let place = tempfile::tempdir().unwrap();
        let progress = Arc::new(Progress::default());
        let header = Header::new(Timestamp::UNIX_EPOCH);
        let folder = Folder::open(place.path(), header, None, progress.clone()).unwrap();
        let mut sink = PerSession::new(folder, false, progress);
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
}
