//! Tracking of messages on their way to subscribers.

use std::sync::Arc;
use std::time::Duration;

use mqtt5::broker::router::MessageRouter;
use mqtt5::broker::{DynamicStorage, MqttBroker, StorageBackend};
use tokio::sync::Notify;
use tokio::time::sleep;

/// How often to check for outstanding acknowledgements.
const POLL_INTERVAL: Duration = Duration::from_millis(5);

/// Knows whether messages are still being delivered.
///
/// The library does not tell. But a message for a client is either queued for a task that is about to send it, or waits behind
/// unacknowledged messages of a client that has reached its limit. So when all tasks are idle and nothing is unacknowledged,
/// everything has been sent.
pub(crate) struct Deliveries {
    router: Arc<MessageRouter>,
    storage: Option<Arc<DynamicStorage>>,
    /// Notified whenever all tasks of the broker are idle.
    idle: Arc<Notify>,
}

impl Deliveries {
    pub(crate) fn new(broker: &MqttBroker, idle: Arc<Notify>) -> Self {
        Self { router: broker.router(), storage: broker.storage(), idle }
    }

    /// Waits until all messages are delivered: forever, if a client does not acknowledge.
    pub(crate) async fn wait_until_delivered(&self) {
        loop {
            self.idle.notified().await;
            if !self.is_any_unacknowledged().await {
                return;
            }
            sleep(POLL_INTERVAL).await;
        }
    }

    async fn is_any_unacknowledged(&self) -> bool {
        let Some(storage) = &self.storage else { return false };
        for client in storage.session_client_ids().await.unwrap_or_default() {
            let unacknowledged = storage.get_inflight_messages(&client).await.unwrap_or_default();
            if !unacknowledged.is_empty() && self.router.is_connected(&client).await {
                return true;
            }
        }
        false
    }
}
