//! A house on a bus in memory: somebody who listens and speaks, and a manager that runs.

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
use petasos_manager::config::{Config, Layers};
use petasos_manager::{Connection, Connections, Error, Manager};
use serde_json::{Value, json};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// Nothing that is expected takes longer, on paused time.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A broker, somebody who listens to everything, and perhaps a manager.
pub struct House {
    pub broker: MemoryBroker,
    pub ear: MemoryBus,
    pub heard: Events,
}

/// A manager that runs.
pub struct Running {
    pub stop: oneshot::Sender<()>,
    pub task: JoinHandle<Result<(), Error>>,
}

impl House {
    pub fn new() -> Self {
        let broker = MemoryBroker::new();
        let (ear, heard) = broker.connect(Settings::default());
        ear.subscribe(&[Subscription::new("#", QoS::AtLeastOnce)]).unwrap();
        Self { broker, ear, heard }
    }

    pub fn start(&self, config: &str) -> Running {
        self.start_with(Layers::new().text("test", config).unwrap().finish().unwrap())
    }

    pub fn start_with(&self, config: Config) -> Running {
        let manager = Manager::new(config);
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

    pub fn say(&self, topic: &str, payload: &Value) {
        self.say_bytes(topic, payload.to_string());
    }

    pub fn say_bytes(&self, topic: &str, payload: impl Into<Vec<u8>>) {
        self.ear.publish(Publish::new(topic, payload.into(), Class::Report)).unwrap();
    }

    /// The next message on this topic.
    pub async fn expect(&mut self, topic: &str) -> Received {
        self.expect_where(topic, |found| found == topic).await
    }

    /// The next message on a topic below this one.
    pub async fn expect_below(&mut self, topic: &str) -> Received {
        self.expect_where(topic, |found| found.starts_with(&format!("{topic}/"))).await
    }

    pub async fn expect_where(&mut self, what: &str, fits: impl Fn(&str) -> bool) -> Received {
        let found = async {
            loop {
                match self.heard.next().await.unwrap() {
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

    /// Waits until the manager has announced itself, and then until it hears and answers.
    pub async fn ready(&mut self) {
        assert_eq!(self.expect_json("petasos/petasos/status").await["state"], "online");
        tokio::time::sleep(Duration::from_millis(1)).await;
        self.say("petasos/petasos/sites/request", &json!({"id": "ready?"}));
        self.expect("petasos/petasos/sites").await;
    }

    /// Topics heard until nothing happens for a while.
    pub async fn all(&mut self) -> Vec<String> {
        let mut topics = Vec::new();
        while let Ok(event) = timeout(Duration::from_secs(1), self.heard.next()).await {
            if let Some(Event::Received(received)) = event {
                topics.push(received.topic);
            }
        }
        topics
    }

    pub async fn wake(&mut self) -> String {
        self.say("hermes/hotword/porcupine/detected", &json!({"siteId": "kitchen", "modelId": "m"}));
        let started = self.expect_json("hermes/dialogueManager/sessionStarted").await;
        self.expect("hermes/asr/startListening").await;
        started["sessionId"].as_str().unwrap().to_owned()
    }
}

impl Running {
    pub async fn stop(self) {
        self.stop.send(()).unwrap();
        timeout(Duration::from_secs(2), self.task).await.expect("it ends within 2 s").unwrap().unwrap();
    }

    /// Ends it as kill -9 does: nothing more is said, its connection breaks.
    pub async fn kill(self) {
        self.task.abort();
        assert!(self.task.await.unwrap_err().is_cancelled());
    }
}
