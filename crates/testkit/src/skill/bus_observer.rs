//! A client of a broker in memory that receives every message, and knows which of them it has published itself.

use std::collections::VecDeque;

use bytes::Bytes;
use petasos_bus::{
    Bus, Class, Events, MemoryBroker, MemoryBus, Publish, PublishError, QoS, Received, Settings, Subscription,
};

/// A client that receives every message.
#[derive(Debug)]
pub(super) struct BusObserver {
    bus: MemoryBus,
    /// Its own messages that have not come back yet.
    own: VecDeque<(String, Bytes)>,
}

impl BusObserver {
    /// Connects to a broker; also returns what will be received.
    pub(super) fn connect(broker: &MemoryBroker) -> (Self, Events) {
        let (bus, events) = broker.connect(Settings::default());
        let subscribed = bus.subscribe(&[Subscription::new("#", QoS::AtLeastOnce)]);
        debug_assert!(subscribed.is_ok(), "# is a filter");
        (Self { bus, own: VecDeque::new() }, events)
    }

    /// Publishes a message for a component.
    pub(super) fn publish(&self, topic: String, payload: Bytes) -> Result<(), PublishError> {
        self.bus.publish(Publish::new(topic, payload, Class::Report))
    }

    /// Publishes a message that counts as [its own](Self::is_own).
    pub(super) fn publish_own(
        &mut self,
        topic: String,
        payload: Bytes,
        retain: bool,
    ) -> Result<(), PublishError> {
        let mut message = Publish::new(topic.clone(), payload.clone(), Class::Report);
        message.retain = retain;
        self.bus.publish(message)?;
        self.own.push_back((topic, payload));
        Ok(())
    }

    /// Whether a received message is its own. To be asked once for each message: they come back in the order in which they went out.
    pub(super) fn is_own(&mut self, received: &Received) -> bool {
        let own = self
            .own
            .front()
            .is_some_and(|(topic, payload)| *topic == received.topic && *payload == received.payload);
        if own {
            self.own.pop_front();
        }
        own
    }
}
