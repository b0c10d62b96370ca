//! The journal of what must survive a crash: sites where something is switched off, and open sessions.
//!
//! Each line of the file is a fact, appended before the message that announces it is published. Each line has a checksum, so that
//! a line torn by the crash, or damaged later, is skipped without affecting the others:
//!
//! ```text
//! 2f1c90aa ["site opened","kitchen"]
//! 9be14d07 ["session started","kitchen","kitchen-porcupine-7d9f..."]
//! ```
//!
//! After a crash, everything found in it is ended and switched on again. Doing that once too often is harmless; forgetting a site
//! would leave it deaf. Words, slots and custom data are never written.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use petasos_dialogue::{Fact, Obligation};
use petasos_messages::{SessionId, SiteId};

/// The name of the file in the state directory.
const FILE: &str = "open-sessions.journal";

/// A file of this length, in bytes, is rewritten with only what is still open.
const COMPACT_AT: u64 = 256 << 10;

/// Limit on what is read: longer files are damaged, or not journals.
const LONGEST: u64 = 64 << 20;

/// The open sites and sessions, in memory and on disk.
#[derive(Debug)]
pub(crate) struct Journal {
    open: Open,
    file: Option<Log>,
    /// Facts since the last [`write`](Self::write), as lines.
    pending: Vec<u8>,
    /// Whether a pending fact opens something, and so must be on disk before anything is published.
    opens: bool,
    /// Closing facts whose messages may not have been delivered yet. `None` while the broker is connected.
    held: Option<Vec<Fact>>,
}

/// What a crash left open, and damage found in the file.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Recovered {
    /// Open sessions by site.
    pub(crate) obligations: Vec<Obligation>,
    /// Lines that could not be read.
    pub(crate) damaged: usize,
}

/// Why the journal cannot be kept. The manager continues without it.
#[derive(Debug, thiserror::Error)]
#[error("cannot keep the journal {}: {source}; after a crash, sites may stay deaf until their next session", path.display())]
pub(crate) struct JournalError {
    path: PathBuf,
    source: io::Error,
}

impl Journal {
    /// A journal that stores nothing.
    pub(crate) fn none() -> Self {
        Self::with(Open::default(), None)
    }

    /// Reads the journal in this directory, and continues it. With `sync`, facts are on disk, not only in the operating system's
    /// cache, before [`write`](Self::write) returns.
    pub(crate) fn open(directory: &Path, sync: bool) -> Result<(Self, Recovered), JournalError> {
        let path = directory.join(FILE);
        let error = |source| JournalError { path: path.clone(), source };
        std::fs::create_dir_all(directory).map_err(error)?;
        let (open, damaged) = Open::read(&read(&path).map_err(error)?);
        let log = Log::rewrite(path.clone(), sync, &open).map_err(error)?;
        let left = Recovered { obligations: open.obligations(), damaged };
        Ok((Self::with(open, Some(log)), left))
    }

    fn with(open: Open, file: Option<Log>) -> Self {
        Self { open, file, pending: Vec::new(), opens: false, held: None }
    }

    /// Adds a fact. [`write`](Self::write) stores it.
    pub(crate) fn note(&mut self, fact: &Fact) {
        if self.file.is_none() {
            return;
        }
        match (&mut self.held, fact) {
            (Some(held), Fact::SessionEnded(_) | Fact::SiteClosed(_)) => held.push(fact.clone()),
            (Some(held), Fact::SiteOpened(site)) => {
                held.retain(|held| *held != Fact::SiteClosed(site.clone()));
                self.apply(fact);
            }
            _ => self.apply(fact),
        }
    }

    /// The broker is not connected: what is closed from now on stays open in the file until its message is published.
    pub(crate) fn hold(&mut self) {
        self.held.get_or_insert_default();
    }

    /// The broker is connected again, and has received the queued messages.
    pub(crate) fn release(&mut self) {
        for fact in self.held.take().into_iter().flatten() {
            self.apply(&fact);
        }
    }

    fn apply(&mut self, fact: &Fact) {
        self.open.apply(fact);
        line(&mut self.pending, fact);
        self.opens |= matches!(fact, Fact::SiteOpened(_) | Fact::SessionStarted { .. });
    }

    /// Writes the pending facts with one call. A fact that opens something is durable when this returns; one that closes something may
    /// be lost in a power cut, and is then closed again. After an error, nothing is stored any more.
    pub(crate) fn write(&mut self) -> Result<(), JournalError> {
        let Some(mut log) = self.file.take() else {
            return Ok(());
        };
        let written =
            if self.pending.is_empty() { Ok(()) } else { log.append(&self.pending, self.opens, &self.open) };
        self.pending.clear();
        self.opens = false;
        match written {
            Ok(()) => {
                self.file = Some(log);
                Ok(())
            }
            Err(source) => Err(JournalError { path: log.path, source }),
        }
    }
}

/// Open sessions by site.
#[derive(Debug, Default)]
struct Open {
    sites: BTreeMap<SiteId, Vec<SessionId>>,
    site_of: BTreeMap<SessionId, SiteId>,
}

