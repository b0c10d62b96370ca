//! The half of a recording that writes: it redacts entries and hands them to a sink.

use std::sync::Arc;
use std::time::Duration;

use petasos_messages::Message;
use petasos_recording::{Entry, GAP_TOPIC, Redactor};

use super::record_counts::Counters;
use super::write_queue::{Gone, Waiting};
use crate::Error;

/// Entries are handed to the disk after this long at the latest.
const FLUSH: Duration = Duration::from_millis(250);

/// Where redacted entries go.
pub(super) trait Sink: Send {
    fn take(&mut self, entry: &Entry) -> Result<(), Error>;

    /// Hands everything to the disk. Called again and again, with the time of the recording.
    fn flush(&mut self, now: Duration) -> Result<(), Error>;

    /// Ends all files.
    fn finish(&mut self) -> Result<(), Error>;
}

/// Takes entries from the queue and hands them to a sink.
pub(super) struct Writing {
    redactor: Redactor,
    sink: Box<dyn Sink>,
    counters: Arc<Counters>,
    flushed: Duration,
}

impl Writing {
    pub(super) fn new(redactor: Redactor, sink: Box<dyn Sink>, counters: Arc<Counters>) -> Self {
        Self { redactor, sink, counters, flushed: Duration::ZERO }
    }

    /// Writes until the other end of the queue is gone.
    pub(super) fn run(mut self, waiting: &Waiting) -> Result<(), Error> {
        loop {
            let now = match waiting.next(FLUSH) {
                Ok(Some(entry)) => {
                    let at = entry.at;
                    self.count(&entry);
                    self.sink.take(&self.redactor.redact(entry))?;
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

    fn count(&self, entry: &Entry) {
        if entry.topic == GAP_TOPIC {
            return;
        }
        self.counters.message();
        if entry.topic.ends_with("/sessionStarted")
            && let Some(payload) = entry.payload.bytes()
            && let Ok(Message::SessionStarted(_)) = Message::decode(&entry.topic, payload.clone())
        {
            self.counters.session();
        }
    }
}
