//! The source of the entries on the screen.

use std::path::{Path, PathBuf};
use std::time::Duration;

use petasos_recording::{Entry, Header};

use crate::Error;
use crate::entry_source::{FileSource, Incoming, LiveSource};

/// The source of the entries on the screen.
#[derive(Debug)]
pub enum Feed {
    /// A broker.
    Live(Box<LiveSource>),
    /// A recording.
    File(Box<Playback>),
}

/// A recording that is read up to the time that is shown.
#[derive(Debug)]
pub struct Playback {
    path: PathBuf,
    source: FileSource,
    /// An entry that was read but is not shown yet.
    next: Option<Entry>,
    /// How far it is to be shown.
    until: Duration,
    is_over: bool,
}

impl Feed {
    /// A recording, from its beginning.
    pub fn file(path: &Path) -> Result<Self, Error> {
        Ok(Self::File(Box::new(Playback::open(path)?)))
    }

    pub(super) fn header(&self) -> &Header {
        match self {
            Self::Live(live) => live.header(),
            Self::File(playback) => playback.source.header(),
        }
    }

    /// The broker, or the name of the file.
    pub(super) fn origin(&self) -> String {
        match self {
            Self::Live(live) => live.client().broker(),
            Self::File(playback) => {
                playback.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
            }
        }
    }

    /// Disconnects, and returns what was missing in the recording; see [`FileSource::damage`].
    pub(super) async fn close(self) -> Result<Vec<String>, Error> {
        match self {
            Self::Live(live) => live.close().await?,
            Self::File(playback) => return Ok(playback.source.damage()),
        }
        Ok(Vec::new())
    }

    /// The next event within this time.
    pub(super) async fn next(&mut self, patience: Duration) -> Result<Incoming, Error> {
        match self {
            Self::Live(live) => Ok(live.next(patience).await?),
            Self::File(playback) => playback.next(patience).await,
        }
    }
}

impl Playback {
    fn open(path: &Path) -> Result<Self, Error> {
        let (source, path) = (FileSource::open(path)?, path.to_owned());
        Ok(Self { path, source, next: None, until: Duration::MAX, is_over: false })
    }

    /// Starts again from the beginning, up to this time.
    pub(super) fn restart(&mut self, until: Duration) -> Result<(), Error> {
        *self = Self { until, ..Self::open(&self.path)? };
        Ok(())
    }

    /// Continues up to this time.
    pub(super) fn read_until(&mut self, until: Duration) {
        self.until = until;
    }

    async fn next(&mut self, patience: Duration) -> Result<Incoming, Error> {
        if self.next.is_none() && !self.is_over {
            self.next = self.source.next().transpose()?;
            if self.next.is_none() {
                self.is_over = true;
                return Ok(Incoming::End);
            }
        }
        if let Some(entry) = self.next.take_if(|entry| entry.at <= self.until) {
            return Ok(Incoming::Entry(Box::new(entry)));
        }
        tokio::time::sleep(patience).await;
        // Time stops at the end of the recording.
        Ok(Incoming::Time(if self.is_over { Duration::ZERO } else { self.until }))
    }
}
