//! What a bus has done so far.

use crate::PerClass;

/// Counters since the bus was made, and what it holds now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Statistics {
    /// Messages handed to the broker, repetitions not counted.
    pub sent: u64,
    /// Messages sent again because a connection ended before the broker acknowledged them.
    pub repeated: u64,
    /// Messages received and handed on.
    pub received: u64,
    /// Messages received and dropped because they were larger than the packet limit.
    pub received_too_large: u64,
    /// Messages replaced by a newer one with the same key while the broker was away.
    pub coalesced: u64,
    /// Messages dropped because their time had passed before they could be sent.
    pub expired: PerClass<u64>,
    /// Messages that fell because the outbox was full.
    pub overflowed: PerClass<u64>,
    /// Messages given up because the broker closed the connection each time they were sent.
    pub given_up: PerClass<u64>,
    /// Messages waiting in the outbox now.
    pub queued: usize,
    /// Their size, topic and payload, in bytes.
    pub queued_bytes: usize,
    /// Messages sent and not acknowledged yet.
    pub in_flight: usize,
    /// Connections made so far; every one after the first is a reconnect.
    pub connections: u64,
    /// Whether a connection is open now.
    pub connected: bool,
}

impl Statistics {
    /// Connections made after the first one.
    pub fn reconnects(&self) -> u64 {
        self.connections.saturating_sub(1)
    }
}
