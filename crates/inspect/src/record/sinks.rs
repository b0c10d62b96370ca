//! Where redacted entries go: one file, one file after the other, or one for each site.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use petasos_messages::SiteId;
use petasos_recording::{Attribution, DecodedEntry, Entry, Header};

use super::per_session::{NO_SITE, PerSession, SiteFinder};
use super::record_counts::Counters;
use super::recording_files::{OutputFolder, SessionFile};
use super::writer_thread::Sink;
use super::{Destination, RecordOptions, RecordingFolder, Rotation, Split};
use crate::Error;

/// The most sites that have a file of their own at the same time.
const MAX_SITES: usize = 64;
/// If space is limited, a file takes at most this fraction of it, so that there is always an old one to remove.
const FRACTION: u64 = 10;

/// Creates the file or the folder, and the sink that writes to it.
pub(super) fn open(
    options: RecordOptions,
    header: Header,
    counters: &Arc<Counters>,
) -> Result<Box<dyn Sink>, Error> {
    let sink: Box<dyn Sink> = match options.destination {
        Destination::StandardOutput => Box::new(OneFile(SessionFile::standard(&header, counters)?)),
        Destination::File(path) => {
            Box::new(OneFile(SessionFile::create(path, Duration::ZERO, &header, counters)?))
        }
        Destination::Folder(folder) => in_folder(folder, header, counters)?,
    };
    Ok(match options.site {
        Some(site) => Box::new(AtSite { site, finder: SiteFinder::default(), rest: sink }),
        None => sink,
    })
}

fn in_folder(
    folder: RecordingFolder,
    header: Header,
    counters: &Arc<Counters>,
) -> Result<Box<dyn Sink>, Error> {
    let RecordingFolder { path, split, rotation, max_bytes } = folder;
    let folder = OutputFolder::open(&path, header, max_bytes, counters.clone())?;
    let rotation = match (rotation, max_bytes) {
        (Rotation::Never, Some(max)) => Rotation::At((max / FRACTION).max(1)),
        _ => rotation,
    };
    Ok(match split {
        Split::None => Box::new(Rotating { folder, rotation, current: None }),
        Split::PerSite => {
            Box::new(PerSite { folder, rotation, finder: SiteFinder::default(), files: HashMap::new() })
        }
        Split::PerSession { only_bad } => Box::new(PerSession::new(folder, only_bad, counters.clone())),
    })
}

/// One file, until the end.
struct OneFile(SessionFile);

impl Sink for OneFile {
    fn take(&mut self, entry: &Entry) -> Result<(), Error> {
        self.0.write(entry)
    }

    fn flush(&mut self, _: Duration) -> Result<(), Error> {
        self.0.flush()
    }

    fn finish(&mut self) -> Result<(), Error> {
        self.0.flush()
    }
}

/// One file after the other, in a folder: a new one when the last is old or large enough.
struct Rotating {
    folder: OutputFolder,
    rotation: Rotation,
    current: Option<SessionFile>,
}

impl Sink for Rotating {
    fn take(&mut self, entry: &Entry) -> Result<(), Error> {
        let rotation = self.rotation;
        if self.current.as_ref().is_some_and(|file| rotation.is_due(file, entry.at))
            && let Some(mut file) = self.current.take()
        {
            file.flush()?;
        }
        let file = match &mut self.current {
            Some(file) => file,
            none => none.insert(self.folder.begin(entry.at, &[])?),
        };
        file.write(entry)
    }

    fn flush(&mut self, _: Duration) -> Result<(), Error> {
        if let Some(file) = &mut self.current {
            file.flush()?;
        }
        self.folder.make_room(self.current.as_ref().into_iter())
    }

    fn finish(&mut self) -> Result<(), Error> {
        self.flush(Duration::ZERO)
    }
}

/// Only messages of one site, and of no site.
struct AtSite {
    site: SiteId,
    finder: SiteFinder,
    rest: Box<dyn Sink>,
}

impl Sink for AtSite {
    fn take(&mut self, entry: &Entry) -> Result<(), Error> {
        let Attribution { site, .. } = self.finder.attribute_entry(&DecodedEntry::new(entry));
        let elsewhere = site.is_some_and(|site| site != self.site);
        if elsewhere { Ok(()) } else { self.rest.take(entry) }
    }

    fn flush(&mut self, now: Duration) -> Result<(), Error> {
        self.rest.flush(now)
    }

    fn finish(&mut self) -> Result<(), Error> {
        self.rest.finish()
    }
}

/// A file for each site, and one for messages of no site.
struct PerSite {
    folder: OutputFolder,
    rotation: Rotation,
    finder: SiteFinder,
    files: HashMap<String, SessionFile>,
}

impl Sink for PerSite {
    fn take(&mut self, entry: &Entry) -> Result<(), Error> {
        let Attribution { site, .. } = self.finder.attribute_entry(&DecodedEntry::new(entry));
        let mut name = site.as_ref().map_or(NO_SITE, SiteId::as_str);
        if self.files.len() >= MAX_SITES && !self.files.contains_key(name) {
            name = NO_SITE;
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

    fn flush(&mut self, _: Duration) -> Result<(), Error> {
        self.files.values_mut().try_for_each(SessionFile::flush)?;
        self.folder.make_room(self.files.values())
    }

    fn finish(&mut self) -> Result<(), Error> {
        self.flush(Duration::ZERO)
    }
}
