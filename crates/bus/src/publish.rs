//! What goes over a bus: messages in, messages out, and how much each matters.

use std::time::Duration;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

/// How hard MQTT tries to deliver a message (MQTT 3.1.1, section 4.3). Written as 0, 1 or 2.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub enum QoS {
    /// 0: may be lost. What Snips, Rhasspy and Alice themselves use for everything.
    AtMostOnce,
    /// 1: repeated until acknowledged, so it may arrive twice. The default.
    #[default]
    AtLeastOnce,
    /// 2: exactly once. Understood when others send it; never sent by us.
    ExactlyOnce,
}

impl From<QoS> for u8 {
    fn from(qos: QoS) -> u8 {
        match qos {
            QoS::AtMostOnce => 0,
            QoS::AtLeastOnce => 1,
            QoS::ExactlyOnce => 2,
        }
    }
}

impl TryFrom<u8> for QoS {
    type Error = String;

    fn try_from(number: u8) -> Result<Self, String> {
        match number {
            0 => Ok(QoS::AtMostOnce),
            1 => Ok(QoS::AtLeastOnce),
            2 => Ok(QoS::ExactlyOnce),
            other => Err(format!("quality of service {other} does not exist; write 0, 1 or 2")),
        }
    }
}

/// A message that arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// Where it was published.
    pub topic: String,
    /// Its bytes. They share the read buffer: copy what you keep for long.
    pub payload: Bytes,
    /// The lower of the publisher's and our subscription's quality.
    pub qos: QoS,
    /// It was kept by the broker from earlier and sent because we subscribed: old news.
    pub retain: bool,
    /// The broker says that it may have sent this one before.
    pub dup: bool,
}

/// How much a message matters when not all can be kept: what falls first comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Class {
    /// Words and sounds to be heard now (`tts/say`, `playBytes`): spoken late they are worse than lost.
    Speech,
    /// Questions to a component (`nlu/query`, `asr/startListening`): nobody waits for a late answer.
    Query,
    /// A switch: only the newest position counts. Give it a [coalescing key](Publish::coalesce).
    Toggle,
    /// News for others (`sessionStarted`, `sessionQueued`, status).
    Report,
    /// What somebody relies on: `sessionEnded`, `toggleOn` after our own off. Never falls.
    Obligation,
}

/// A message to send. Built with [`Publish::new`] and the setters behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Publish {
    /// Where to publish it. No wildcards, no NUL, not empty.
    pub topic: String,
    /// Its bytes.
    pub payload: Bytes,
    /// Its quality; what [`Settings::qos`](crate::Settings::qos) says for its class if `None`.
    pub qos: Option<QoS>,
    /// Whether the broker keeps it for those who subscribe later.
    pub retain: bool,
    /// What happens to it when not all messages can be kept.
    pub class: Class,
    /// After this time it is not worth sending any more.
    pub expires_in: Option<Duration>,
    /// While the broker is away, a newer message with the same key replaces this one.
    pub coalesce: Option<String>,
}

impl Publish {
    /// A message of this class: not retained, never expiring, with the quality of its class.
    pub fn new(topic: impl Into<String>, payload: impl Into<Bytes>, class: Class) -> Self {
        Self {
            topic: topic.into(),
            payload: payload.into(),
            qos: None,
            retain: false,
            class,
            expires_in: None,
            coalesce: None,
        }
    }

    /// Sends it with this quality, whatever its class. [`QoS::ExactlyOnce`] is sent as [`QoS::AtLeastOnce`].
    #[must_use]
    pub fn qos(mut self, qos: QoS) -> Self {
        self.qos = Some(qos.min(QoS::AtLeastOnce));
        self
    }

    /// Has the broker keep it as the topic's retained message; an empty payload clears the topic.
    #[must_use]
    pub fn retained(mut self) -> Self {
        self.retain = true;
        self
    }

    /// Drops it when it could not be sent within this time.
    #[must_use]
    pub fn expires_in(mut self, time: Duration) -> Self {
        self.expires_in = Some(time);
        self
    }

    /// Lets a newer message with the same key replace it while the broker is away.
    #[must_use]
    pub fn coalesce(mut self, key: impl Into<String>) -> Self {
        self.coalesce = Some(key.into());
        self
    }
}

/// A topic filter to subscribe to (`+` and `#` are wildcards), with the highest quality wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    /// The topic filter.
    pub filter: String,
    /// The highest quality in which messages shall be delivered.
    pub qos: QoS,
}

impl Subscription {
    /// Subscribes to this filter with this highest quality.
    pub fn new(filter: impl Into<String>, qos: QoS) -> Self {
        Self { filter: filter.into(), qos }
    }
}
