//! A bus without a network: the same trait, the same outbox, and a broker that is a data structure.
//!
//! Nothing runs in the background: a message is in the inbox of every subscriber when
//! [`publish`](crate::Bus::publish) returns, in the same order each time. The only clock is tokio's, for expiry, so a
//! paused one works.

mod memory_broker;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;

use self::memory_broker::State;
use crate::inbox::inbox;
use crate::topics::is_valid_filter;
use crate::{
    Bus, DisconnectReason, Events, Publish, PublishError, Settings, Statistics, SubscribeError, Subscription,
    is_valid_topic,
};

/// A broker in memory. Clones are the same broker.
#[derive(Debug, Clone, Default)]
pub struct MemoryBroker {
    state: Arc<Mutex<State>>,
}

/// A connection to a [`MemoryBroker`].
#[derive(Debug)]
pub struct MemoryBus {
    state: Arc<Mutex<State>>,
    client: u64,
    packet_limit: usize,
}

impl MemoryBroker {
    /// A broker without clients.
    pub fn new() -> Self {
        Self::default()
    }

    /// Connects a client; if the broker is [stopped](MemoryBroker::stop), as soon as it starts. Network settings are
    /// ignored.
    pub fn connect(&self, settings: Settings) -> (MemoryBus, Events) {
        let (inbox, events) = inbox();
        let packet_limit = settings.packet_limit;
        let client = self.lock().add_client(settings, inbox);
        (MemoryBus { state: self.state.clone(), client, packet_limit }, events)
    }

    /// Stops the broker: all connections break. Retained messages and persistent sessions are kept, as on a disk.
    pub fn stop(&self) {
        self.lock().stop();
    }

    /// Starts the broker again: all clients that were not taken over reconnect, in the order of their first connection.
    pub fn start(&self) {
        self.lock().start();
    }

    /// Breaks the connection of the client with this id, as an unplugged cable would: its will is published. It stays
    /// disconnected until [`restore`](MemoryBroker::restore).
    pub fn cut(&self, client_id: &str) {
        self.lock().cut(client_id, DisconnectReason::Silent);
    }

    /// Reconnects the client with this id after a [`cut`](MemoryBroker::cut).
    pub fn restore(&self, client_id: &str) {
        self.lock().restore(client_id);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

#[async_trait]
impl Bus for MemoryBus {
    fn publish(&self, message: Publish) -> Result<(), PublishError> {
        let size = message.topic.len() + message.payload.len();
        if size > self.packet_limit {
            return Err(PublishError::TooLarge { topic: message.topic, size, limit: self.packet_limit });
        }
        if !is_valid_topic(&message.topic) {
            return Err(PublishError::InvalidTopic { topic: message.topic });
        }
        lock(&self.state).publish(self.client, message)
    }

    fn subscribe(&self, subscriptions: &[Subscription]) -> Result<(), SubscribeError> {
        if let Some(wrong) = subscriptions.iter().find(|wanted| !is_valid_filter(&wanted.filter)) {
            return Err(SubscribeError::InvalidFilter { filter: wrong.filter.clone() });
        }
        lock(&self.state).subscribe(self.client, subscriptions);
        Ok(())
    }

    fn statistics(&self) -> Statistics {
        lock(&self.state).statistics(self.client)
    }

    async fn close(&self, _patience: Duration) {
        lock(&self.state).remove_client(self.client, true);
    }
}

impl Drop for MemoryBus {
    fn drop(&mut self) {
        lock(&self.state).remove_client(self.client, false);
    }
}
