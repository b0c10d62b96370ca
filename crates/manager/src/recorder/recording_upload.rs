//! Sends a recording to a client in small parts, so that conversations are not delayed.

use std::time::Duration;

use petasos_dialogue::Time;
use petasos_messages::Level;
use petasos_messages::payload::RecordingPart;
use petasos_recording::{Error, Header, Redactor, Writer};

use super::ring::Ring;

/// The size of a part in bytes: small enough to be redacted between two messages.
const PART: usize = 32 << 10;
/// The time between two parts.
const PAUSE: Duration = Duration::from_millis(5);

/// A recording that is being sent.
#[derive(Debug)]
pub(crate) struct Answer {
    id: Option<String>,
    /// The numbers of the remaining entries.
    next: u64,
    end: u64,
    part: u64,
    pub(crate) due: Time,
    redactor: Redactor,
    writer: Writer<Vec<u8>>,
    /// The start of the recording; entry times are relative to it.
    begin: Duration,
}

impl Answer {
    /// Answers the request with this id with the entries of these numbers.
    pub(crate) fn new(
        now: Time,
        id: Option<String>,
        numbers: std::ops::Range<u64>,
        begin: Duration,
        header: Header,
        redactor: Redactor,
    ) -> Result<Self, Error> {
        let writer = Writer::new(Vec::new(), &redactor.header(header))?;
        Ok(Self { id, next: numbers.start, end: numbers.end, part: 0, due: now, redactor, writer, begin })
    }

    /// Takes the next part.
    pub(crate) fn next(&mut self, now: Time, ring: &Ring, instance: &Level) -> Result<RecordingPart, Error> {
        while self.writer.get_mut().len() < PART
            && let Some((number, entry)) = ring.get(self.next).filter(|(number, _)| *number < self.end)
        {
            self.next = number + 1;
            self.writer.write(&self.redactor.redact(super::rebased(entry, self.begin)))?;
        }
        let is_last = ring.get(self.next).is_none_or(|(number, _)| number >= self.end);
        let bytes = std::mem::take(self.writer.get_mut());
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let mut part = RecordingPart::new(instance.clone(), self.id.clone(), self.part, text);
        part.last = is_last;
        self.part += 1;
        self.due = now + PAUSE;
        Ok(part)
    }
}
