//! The brokers over which the suite runs.

use std::net::SocketAddr;

use petasos_broker::{BrokerSettings, EmbeddedBroker};
use petasos_bus::{MemoryBroker, Settings};

use crate::client::Client;
use crate::mosquitto::Mosquitto;

/// A broker of one of the three kinds, of our own.
pub(crate) enum Rig {
    Memory(MemoryBroker),
    Embedded {
        broker: Option<EmbeddedBroker>,
        address: SocketAddr,
    },
    Mosquitto(Mosquitto),
}

impl Rig {
    pub(crate) fn memory() -> Self {
        Self::Memory(MemoryBroker::new())
    }

    pub(crate) async fn embedded() -> Self {
        let broker = EmbeddedBroker::start(BrokerSettings::any_port()).await.unwrap();
        let address = broker.local_addr();
        Self::Embedded {
            broker: Some(broker),
            address,
        }
    }

    pub(crate) async fn mosquitto() -> Self {
        Self::Mosquitto(Mosquitto::start().await)
    }

    /// Where to connect.
    pub(crate) fn settings(&self) -> Settings {
        match self {
            Self::Memory(_) => Settings::default(),
            Self::Embedded { address, .. } => Settings::new(address.ip().to_string(), address.port()),
            Self::Mosquitto(broker) => broker.settings(),
        }
    }

    /// Connects, without waiting for anything.
    pub(crate) fn connect_with(&self, settings: Settings) -> Client {
        match self {
            Self::Memory(broker) => {
                let (bus, events) = broker.connect(settings);
                Client {
                    bus: Box::new(bus),
                    events,
                }
            }
            _ => Client::over_mqtt(settings),
        }
    }

    /// Connects with default settings, and waits until that is done.
    pub(crate) async fn connect(&self) -> Client {
        let mut client = self.connect_with(self.settings());
        client.connected().await;
        client
    }

    /// The broker dies.
    pub(crate) fn stop(&mut self) {
        match self {
            Self::Memory(broker) => broker.stop(),
            Self::Embedded { broker, .. } => drop(broker.take()),
            Self::Mosquitto(broker) => broker.kill(),
        }
    }

    /// It is there again, at the same address.
    pub(crate) async fn start(&mut self) {
        match self {
            Self::Memory(broker) => broker.start(),
            Self::Embedded { broker, address } => {
                let settings = BrokerSettings::any_port().listen(*address);
                *broker = Some(EmbeddedBroker::start(settings).await.unwrap());
            }
            Self::Mosquitto(broker) => broker.run().await,
        }
    }
}
