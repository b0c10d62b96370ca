//! Somebody else on the broker.

use petasos_broker::{BrokerSettings, EmbeddedBroker};
use petasos_bus::{Bus, Class, Event, Events, MqttBus, Publish, QoS, Settings, Subscription};
use petasos_messages::{Dialect, Message};
use tokio::time::timeout;

use crate::running::SOON;

/// Somebody else on a broker of ours.
pub(crate) struct Neighbour {
    broker: EmbeddedBroker,
    bus: MqttBus,
    events: Events,
}

impl Neighbour {
    pub(crate) async fn new(filters: &[&str]) -> Self {
        let broker = EmbeddedBroker::start(BrokerSettings::any_port()).await.unwrap();
        let address = broker.local_addr();
        let (bus, events) =
            MqttBus::connect(Settings::new(address.ip().to_string(), address.port())).unwrap();
        let filters: Vec<_> =
            filters.iter().map(|filter| Subscription::new(*filter, QoS::AtLeastOnce)).collect();
        bus.subscribe(&filters).unwrap();
        let mut neighbour = Self { broker, bus, events };
        while !matches!(neighbour.event().await, Event::Subscribed) {}
        neighbour
    }

    pub(crate) fn place(&self) -> String {
        self.broker.local_addr().to_string()
    }

    pub(crate) fn publish(&self, message: &Message, retain: bool) {
        let dialect = Dialect::Rhasspy;
        let packet = Publish::new(message.topic(dialect).to_string(), message.encode(dialect), Class::Report);
        self.bus.publish(if retain { packet.retained() } else { packet }).unwrap();
    }

    pub(crate) async fn event(&mut self) -> Event {
        timeout(SOON, self.events.next()).await.expect("something happens").expect("the bus lives")
    }

    pub(crate) async fn message(&mut self) -> Message {
        loop {
            if let Event::Received(received) = self.event().await
                && let Ok(message) = Message::decode(&received.topic, received.payload)
            {
                return message;
            }
        }
    }
}
