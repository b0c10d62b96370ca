//! What happens on a bus.

use std::time::Duration;

use crate::Received;

/// Something that happened on the bus.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// A connection was made. Subscriptions are sent again by the bus itself.
    Connected {
        /// The broker still had the session (persistent sessions only).
        session_present: bool,
    },
    /// The broker has answered to all subscriptions sent so far on this connection.
    Subscribed,
    /// The broker refused a subscription, most likely for lack of access rights. The others are in force.
    SubscriptionRefused {
        /// The refused topic filter.
        filter: String,
    },
    /// A message arrived.
    Received(Received),
    /// Another client uses the same client id, and the broker has closed this connection for it repeatedly. A
    /// [`Disconnected`](Event::Disconnected) with a long wait follows.
    TakenOver,
    /// The connection was lost, or an attempt to connect failed.
    Disconnected {
        /// Why.
        reason: DisconnectReason,
        /// When the next attempt comes.
        retry_in: Duration,
    },
}

/// Why there is no connection.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DisconnectReason {
    /// No network connection, or the TLS handshake failed.
    #[error("the broker cannot be reached: {0}")]
    Unreachable(String),
    /// The broker refused the connection (MQTT's CONNACK).
    #[error("the broker refused the connection: {0}")]
    Refused(String),
    /// The broker did not answer in time.
    #[error("the broker does not answer")]
    Silent,
    /// The broker closed the connection or crashed.
    #[error("the broker closed the connection")]
    Closed,
    /// A message arrived that is larger than the packet limit.
    #[error("received a message of {0} bytes, which exceeds the packet limit; skipping it")]
    TooLarge(usize),
    /// What arrived was not MQTT 3.1.1.
    #[error("the broker sent something that is not MQTT 3.1.1: {0}")]
    Protocol(String),
}
