//! What was published, and what a test may claim about it.

use std::fmt;

use bytes::Bytes;
use petasos_bus::Received;
use serde_json::Value;

use super::story::{Entry, Passed, Table, What};

/// A message that a test waited for. If none came, the first claim fails, with the conversation as a table.
pub struct Mqtt<'a> {
    topic: String,
    entries: &'a [Entry],
    found: Option<usize>,
}

impl<'a> Mqtt<'a> {
    pub(super) fn new(topic: String, entries: &'a [Entry], found: Option<usize>) -> Self {
        Self { topic, entries, found }
    }

    /// Its payload is this JSON; order and white space do not matter.
    ///
    /// # Panics
    ///
    /// If it is not, or if nothing came.
    #[track_caller]
    pub fn json_eq(&self, wanted: &str) -> &Self {
        let wanted: Value = match serde_json::from_str(wanted) {
            Ok(wanted) => wanted,
            Err(error) => self.fail(&format!("is compared with what is no JSON ({error}): {wanted}")),
        };
        let found = self.json();
        if found != wanted {
            self.fail(&format!("is {found}, not {wanted}"));
        }
        self
    }

    /// Its payload is this text.
    ///
    /// # Panics
    ///
    /// If it is not, or if nothing came.
    #[track_caller]
    pub fn text_eq(&self, wanted: &str) -> &Self {
        let found = String::from_utf8_lossy(self.payload());
        if found != wanted {
            self.fail(&format!("is {found:?}, not {wanted:?}"));
        }
        self
    }

    /// Its payload as JSON.
    ///
    /// # Panics
    ///
    /// If it is none, or if nothing came.
    #[track_caller]
    pub fn json(&self) -> Value {
        match serde_json::from_slice(self.payload()) {
            Ok(found) => found,
            Err(error) => self.fail(&format!("is no JSON: {error}")),
        }
    }

    /// Its payload.
    ///
    /// # Panics
    ///
    /// If nothing came.
    #[track_caller]
    pub fn payload(&self) -> &Bytes {
        &self.packet().payload
    }

    /// Its topic.
    ///
    /// # Panics
    ///
    /// If nothing came.
    #[track_caller]
    pub fn topic(&self) -> &str {
        &self.packet().topic
    }

    #[track_caller]
    fn packet(&self) -> &Received {
        match self.found.and_then(|found| self.entries.get(found)).map(|entry| &entry.what) {
            Some(What::Message(Passed { packet, .. })) => packet,
            _ => self.fail("did not come"),
        }
    }

    #[expect(clippy::panic, reason = "that is how a test fails")]
    #[track_caller]
    fn fail(&self, why: &str) -> ! {
        panic!("the message on {} {why}\n\n{self}", self.topic)
    }
}

/// The conversation so far as a table; the message is marked, if it is worth a line.
impl fmt::Display for Mqtt<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        Table { entries: self.entries, begin: self.found.unwrap_or(self.entries.len()) }.fmt(formatter)
    }
}

impl fmt::Debug for Mqtt<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}
