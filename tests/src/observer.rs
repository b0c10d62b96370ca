//! Writes down everything that is said on the bus, and answers what was said, when, and in which order.

use std::fmt;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::SOON;
use crate::message_match::{contains, topic_matches};
use crate::mosquitto::Mosquitto;
use crate::test_clock::{Deadline, now};
use crate::wire::{Client, Packet};

/// One message, with the moment of its arrival.
#[derive(Debug, Clone)]
pub struct ReceivedMessage {
    /// When it came.
    pub at: Instant,
    /// Its topic.
    pub topic: String,
    /// Its payload, if that is JSON; [`Value::Null`] otherwise (audio).
    pub json: Value,
    /// How many bytes the payload has.
    pub size: usize,
    /// Whether the broker had kept it.
    pub retained: bool,
}

impl ReceivedMessage {
    /// A field that holds a string; empty when there is none.
    #[must_use]
    pub fn text(&self, field: &str) -> &str {
        self.json.get(field).and_then(Value::as_str).unwrap_or_default()
    }

    /// The session it belongs to.
    #[must_use]
    pub fn session(&self) -> &str {
        self.text("sessionId")
    }

    fn is(&self, filter: &str, fields: &Value) -> bool {
        topic_matches(filter, &self.topic) && contains(&self.json, fields)
    }
}

impl fmt::Display for ReceivedMessage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.json {
            Value::Null => write!(formatter, "{} ({} bytes)", self.topic, self.size),
            json => write!(formatter, "{} {json}", self.topic),
        }
    }
}

/// The one who writes everything down, and through whom a test speaks.
#[derive(Debug)]
pub struct Observer {
    client: Client,
    record: Arc<Record>,
}

#[derive(Debug, Default)]
struct Record {
    heard: Mutex<Vec<ReceivedMessage>>,
    news: Condvar,
}

impl Observer {
    /// Listens to everything from now on.
    #[must_use]
    pub fn start(broker: &Mosquitto) -> Self {
        let record = Arc::new(Record::default());
        let ours = Arc::clone(&record);
        let filters = ["hermes/#", "rhasspy/#", "projectalice/#", "petasos/#"];
        let client = Client::connect(broker.port(), broker.credentials(), &filters, move |_, packet| {
            ours.lock().push(heard(packet));
            ours.news.notify_all();
        });
        Self { client, record }
    }

    /// Says something.
    pub fn publish(&self, topic: &str, message: &Value) {
        self.publish_bytes(topic, message.to_string().as_bytes());
    }

    /// Says something that need not be JSON.
    pub fn publish_bytes(&self, topic: &str, payload: &[u8]) {
        self.client.publisher().publish(topic, payload, false);
    }

    /// Says something that the broker keeps.
    pub fn publish_retained(&self, topic: &str, payload: &[u8]) {
        self.client.publisher().publish(topic, payload, true);
    }

    /// Follows what is said from now on.
    #[must_use]
    pub fn messages(&self) -> MessageCursor {
        self.messages_from(self.record.lock().len())
    }

    /// Follows everything that was said since the observer came.
    #[must_use]
    pub fn messages_from_start(&self) -> MessageCursor {
        self.messages_from(0)
    }

    fn messages_from(&self, position: usize) -> MessageCursor {
        MessageCursor { record: Arc::clone(&self.record), position }
    }

    /// Everything so far that looks like this.
    #[must_use]
    pub fn all(&self, filter: &str, fields: &Value) -> Vec<ReceivedMessage> {
        self.record.lock().iter().filter(|heard| heard.is(filter, fields)).cloned().collect()
    }

    /// Whether the wake word works at a site, as a part sees it that keeps the set of reasons for its silence, as
    /// Rhasspy's wake word services do.
    #[must_use]
    pub fn is_awake(&self, site: &str) -> bool {
        let mut reasons: Vec<String> = Vec::new();
        for heard in self.record.lock().iter().filter(|heard| heard.text("siteId") == site) {
            let reason = heard.text("reason");
            match heard.topic.as_str() {
                "hermes/hotword/toggleOff" => reasons.push(reason.to_owned()),
                "hermes/hotword/toggleOn" if reason.is_empty() => reasons.clear(),
                "hermes/hotword/toggleOn" => reasons.retain(|held| held != reason),
                _ => {}
            }
        }
        reasons.is_empty()
    }
}

/// A place in the record, from which it is read on.
#[derive(Debug, Clone)]
pub struct MessageCursor {
    record: Arc<Record>,
    position: usize,
}

impl MessageCursor {
    /// The next message that looks like this; what comes before it is passed over.
    ///
    /// # Panics
    ///
    /// When none comes within [`SOON`]; the reason shows what came instead.
    pub fn expect(&mut self, filter: &str, fields: &Value) -> ReceivedMessage {
        let deadline = Deadline::after(SOON);
        let mut heard = self.record.lock();
        let mut next = self.position;
        loop {
            let found = heard.iter().skip(next).position(|heard| heard.is(filter, fields));
            if let Some((offset, found)) = found.and_then(|offset| Some((offset, heard.get(next + offset)?)))
            {
                self.position = next + offset + 1;
                return found.clone();
            }
            next = heard.len();
            let Some(left) = deadline.left() else {
                let instead: Vec<String> =
                    heard.iter().skip(self.position).map(ReceivedMessage::to_string).collect();
                drop(heard);
                let instead = instead.join("\n");
                panic!("no {filter} with {fields} within {SOON:?}, but\n{instead}");
            };
            heard = self.record.wait_for_news(heard, left);
        }
    }
}

impl Record {
    fn lock(&self) -> MutexGuard<'_, Vec<ReceivedMessage>> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait_for_news<'a>(
        &self,
        heard: MutexGuard<'a, Vec<ReceivedMessage>>,
        within: Duration,
    ) -> MutexGuard<'a, Vec<ReceivedMessage>> {
        let waited = self.news.wait_timeout(heard, within);
        waited.unwrap_or_else(PoisonError::into_inner).0
    }
}

fn heard(packet: Packet) -> ReceivedMessage {
    ReceivedMessage {
        at: now(),
        json: serde_json::from_slice(&packet.payload).unwrap_or_default(),
        size: packet.payload.len(),
        topic: packet.topic,
        retained: packet.retained,
    }
}
