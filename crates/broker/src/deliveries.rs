//! What the broker has taken, on its way to those who listen.

use std::sync::Arc;
use std::time::Duration;

use mqtt5::broker::router::MessageRouter;
use mqtt5::broker::{DynamicStorage, MqttBroker, StorageBackend};
use tokio::sync::Notify;
use tokio::time::sleep;

/// So long acknowledgements may take before we look again whether they have come.
const LOOK_AGAIN: Duration = Duration::from_millis(5);

/// Knows whether messages are still on their way to clients.
///
/// The library does not tell. But a message that waits for a client is in one of two places: before a task that is about
/// to send it, or unacknowledged at a client that has as many of these as it may have. So when no task has anything to do
/// and nothing is unacknowledged, all are sent.
pub(crate) struct Deliveries {
    router: Arc<MessageRouter>,
    storage: Option<Arc<DynamicStorage>>,
    /// Told whenever no task of the broker has anything to do.
    idle: Arc<Notify>,
}

impl Deliveries {
    pub(crate) fn new(broker: &MqttBroker, idle: Arc<Notify>) -> Self {
        Self { router: broker.router(), storage: broker.storage(), idle }
    }

    /// Waits until none is on its way. A client that does not acknowledge makes this endless.
    pub(crate) async fn arrive(&self) {
        loop {
            self.idle.notified().await;
            if !self.is_any_unacknowledged().await {
                return;
            }
            sleep(LOOK_AGAIN).await;
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
