//! The thread that writes: what it takes from the queue becomes entries, is cleaned, and goes to the disk.

use std::fs::OpenOptions;
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use petasos_bus::Received;
use petasos_messages::{Dialect, Message};
use petasos_recording::{Header, Writer};

use super::progress::Progress;
use super::queue::{Gone, Item, Waiting, What};
use crate::source;

/// What was recorded is on its way to the disk after so long at the latest.
const FLUSH: Duration = Duration::from_millis(250);

/// Writes everything into one file.
pub(crate) struct Writing {
    writer: Writer<BufWriter<Counted>>,
    dialect: Option<Dialect>,
    progress: Arc<Progress>,
}

/// Where it is written to, and how much.
struct Counted {
    out: Box<dyn Write + Send>,
    progress: Arc<Progress>,
}

impl Writing {
    /// Begins a file.
    pub(crate) fn new(out: Box<dyn Write + Send>, header: &Header, progress: Arc<Progress>) -> Result<Self> {
        progress.file();
        let counted = Counted { out, progress: progress.clone() };
        let writer = Writer::new(BufWriter::new(counted), header)?;
        Ok(Self { writer, dialect: header.dialect, progress })
    }

    /// Writes what comes until nothing will come any more.
    pub(crate) fn run(mut self, waiting: &Waiting) -> Result<()> {
        let mut flushed = Duration::ZERO;
        loop {
            match waiting.next(FLUSH) {
                Ok(Some(item)) => {
                    let at = item.at;
                    self.write(item)?;
                    if at > flushed + FLUSH {
                        self.writer.flush()?;
                        flushed = at;
                    }
                }
                Ok(None) => self.writer.flush()?,
                Err(Gone) => return Ok(self.writer.flush()?),
            }
        }
    }

    fn write(&mut self, item: Item) -> Result<()> {
        let Item { at, wall, what } = item;
        let entry = match what {
            What::Message(received) => {
                self.count(&received);
                source::entry(received, at, wall, self.dialect)
            }
            What::Gap(gap) => gap.entry(at, wall),
        };
        Ok(self.writer.write(&entry)?)
    }

    fn count(&self, received: &Received) {
        self.progress.message();
        if received.topic.ends_with("/sessionStarted")
            && let Ok(Message::SessionStarted(_)) = Message::decode(&received.topic, received.payload.clone())
        {
            self.progress.session();
        }
    }
}

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.progress.bytes(written);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Makes a file that only its owner may read, for people's words are in it.
pub(crate) fn create(path: &Path, force: bool) -> Result<Box<dyn Write + Send>> {
    let mut options = OpenOptions::new();
    options.write(true).mode(0o600);
    if force {
        options.create(true).truncate(true);
    } else {
        options.create_new(true);
    }
    let file = options.open(path).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => {
            anyhow::anyhow!(
                "{} exists already: name another file, or overwrite it with --force",
                path.display()
            )
        }
        _ => error.into(),
    });
    Ok(Box::new(file.with_context(|| format!("cannot record into {}", path.display()))?))
}
