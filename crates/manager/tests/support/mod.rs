//! An installation around a broker in memory: an observer that receives and publishes, and a running manager.

#![allow(dead_code, unreachable_pub, missing_docs, reason = "each test uses a part of it")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

use std::time::Duration;

use petasos_bus::{
    Bus, Class, Event, Events, MemoryBroker, MemoryBus, Publish, QoS, Received, Settings, Subscription,
};
use petasos_manager::config::Layers;
use petasos_manager::{Connection, Connections, Error, Manager};
use serde_json::{Value, json};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// Nothing that is expected takes longer, on paused time.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A broker, an observer that receives everything, and perhaps a manager.
pub struct Installation {
    pub broker: MemoryBroker,
    bus: MemoryBus,
    events: Events,
}

/// A manager that runs.
pub struct Running {
    pub stop: oneshot::Sender<()>,
    pub task: JoinHandle<Result<(), Error>>,
}

impl Installation {
    pub fn new() -> Self {
        let broker = MemoryBroker::new();
        let (bus, events) = broker.connect(Settings::default());
        bus.subscribe(&[Subscription::new("#", QoS::AtLeastOnce)]).unwrap();
        Self { broker, bus, events }
    }

    /// An installation whose manager is ready.
    pub async fn running(config: &str) -> (Self, Running) {
        let mut installation = Self::new();
        let running = installation.start(config);
        installation.ready().await;
        (installation, running)
    }

    pub fn start(&self, config: &str) -> Running {
        let manager = Manager::new(Layers::new().text("test", config).unwrap().finish().unwrap());
        let connect = |settings| {
            let (bus, events) = self.broker.connect(settings);
            Connection::new(bus, events)
        };
        let connections = Connections {
            main: connect(manager.settings()),
            heartbeat: manager.heartbeat_settings().map(connect),
        };
        let (stop, stopped) = oneshot::channel();
        let stopped = async { stopped.await.unwrap_or(()) };
        Running { stop, task: tokio::spawn(manager.run(connections, stopped)) }
    }

    pub fn publish(&self, topic: &str, payload: &Value) {
        self.publish_bytes(topic, payload.to_string());
    }

    pub fn publish_bytes(&self, topic: &str, payload: impl Into<Vec<u8>>) {
        self.bus.publish(Publish::new(topic, payload.into(), Class::Report)).unwrap();
    }

    pub fn publish_retained(&self, topic: &str, payload: impl Into<Vec<u8>>) {
        self.bus.publish(Publish::new(topic, payload.into(), Class::Obligation).retained()).unwrap();
    }

    /// The next message on this topic.
    pub async fn expect(&mut self, topic: &str) -> Received {
        self.expect_where(topic, |found| found == topic).await
    }

    /// The next message on a topic below this one.
    pub async fn expect_below(&mut self, topic: &str) -> Received {
        self.expect_where(topic, |found| found.starts_with(&format!("{topic}/"))).await
    }

    async fn expect_where(&mut self, what: &str, fits: impl Fn(&str) -> bool) -> Received {
        let found = async {
            loop {
                match self.events.next().await.unwrap() {
                    Event::Received(received) if fits(&received.topic) => return received,
                    _ => {}
                }
            }
        };
        timeout(PATIENCE, found).await.unwrap_or_else(|_| panic!("nothing on {what}"))
    }

    pub async fn expect_json(&mut self, topic: &str) -> Value {
        let received = self.expect(topic).await;
        serde_json::from_slice(&received.payload).unwrap()
    }

    /// The end of a session, which must have this reason.
    pub async fn expect_end(&mut self, reason: &str) -> Value {
        let ended = self.expect_json("hermes/dialogueManager/sessionEnded").await;
        assert_eq!(ended["termination"]["reason"], reason);
        ended
    }

    /// Waits until the manager has announced itself, and then until it receives and answers.
    pub async fn ready(&mut self) {
        assert_eq!(self.expect_json("petasos/petasos/status").await["state"], "online");
        tokio::time::sleep(Duration::from_millis(1)).await;
        self.publish("petasos/petasos/sites/request", &json!({"id": "ready?"}));
        self.expect("petasos/petasos/sites").await;
    }

    /// The topics of all messages until nothing happens for a while.
    pub async fn all(&mut self) -> Vec<String> {
        let mut topics = Vec::new();
        while let Ok(event) = timeout(Duration::from_secs(1), self.events.next()).await {
            if let Some(Event::Received(received)) = event {
                topics.push(received.topic);
            }
        }
        topics
    }

    pub async fn wake(&mut self) -> String {
        self.publish("hermes/hotword/porcupine/detected", &json!({"siteId": "kitchen", "modelId": "m"}));
        let started = self.expect_json("hermes/dialogueManager/sessionStarted").await;
        self.expect("hermes/asr/startListening").await;
        started["sessionId"].as_str().unwrap().to_owned()
    }

    /// The ASR captures a text.
    pub fn captured(&self, session: &str, text: &str) {
        let captured =
            json!({"text": text, "likelihood": 1, "seconds": 1, "siteId": "kitchen", "sessionId": session});
        self.publish("hermes/asr/textCaptured", &captured);
    }
}

impl Running {
    pub async fn stop(self) {
        self.stop.send(()).unwrap();
        timeout(Duration::from_secs(2), self.task).await.expect("it ends within 2 s").unwrap().unwrap();
    }

    /// Ends it as kill -9 does: it publishes nothing more, and its connection breaks.
    pub async fn kill(self) {
        self.task.abort();
        assert!(self.task.await.unwrap_err().is_cancelled());
    }
}
