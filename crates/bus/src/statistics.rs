//! Counters of a bus.

use crate::PerClass;

/// Counters since the bus was created, and the current state of its outbox.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Statistics {
    /// Messages sent to the broker, resends not counted.
    pub sent: u64,
    /// Messages sent again because a connection ended before the broker acknowledged them.
    pub repeated: u64,
    /// Messages received and delivered.
    pub received: u64,
    /// Messages received and dropped because they were larger than the packet limit.
    pub received_too_large: u64,
    /// Messages replaced by a newer one with the same key while the broker was unreachable.
    pub coalesced: u64,
    /// Messages dropped because they expired before they could be sent.
    pub expired: PerClass<u64>,
    /// Messages dropped because the outbox was full.
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
