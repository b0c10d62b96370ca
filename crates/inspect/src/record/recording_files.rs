//! One session file that is being written.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, anyhow, ensure};
use petasos_recording::{self as recording, Entry, Header, Writer};

use super::progress::Progress;

/// One session file that is being written, with its sound beside it.
pub(crate) struct Output {
    writer: Writer<BufWriter<Counted>>,
    /// Where it is; `None` for standard output.
    path: Option<PathBuf>,
    /// When it began, since the recording began. The times in it count from here.
    begun: Duration,
    /// Bytes written into the file.
    lines: Arc<AtomicU64>,
    /// Bytes of sound that the progress knows of.
    sound: u64,
    progress: Arc<Progress>,
}

/// Where lines are written to, and how much that is.
struct Counted {
    out: Box<dyn Write + Send>,
    lines: Arc<AtomicU64>,
    progress: Arc<Progress>,
}

impl Output {
    /// Begins to write to standard output. All there is stands in the lines.
    pub(crate) fn standard(header: &Header, progress: &Arc<Progress>) -> Result<Self> {
        Self::new(Box::new(io::stdout()), None, Duration::ZERO, header, progress)
    }

    /// Begins a file at this time.
    pub(crate) fn create(
        path: PathBuf,
        begun: Duration,
        header: &Header,
        progress: &Arc<Progress>,
    ) -> Result<Self> {
        let file = create(&path)?;
        let mut header = header.clone();
        header.started = header.started.checked_add(begun).unwrap_or(header.started);
        Self::new(Box::new(file), Some(path), begun, &header, progress)
    }

    fn new(
        out: Box<dyn Write + Send>,
        path: Option<PathBuf>,
        begun: Duration,
        header: &Header,
        progress: &Arc<Progress>,
    ) -> Result<Self> {
        let lines = Arc::new(AtomicU64::new(0));
        let counted = Counted { out, lines: lines.clone(), progress: progress.clone() };
        let mut writer = Writer::new(BufWriter::new(counted), header)?;
        if let Some(path) = &path {
            writer = writer.audio_beside(path);
        }
        progress.file();
        Ok(Self { writer, path, begun, lines, sound: 0, progress: progress.clone() })
    }

    /// Adds a message. What came before the file began stands at its beginning.
    pub(crate) fn write(&mut self, entry: &Entry) -> Result<()> {
        let written = if self.begun.is_zero() {
            self.writer.write(entry)
        } else {
            self.writer.write(&Entry { at: entry.at.saturating_sub(self.begun), ..entry.clone() })
        };
        written.with_context(|| self.failure())?;
        let sound = self.writer.audio_bytes();
        self.progress.bytes(sound - self.sound);
        self.sound = sound;
        Ok(())
    }

    /// Hands everything on to the disk.
    pub(crate) fn flush(&mut self) -> Result<()> {
        self.writer.flush().with_context(|| self.failure())
    }

    /// How many bytes it has, sound included, those not counted that wait in memory.
    pub(crate) fn bytes(&self) -> u64 {
        self.lines.load(Ordering::Relaxed) + self.sound
    }

    /// When it began.
    pub(crate) fn begun(&self) -> Duration {
        self.begun
    }

    /// Where it is.
    pub(crate) fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Removes it: nobody wants it after all.
    pub(crate) fn discard(self) -> Result<()> {
        let Some(path) = self.path.clone() else { return Ok(()) };
        drop(self);
        remove(&path)
    }

    fn failure(&self) -> String {
        match &self.path {
            Some(path) => format!("cannot write to {}; what was written until now is there", path.display()),
            None => "cannot write to standard output".to_owned(),
        }
    }
}

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.lines.fetch_add(written as u64, Ordering::Relaxed);
        self.progress.bytes(written as u64);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Makes a file, for its owner alone: people's words are in it.
pub(crate) fn create(path: &Path) -> Result<File> {
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    file.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => {
            anyhow!("{} exists already: name another file, or overwrite it with --force", path.display())
        }
        _ => anyhow!("cannot create {}: {error}", path.display()),
    })
}

/// Removes what is to be written over, if it is a file.
pub(crate) fn clear(path: &Path) -> Result<()> {
    let is_other = path.symlink_metadata().is_ok_and(|data| !data.is_file());
    ensure!(!is_other, "{} is no file: it is not overwritten", path.display());
    remove(path)
}

/// Removes a session file with its sound, if it is there.
pub(crate) fn remove(path: &Path) -> Result<()> {
    recording::remove(path).with_context(|| format!("cannot remove {}", path.display()))
}
