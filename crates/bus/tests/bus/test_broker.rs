//! The brokers over which the suite runs.

use std::net::SocketAddr;

use petasos_broker::{BrokerSettings, EmbeddedBroker};
use petasos_bus::{MemoryBroker, Settings};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::client::Client;
use crate::mosquitto::Mosquitto;

/// Makes tests of behaviours, over both brokers that have a network.
macro_rules! over_network_brokers {
    ($($behaviour:ident)*) => {
        mod embedded_broker {
            $(#[tokio::test] async fn $behaviour() {
                super::$behaviour(crate::test_broker::TestBroker::embedded().await).await;
            })*
        }
        mod mosquitto {
            $(#[tokio::test] async fn $behaviour() {
                super::$behaviour(crate::test_broker::TestBroker::mosquitto().await).await;
            })*
        }
    };
}

/// Makes tests of behaviours, over each broker.
macro_rules! over_all_brokers {
    ($($behaviour:ident)*) => {
        mod memory {
            $(#[tokio::test] async fn $behaviour() {
                super::$behaviour(crate::test_broker::TestBroker::memory()).await;
            })*
        }
        over_network_brokers! { $($behaviour)* }
    };
}

pub(crate) enum TestBroker {
    Memory(MemoryBroker),
    Embedded { broker: Option<EmbeddedBroker>, address: SocketAddr },
    Mosquitto(Mosquitto),
}

impl TestBroker {
    pub(crate) fn memory() -> Self {
        Self::Memory(MemoryBroker::new())
    }

    pub(crate) async fn embedded() -> Self {
        let broker = EmbeddedBroker::start(BrokerSettings::any_port()).await.unwrap();
        let address = broker.local_addr();
        Self::Embedded { broker: Some(broker), address }
    }

    pub(crate) async fn mosquitto() -> Self {
        Self::Mosquitto(Mosquitto::start().await)
    }

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
                Client { bus: Box::new(bus), events }
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

    /// A client that connects and then sends nothing more, not even keep-alives.
    pub(crate) async fn connect_silent(&self, settings: Settings) -> Silent {
        let Self::Memory(broker) = self else {
            return Silent::Socket(send_connect(&settings).await);
        };
        let client = self.connect_with(settings.clone());
        broker.cut(&settings.client_id);
        Silent::Memory(client)
    }

    pub(crate) fn stop(&mut self) {
        match self {
            Self::Memory(broker) => broker.stop(),
            Self::Embedded { broker, .. } => drop(broker.take()),
            Self::Mosquitto(broker) => broker.kill(),
        }
    }

    /// Starts it again, at the same address.
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

/// Keeps a silent connection open until it is dropped.
#[expect(dead_code, reason = "held, never read")]
pub(crate) enum Silent {
    Memory(Client),
    Socket(TcpStream),
}

/// Sends a CONNECT by hand, and reads the CONNACK.
async fn send_connect(settings: &Settings) -> TcpStream {
    let will = settings.will.as_ref().unwrap();
    // MQTT 3.1.1, a clean session with a will of quality 0.
    let mut body = b"\0\x04MQTT\x04\x06".to_vec();
    body.extend(settings.keep_alive_seconds.to_be_bytes());
    for text in [&settings.client_id, &will.topic, &will.payload] {
        body.extend(u16::try_from(text.len()).unwrap().to_be_bytes());
        body.extend(text.as_bytes());
    }
    let mut socket = TcpStream::connect((settings.host.as_str(), settings.port)).await.unwrap();
    socket.write_all(&[0x10, u8::try_from(body.len()).unwrap()]).await.unwrap();
    socket.write_all(&body).await.unwrap();
    let mut answer = [0; 4];
    socket.read_exact(&mut answer).await.unwrap();
    assert_eq!(answer, [0x20, 2, 0, 0]);
    socket
}