impl Open {
    /// Reads the lines of a file, and counts the damaged ones.
    fn read(bytes: &[u8]) -> (Self, usize) {
        let mut open = Self::default();
        let mut damaged = 0;
        for text in bytes.split(|byte| *byte == b'\n').filter(|text| !text.is_empty()) {
            match parse(text) {
                Some(fact) => open.apply(&fact),
                None => damaged += 1,
            }
        }
        (open, damaged)
    }

    fn apply(&mut self, fact: &Fact) {
        match fact {
            Fact::SiteOpened(site) => {
                self.sites.entry(site.clone()).or_default();
            }
            Fact::SessionStarted { site_id, session_id } => {
                let known = self.site_of.insert(session_id.clone(), site_id.clone());
                if known.is_none() {
                    self.sites.entry(site_id.clone()).or_default().push(session_id.clone());
                }
            }
            Fact::SessionEnded(session) => {
                let site = self.site_of.remove(session);
                if let Some(sessions) = site.and_then(|site| self.sites.get_mut(&site)) {
                    sessions.retain(|open| open != session);
                }
            }
            Fact::SiteClosed(site) => {
                for session in self.sites.remove(site).into_iter().flatten() {
                    self.site_of.remove(&session);
                }
            }
            _ => {}
        }
    }

    fn obligations(&self) -> Vec<Obligation> {
        let obligation =
            |(site, sessions): (&SiteId, &Vec<SessionId>)| Obligation::new(site.clone(), sessions.clone());
        self.sites.iter().map(obligation).collect()
    }

    /// The shortest equivalent file.
    fn lines(&self) -> Vec<u8> {
        let mut lines = Vec::new();
        for (site_id, sessions) in &self.sites {
            line(&mut lines, &Fact::SiteOpened(site_id.clone()));
            for session_id in sessions {
                let started =
                    Fact::SessionStarted { site_id: site_id.clone(), session_id: session_id.clone() };
                line(&mut lines, &started);
            }
        }
        lines
    }
}

/// The file itself.
#[derive(Debug)]
struct Log {
    path: PathBuf,
    file: File,
    length: u64,
    /// The length at which the file is rewritten.
    compact_at: u64,
    sync: bool,
}

impl Log {
    /// Atomically replaces the file by one with only what is open.
    fn rewrite(path: PathBuf, sync: bool, open: &Open) -> io::Result<Self> {
        let lines = open.lines();
        let new = path.with_extension("new");
        let mut file = OpenOptions::new().create(true).write(true).truncate(true).open(&new)?;
        file.write_all(&lines)?;
        if sync {
            file.sync_data()?;
        }
        std::fs::rename(&new, &path)?;
        if let Some(directory) = path.parent().filter(|_| sync) {
            File::open(directory)?.sync_all()?;
        }
        let length = lines.len() as u64;
        Ok(Self { path, file, length, compact_at: COMPACT_AT.max(4 * length), sync })
    }

    fn append(&mut self, lines: &[u8], opens: bool, open: &Open) -> io::Result<()> {
        if self.length >= self.compact_at {
            *self = Self::rewrite(self.path.clone(), self.sync, open)?;
            return Ok(());
        }
        self.file.write_all(lines)?;
        self.length += lines.len() as u64;
        if opens && self.sync {
            self.file.sync_data()?;
        }
        Ok(())
    }
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    match File::open(path) {
        Ok(file) => io::Read::read_to_end(&mut io::Read::take(file, LONGEST), &mut bytes)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
        Err(error) => return Err(error),
    };
    Ok(bytes)
}

/// A fact as a line: its checksum, then its kind, the site, and the session.
fn line(lines: &mut Vec<u8>, fact: &Fact) {
    let words = match fact {
        Fact::SiteOpened(site) => vec!["site opened", site.as_str()],
        Fact::SessionStarted { site_id, session_id } => {
            vec!["session started", site_id.as_str(), session_id.as_str()]
        }
        Fact::SessionEnded(session) => vec!["session ended", session.as_str()],
        Fact::SiteClosed(site) => vec!["site closed", site.as_str()],
        _ => return,
    };
    // Writing to memory cannot fail.
    if let Ok(json) = serde_json::to_string(&words) {
        lines.extend_from_slice(format!("{:08x} {json}\n", crc32fast::hash(json.as_bytes())).as_bytes());
    }
}

fn parse(line: &[u8]) -> Option<Fact> {
    let (checksum, json) = std::str::from_utf8(line).ok()?.split_once(' ')?;
    if checksum.len() != 8 || u32::from_str_radix(checksum, 16).ok()? != crc32fast::hash(json.as_bytes()) {
        return None;
    }
    let words: Vec<String> = serde_json::from_str(json).ok()?;
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    Some(match words.as_slice() {
        ["site opened", site] => Fact::SiteOpened(SiteId::new(site).ok()?),
        ["session started", site, session] => Fact::SessionStarted {
            site_id: SiteId::new(site).ok()?,
            session_id: SessionId::new(session).ok()?,
        },
        ["session ended", session] => Fact::SessionEnded(SessionId::new(session).ok()?),
        ["site closed", site] => Fact::SiteClosed(SiteId::new(site).ok()?),
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
