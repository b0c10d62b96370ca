//! A bus with its events.

use std::time::Duration;

use petasos_bus::{
    Bus, Class, Event, Events, MqttBus, Publish, QoS, Received, Settings, Statistics, Subscription,
};
use tokio::time::timeout;

pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) struct Client {
    pub(crate) bus: Box<dyn Bus>,
    pub(crate) events: Events,
}

impl Client {
    /// Over MQTT, whether the broker is there or not.
    pub(crate) fn over_mqtt(settings: Settings) -> Self {
        let (bus, events) = MqttBus::connect(settings).unwrap();
        Self { bus: Box::new(bus), events }
    }

    /// Waits for the next event that `pick` takes, and skips the others.
    pub(crate) async fn expect<T>(&mut self, what: &str, mut pick: impl FnMut(Event) -> Option<T>) -> T {
        let mut skipped = Vec::new();
        let search = async {
            while let Some(event) = self.events.next().await {
                let shown = format!("{event:?}");
                if let Some(found) = pick(event) {
                    return Some(found);
                }
                skipped.push(shown.chars().take(120).collect::<String>());
            }
            None
        };
        match timeout(PATIENCE, search).await {
            Ok(Some(found)) => found,
            other => panic!(
                "waited for {what} ({}), saw {skipped:#?}",
                if other.is_ok() { "ended" } else { "time" }
            ),
        }
    }

    pub(crate) async fn connected(&mut self) -> bool {
        self.expect("a connection", |event| match event {
            Event::Connected { session_present } => Some(session_present),
            _ => None,
        })
        .await
    }

    pub(crate) async fn disconnected(&mut self) -> petasos_bus::DisconnectReason {
        self.expect("the end of the connection", |event| match event {
            Event::Disconnected { reason, .. } => Some(reason),
            _ => None,
        })
        .await
    }

    pub(crate) async fn subscribed(&mut self) {
        self.expect("the answer to a subscription", |event| (event == Event::Subscribed).then_some(())).await;
    }

    /// Subscribes and waits until the broker has agreed.
    pub(crate) async fn subscribe(&mut self, filter: &str, qos: QoS) {
        self.bus.subscribe(&[Subscription::new(filter, qos)]).unwrap();
        self.subscribed().await;
    }

    pub(crate) async fn received(&mut self) -> Received {
        self.expect("a message", |event| match event {
            Event::Received(received) => Some(received),
            _ => None,
        })
        .await
    }

    /// The next message, as topic and text.
    pub(crate) async fn text(&mut self) -> (String, String) {
        let received = self.received().await;
        (received.topic, String::from_utf8(received.payload.to_vec()).unwrap())
    }

    pub(crate) fn publish(&self, topic: &str, text: &str, qos: QoS) {
        self.bus.publish(Publish::new(topic, text.to_owned(), Class::Report).qos(qos)).unwrap();
    }

    /// Publishes a retained message; an empty text clears it.
    pub(crate) fn retain(&self, topic: &str, text: &str) {
        self.bus.publish(Publish::new(topic, text.to_owned(), Class::Report).retained()).unwrap();
    }

    /// Waits until the statistics are as wanted. The bus does not report their changes, so this polls.
    pub(crate) async fn until(&self, what: &str, reached: impl Fn(&Statistics) -> bool) -> Statistics {
        let poll = async {
            loop {
                let statistics = self.bus.statistics();
                if reached(&statistics) {
                    return statistics;
                }
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        };
        let found = timeout(PATIENCE, poll).await;
        found.unwrap_or_else(|_| panic!("waited for {what}, have {:?}", self.bus.statistics()))
    }
}

pub(crate) fn named(mut settings: Settings, client_id: &str) -> Settings {
    client_id.clone_into(&mut settings.client_id);
    settings
}

/// Settings with this client id and a session that outlives its connections.
pub(crate) fn persistent(settings: Settings, client_id: &str) -> Settings {
    let mut settings = named(settings, client_id);
    settings.clean_session = false;
    settings
}
