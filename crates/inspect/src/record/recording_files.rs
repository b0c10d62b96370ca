//! The files of a recording: created, written, removed.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use petasos_recording::{self as recording, Entry, Folder, Header, Writer};

use super::Rotation;
use super::record_counts::Counters;
use crate::Error;

/// One session file that is being written, with its sound beside it.
pub(super) struct SessionFile {
    writer: Writer<BufWriter<Counted>>,
    /// `None` for standard output.
    path: Option<PathBuf>,
    /// The time of the recording at which the file begins: the times in it count from here.
    begun: Duration,
    /// The bytes in the file.
    lines: Arc<AtomicU64>,
    /// The bytes of sound that were counted.
    sound: u64,
    counters: Arc<Counters>,
}

/// Counts the bytes that are written.
struct Counted {
    out: Box<dyn Write + Send>,
    lines: Arc<AtomicU64>,
    counters: Arc<Counters>,
}

impl SessionFile {
    /// Writes to standard output, sound included.
    pub(super) fn standard(header: &Header, counters: &Arc<Counters>) -> Result<Self, Error> {
        Self::new(Box::new(io::stdout()), None, Duration::ZERO, header, counters)
    }

    /// Creates a file that begins at this time of the recording.
    pub(super) fn create(
        path: PathBuf,
        begun: Duration,
        header: &Header,
        counters: &Arc<Counters>,
    ) -> Result<Self, Error> {
        let file = create_file(&path)?;
        let mut header = header.clone();
        header.started = header.started.checked_add(begun).unwrap_or(header.started);
        Self::new(Box::new(file), Some(path), begun, &header, counters)
    }

    fn new(
        out: Box<dyn Write + Send>,
        path: Option<PathBuf>,
        begun: Duration,
        header: &Header,
        counters: &Arc<Counters>,
    ) -> Result<Self, Error> {
        let lines = Arc::new(AtomicU64::new(0));
        let counted = Counted { out, lines: lines.clone(), counters: counters.clone() };
        let mut writer = Writer::new(BufWriter::new(counted), header)
            .map_err(|error| Error::Write { path: path.clone(), error })?;
        if let Some(path) = &path {
            writer = writer.audio_beside(path);
        }
        counters.file();
        Ok(Self { writer, path, begun, lines, sound: 0, counters: counters.clone() })
    }

    /// Adds an entry. Entries from before the file began get the time of its beginning.
    pub(super) fn write(&mut self, entry: &Entry) -> Result<(), Error> {
        let written = if self.begun.is_zero() {
            self.writer.write(entry)
        } else {
            self.writer.write(&Entry { at: entry.at.saturating_sub(self.begun), ..entry.clone() })
        };
        written.map_err(|error| self.failure(error))?;
        let sound = self.writer.audio_bytes();
        self.counters.bytes(sound - self.sound);
        self.sound = sound;
        Ok(())
    }

    /// Hands everything to the disk.
    pub(super) fn flush(&mut self) -> Result<(), Error> {
        self.writer.flush().map_err(|error| self.failure(error))
    }

    /// Its bytes, sound included, without those that wait in memory.
    pub(super) fn bytes(&self) -> u64 {
        self.lines.load(Ordering::Relaxed) + self.sound
    }

    /// Removes the file.
    pub(super) fn discard(self) -> Result<(), Error> {
        let Some(path) = self.path.clone() else { return Ok(()) };
        drop(self);
        remove_file(&path)
    }

    fn failure(&self, error: recording::Error) -> Error {
        Error::Write { path: self.path.clone(), error }
    }
}

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.lines.fetch_add(written as u64, Ordering::Relaxed);
        self.counters.bytes(written as u64);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl Rotation {
    /// Whether a file is old or large enough.
    pub(super) fn is_due(self, file: &SessionFile, now: Duration) -> bool {
        match self {
            Self::After(time) => now.saturating_sub(file.begun) >= time,
            Self::At(bytes) => file.bytes() >= bytes,
            Self::Never => false,
        }
    }
}

/// A folder in which a recording creates its files.
pub(super) struct OutputFolder {
    files: Folder,
    header: Header,
    counters: Arc<Counters>,
}

impl OutputFolder {
    /// Creates the folder if it does not exist. All recordings in it may take at most this many bytes.
    pub(super) fn open(
        path: &Path,
        header: Header,
        max_bytes: Option<u64>,
        counters: Arc<Counters>,
    ) -> Result<Self, Error> {
        let files = Folder::open(path, max_bytes)
            .map_err(|error| Error::CreateFolder { path: path.to_owned(), error })?;
        Ok(Self { files, header, counters })
    }

    /// Begins a file, named after the time and these words.
    pub(super) fn begin(&self, begun: Duration, words: &[&str]) -> Result<SessionFile, Error> {
        let started = self.header.started.checked_add(begun).unwrap_or(self.header.started);
        SessionFile::create(self.files.name(started, words), begun, &self.header, &self.counters)
    }

    /// Removes the oldest recordings while all take more than the limit; those that are being written stay.
    pub(super) fn make_room<'a>(&self, open: impl Iterator<Item = &'a SessionFile>) -> Result<(), Error> {
        let open: Vec<&Path> = open.filter_map(|file| file.path.as_deref()).collect();
        self.files.make_room(&open).map_err(Error::MakeRoom)
    }
}

/// Creates a session file that only its owner may read, because it may contain what people said. Fails if it exists.
pub fn create_file(path: &Path) -> Result<File, Error> {
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    file.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => Error::Exists { path: path.to_owned() },
        _ => Error::Create { path: path.to_owned(), error },
    })
}

/// Removes a session file with its sound, if it exists. Fails if something else has its name.
pub fn remove_file(path: &Path) -> Result<(), Error> {
    if path.symlink_metadata().is_ok_and(|data| !data.is_file()) {
        return Err(Error::NotAFile { path: path.to_owned() });
    }
    recording::remove(path).map_err(|error| Error::Remove { path: path.to_owned(), error })
}
