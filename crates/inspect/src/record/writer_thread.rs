//! The thread that writes: what it takes from the queue becomes entries, is cleaned, and goes where it belongs.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use petasos_bus::Received;
use petasos_messages::{Dialect, Message};
use petasos_recording::{Entry, Redactor};

use super::progress::Progress;
use super::queue::{Gone, Item, Waiting, What};
use crate::source;

/// What was recorded is on its way to the disk after so long at the latest.
const FLUSH: Duration = Duration::from_millis(250);

/// Where cleaned entries go.
pub(crate) trait Sink: Send {
    /// Takes an entry.
    fn take(&mut self, entry: &Entry) -> Result<()>;

    /// Hands everything on to the disk. Called again and again; this is the time.
    fn flush(&mut self, now: Duration) -> Result<()>;

    /// Ends all files.
    fn finish(&mut self) -> Result<()>;
}

/// Takes from the queue, and hands on to a sink.
pub(crate) struct Writing {
    redactor: Redactor,
    sink: Box<dyn Sink>,
    dialect: Option<Dialect>,
    progress: Arc<Progress>,
    flushed: Duration,
}

impl Writing {
    pub(crate) fn new(
        redactor: Redactor,
        sink: Box<dyn Sink>,
        dialect: Option<Dialect>,
        progress: Arc<Progress>,
    ) -> Self {
        Self { redactor, sink, dialect, progress, flushed: Duration::ZERO }
    }

    /// Writes what comes until nothing will come any more.
    pub(crate) fn run(mut self, waiting: &Waiting) -> Result<()> {
        loop {
            let now = match waiting.next(FLUSH) {
                Ok(Some(item)) => {
                    let at = item.at;
                    self.write(item)?;
                    at
                }
                Ok(None) => self.flushed + FLUSH,
                Err(Gone) => return self.sink.finish(),
            };
            if now >= self.flushed + FLUSH {
                self.sink.flush(now)?;
                self.flushed = now;
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
        self.sink.take(&self.redactor.redact(entry))
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
