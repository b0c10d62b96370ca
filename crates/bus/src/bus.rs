//! The trait of every bus.

use std::fmt::Debug;
use std::time::Duration;

use async_trait::async_trait;

use crate::outbox::Dropped;
use crate::{Class, Publish, Statistics, Subscription};

/// A connection to a broker. What happens on it arrives at the [`Events`](crate::Events) handed out with it.
///
/// Dropping a bus without [`close`](Bus::close) breaks the connection, as a crash would: the broker then publishes the
/// last will.
#[async_trait]
pub trait Bus: Debug + Send + Sync {
    /// Hands a message over for sending. Never waits: it is queued, and sent in order as soon as the broker can be
    /// reached. Its [`Class`] decides what happens if that takes too long.
    fn publish(&self, message: Publish) -> Result<(), PublishError>;

    /// Subscribes, now if connected, and again at every later connection. A filter that is already subscribed gets the
    /// new QoS. [`Event::Subscribed`](crate::Event::Subscribed) follows when the broker has accepted.
    fn subscribe(&self, subscriptions: &[Subscription]) -> Result<(), SubscribeError>;

    /// Counters since the start, and the current state of the outbox.
    fn statistics(&self) -> Statistics;

    /// Sends what is queued, disconnects from the broker (so that no last will is published) and ends. What could not be
    /// sent within `patience` is lost. Returns at once when there is nothing to send or no connection to send it on.
    async fn close(&self, patience: Duration);
}

/// Why a message was not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PublishError {
    /// The whole packet would be larger than the packet limit.
    #[error(
        "cannot publish on {topic:?}: its {size} bytes exceed the packet limit of {limit}; send less or raise packet_limit"
    )]
    TooLarge {
        /// Its topic.
        topic: String,
        /// Size of the MQTT packet in bytes.
        size: usize,
        /// The limit in bytes.
        limit: usize,
    },
    /// The topic is empty, too long, or contains a wildcard or NUL.
    #[error("cannot publish on {topic:?}: a topic has 1 to 65535 bytes without '+', '#' and NUL")]
    InvalidTopic {
        /// The topic.
        topic: String,
    },
    /// The outbox is full of more important messages.
    #[error(
        "cannot publish on {topic:?}: the outbox is full of messages with a higher priority than {class:?}; is the broker reachable?"
    )]
    OutboxFull {
        /// Its topic.
        topic: String,
        /// The class of the dropped message.
        class: Class,
    },
    /// The bus was closed.
    #[error("cannot publish on {topic:?}: the bus is closed")]
    Closed {
        /// Its topic.
        topic: String,
    },
}

impl From<Dropped> for PublishError {
    fn from(Dropped(message): Dropped) -> Self {
        Self::OutboxFull { topic: message.topic, class: message.class }
    }
}

/// Why a subscription was not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SubscribeError {
    /// The filter is empty, too long, or a wildcard is not alone in its level.
    #[error(
        "cannot subscribe to {filter:?}: the wildcards '+' and '#' must fill a whole level, and '#' only the last one"
    )]
    InvalidFilter {
        /// The topic filter.
        filter: String,
    },
}
