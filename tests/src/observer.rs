//! Records every message on the broker, and answers what was published, when, and in which order.

use std::fmt;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use serde_json::{Value, json};

use crate::SOON;
use crate::message_match::{contains, topic_matches};
use crate::mosquitto::Mosquitto;
use crate::test_clock::{Deadline, now};
use crate::topic_names::{DETECTED, HOTWORD_OFF, HOTWORD_ON};
use crate::wire::{Client, Packet};

#[derive(Debug, Clone)]
pub struct ReceivedMessage {
    pub at: Instant,
    pub topic: String,
    /// The payload, if that is JSON; [`Value::Null`] otherwise (audio).
    pub json: Value,
    /// How many bytes the payload has.
    pub size: usize,
    pub retained: bool,
}

impl ReceivedMessage {
    /// A field that holds a string; empty when there is none.
    pub fn text(&self, field: &str) -> &str {
        self.json.get(field).and_then(Value::as_str).unwrap_or_default()
    }

    pub fn session(&self) -> &str {
        self.text("sessionId")
    }

    /// The reason for which a session has ended.
    pub fn termination(&self) -> &Value {
        self.json.pointer("/termination/reason").unwrap_or(&Value::Null)
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

/// Records all messages, and publishes those of the test.
#[derive(Debug)]
pub struct Observer {
    client: Client,
    record: Arc<Record>,
}

#[derive(Debug, Default)]
struct Record {
    messages: Mutex<Vec<ReceivedMessage>>,
    changed: Condvar,
}

impl Observer {
    pub fn start(broker: &Mosquitto) -> Self {
        let record = Arc::new(Record::default());
        let ours = Arc::clone(&record);
        let filters = ["hermes/#", "rhasspy/#", "projectalice/#", "petasos/#"];
        let client = Client::connect(broker.port(), broker.credentials(), &filters, move |_, packet| {
            ours.lock().push(received(packet));
            ours.changed.notify_all();
        });
        Self { client, record }
    }

    pub fn publish(&self, topic: &str, message: &Value) {
        self.publish_bytes(topic, message.to_string().as_bytes());
    }

    pub fn publish_bytes(&self, topic: &str, payload: &[u8]) {
        self.client.publisher().publish(topic, payload, false);
    }

    pub fn publish_retained(&self, topic: &str, payload: &[u8]) {
        self.client.publisher().publish(topic, payload, true);
    }

    /// Publishes a detected wake word, with the fields of Rhasspy's wake word services.
    pub fn wake(&self, site: &str) {
        let detected = json!({
            "modelId": "default", "modelVersion": "", "modelType": "personal", "currentSensitivity": 1.0, "siteId": site,
        });
        self.publish(DETECTED, &detected);
    }

    /// The messages from now on.
    pub fn messages(&self) -> MessageCursor {
        MessageCursor { record: Arc::clone(&self.record), position: self.record.lock().len() }
    }

    /// All messages since the observer was started.
    pub fn messages_from_start(&self) -> MessageCursor {
        MessageCursor { record: Arc::clone(&self.record), position: 0 }
    }

    /// All messages until now with these fields.
    pub fn all(&self, filter: &str, fields: &Value) -> Vec<ReceivedMessage> {
        self.record.lock().iter().filter(|message| message.is(filter, fields)).cloned().collect()
    }

    /// Whether the wake word is on at a site, for a service that keeps the set of reasons for which it is off, as Rhasspy's
    /// wake word services do.
    pub fn is_awake(&self, site: &str) -> bool {
        let mut reasons: Vec<String> = Vec::new();
        for message in self.record.lock().iter().filter(|message| message.text("siteId") == site) {
            let reason = message.text("reason");
            match message.topic.as_str() {
                HOTWORD_OFF => reasons.push(reason.to_owned()),
                HOTWORD_ON if reason.is_empty() => reasons.clear(),
                HOTWORD_ON => reasons.retain(|held| held != reason),
                _ => {}
            }
        }
        reasons.is_empty()
    }
}

/// A position in the record, from which its messages are read.
#[derive(Debug, Clone)]
pub struct MessageCursor {
    record: Arc<Record>,
    position: usize,
}

impl MessageCursor {
    /// Waits for the next message with these fields, and passes over those before it. Fails after [`SOON`], and shows what came
    /// instead.
    pub fn expect(&mut self, filter: &str, fields: &Value) -> ReceivedMessage {
        let deadline = Deadline::after(SOON);
        let mut messages = self.record.lock();
        let mut next = self.position;
        loop {
            let mut unread = messages.iter().enumerate().skip(next);
            if let Some((index, found)) = unread.find(|(_, message)| message.is(filter, fields)) {
                self.position = index + 1;
                return found.clone();
            }
            next = messages.len();
            let Some(left) = deadline.left() else {
                let instead: Vec<String> =
                    messages.iter().skip(self.position).map(ToString::to_string).collect();
                drop(messages);
                panic!("no {filter} with {fields} within {SOON:?}, but\n{}", instead.join("\n"));
            };
            let waited = self.record.changed.wait_timeout(messages, left);
            messages = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

impl Record {
    fn lock(&self) -> MutexGuard<'_, Vec<ReceivedMessage>> {
        self.messages.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn received(packet: Packet) -> ReceivedMessage {
    ReceivedMessage {
        at: now(),
        json: serde_json::from_slice(&packet.payload).unwrap_or_default(),
        size: packet.payload.len(),
        topic: packet.topic,
        retained: packet.retained,
    }
}
