//! What every bus can do.

use std::fmt::Debug;
use std::time::Duration;

use async_trait::async_trait;

use crate::outbox::Dropped;
use crate::{Class, Publish, Statistics, Subscription};

/// A connection to the house's messages. What happens on it arrives at the [`Events`](crate::Events) handed out with it.
///
/// Dropping a bus without [`close`](Bus::close) breaks the connection, as a crash would: the broker then publishes the
/// last will.
#[async_trait]
pub trait Bus: Debug + Send + Sync {
    /// Hands a message over for sending. Never waits: it is queued, and sent in order as soon as the broker can be
    /// reached. What becomes of it when that takes too long is decided by its [`Class`].
    fn publish(&self, message: Publish) -> Result<(), PublishError>;

    /// Subscribes, now if connected, and again at every later connection. A filter that is already subscribed gets the
    /// new quality. [`Event::Subscribed`](crate::Event::Subscribed) tells when the broker has agreed.
    fn subscribe(&self, subscriptions: &[Subscription]) -> Result<(), SubscribeError>;

    /// What was done so far, and what waits.
    fn statistics(&self) -> Statistics;

    /// Sends what is queued, takes leave of the broker (so that no last will is published) and ends. What could not be
    /// sent within `patience` is lost. Returns at once when there is nothing to send and nobody to send it to.
    async fn close(&self, patience: Duration);
}

/// Why a message was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PublishError {
    /// The whole packet would be larger than the packet limit.
    #[error(
        "cannot publish on {topic:?}: its {size} bytes exceed the packet limit of {limit}; send less or raise packet_limit"
    )]
    TooLarge {
        /// Where it was to be published.
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
    /// The outbox is full of messages that matter more.
    #[error(
        "cannot publish on {topic:?}: the outbox is full of messages that matter more than {class:?}; is the broker there?"
    )]
    OutboxFull {
        /// Where it was to be published.
        topic: String,
        /// The class of the message that fell.
        class: Class,
    },
    /// The bus was closed.
    #[error("cannot publish on {topic:?}: the bus is closed")]
    Closed {
        /// Where it was to be published.
        topic: String,
    },
}

impl From<Dropped> for PublishError {
    fn from(Dropped(message): Dropped) -> Self {
        Self::OutboxFull { topic: message.topic, class: message.class }
    }
}

/// Why a subscription was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SubscribeError {
    /// The filter is empty, too long, or its wildcards do not stand alone in their level.
    #[error(
        "cannot subscribe to {filter:?}: wildcards '+' and '#' stand alone in a level, and '#' only in the last one"
    )]
    InvalidFilter {
        /// The topic filter.
        filter: String,
    },
}
