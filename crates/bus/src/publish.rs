//! Incoming and outgoing messages, and their delivery classes.

use std::time::Duration;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

/// MQTT's quality of service (MQTT 3.1.1, section 4.3), written as 0, 1 or 2 in configuration files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub enum QoS {
    /// 0: may be lost. What Snips, Rhasspy and Alice themselves use for everything.
    AtMostOnce,
    /// 1: repeated until acknowledged, so it may arrive twice. The default.
    #[default]
    AtLeastOnce,
    /// 2: exactly once. Accepted from others, never used for sending.
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
            other => Err(format!("there is no QoS {other}; use 0, 1 or 2")),
        }
    }
}

/// A message that arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// The topic it was published to.
    pub topic: String,
    /// The payload. It shares the read buffer: copy what you keep for long.
    pub payload: Bytes,
    /// The QoS of delivery: the lower of the publisher's and the subscription's.
    pub qos: QoS,
    /// A retained message, sent because of the subscription: it may be old.
    pub retain: bool,
    /// The broker may have sent this message before (MQTT's DUP flag).
    pub dup: bool,
}

/// How important a message is when not all can be kept. The class that is dropped first comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Class {
    /// Words and sounds to be heard now (`tts/say`, `playBytes`): spoken late they are worse than lost.
    Speech,
    /// Requests to a component (`nlu/query`, `asr/startListening`): a late answer is of no use.
    Query,
    /// On or off: only the newest state counts. Give it a [coalescing key](Publish::coalesce).
    Toggle,
    /// Notifications for others (`sessionStarted`, `sessionQueued`, status).
    Report,
    /// What other components depend on: `sessionEnded`, `toggleOn` after a `toggleOff` of ours. Never dropped.
    Obligation,
}

/// A message to send, built with [`Publish::new`] and its setters.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Publish {
    /// The topic: not empty, without wildcards and NUL.
    pub topic: String,
    /// The payload.
    pub payload: Bytes,
    /// Its QoS; `None` for that of its class in [`Settings::qos`](crate::Settings::qos).
    pub qos: Option<QoS>,
    /// Whether the broker retains it for later subscribers.
    pub retain: bool,
    /// Decides what happens to it when not all messages can be kept.
    pub class: Class,
    /// It is dropped if it could not be sent within this time.
    pub expires_in: Option<Duration>,
    /// While the broker is away, a newer message with the same key replaces this one.
    pub coalesce: Option<String>,
}

impl Publish {
    /// A message of this class: not retained, without expiry, with the QoS of its class.
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

    /// Sends it with this QoS instead of that of its class. [`QoS::ExactlyOnce`] is sent as [`QoS::AtLeastOnce`].
    #[must_use]
    pub fn qos(mut self, qos: QoS) -> Self {
        self.qos = Some(qos.min(QoS::AtLeastOnce));
        self
    }

    /// Retains it at the broker; an empty payload clears the topic's retained message.
    #[must_use]
    pub fn retained(mut self) -> Self {
        self.retain = true;
        self
    }

    /// Drops it if it could not be sent within this time.
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

/// A topic filter to subscribe to (`+` and `#` are wildcards) with its maximum QoS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    /// The topic filter.
    pub filter: String,
    /// The maximum QoS of delivered messages.
    pub qos: QoS,
}

impl Subscription {
    /// A subscription to this filter with this maximum QoS.
    pub fn new(filter: impl Into<String>, qos: QoS) -> Self {
        Self { filter: filter.into(), qos }
    }
}
