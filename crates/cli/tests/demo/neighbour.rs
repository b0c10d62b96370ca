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
        neighbour.find("its subscription", |event| (event == Event::Subscribed).then_some(())).await;
        neighbour
    }

    pub(crate) fn place(&self) -> String {
        self.broker.local_addr().to_string()
    }

    pub(crate) fn publish(&self, message: &Message, retain: bool) {
        let dialect = Dialect::RHASSPY;
        let packet = Publish::new(message.topic(dialect).to_string(), message.encode(dialect), Class::Report);
        self.bus.publish(if retain { packet.retained() } else { packet }).unwrap();
    }

    pub(crate) async fn message(&mut self) -> Message {
        self.find("a message", |event| match event {
            Event::Received(received) => Message::decode(&received.topic, received.payload).ok(),
            _ => None,
        })
        .await
    }

    /// Waits for the first event that `pick` takes.
    async fn find<T>(&mut self, what: &str, pick: impl Fn(Event) -> Option<T>) -> T {
        let mut skipped = Vec::new();
        let search = async {
            loop {
                let event = self.events.next().await.expect("the bus lives");
                let shown = format!("{event:?}");
                match pick(event) {
                    Some(found) => return found,
                    None => skipped.push(shown),
                }
            }
        };
        let found = timeout(SOON, search).await;
        found.unwrap_or_else(|_| panic!("waited for {what}, and this came: {skipped:#?}"))
    }
}
