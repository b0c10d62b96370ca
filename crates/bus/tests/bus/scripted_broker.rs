//! A minimal broker that can do what real brokers cannot: answer wrongly, late, or not at all.

use petasos_bus::Settings;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

use crate::client::{Client, PATIENCE};

/// Packet types, with the flags the standard wants.
pub(crate) const CONNECT: u8 = 0x10;
pub(crate) const PUBACK: u8 = 0x40;
pub(crate) const PUBREC: u8 = 0x50;
pub(crate) const PUBREL: u8 = 0x62;
pub(crate) const PUBCOMP: u8 = 0x70;
pub(crate) const SUBSCRIBE: u8 = 0x82;
pub(crate) const PINGREQ: u8 = 0xC0;

pub(crate) struct Scripted {
    listener: TcpListener,
}

impl Scripted {
    pub(crate) async fn start() -> Self {
        Self { listener: TcpListener::bind("127.0.0.1:0").await.unwrap() }
    }

    pub(crate) fn settings(&self) -> Settings {
        let mut settings = Settings::new("127.0.0.1", self.listener.local_addr().unwrap().port());
        settings.connect_timeout_seconds = 1;
        settings.reconnect_max_ms = 200;
        settings
    }

    pub(crate) fn client(&self) -> Client {
        Client::over_mqtt(self.settings())
    }

    pub(crate) fn client_with(&self, change: impl FnOnce(&mut Settings)) -> Client {
        let mut settings = self.settings();
        change(&mut settings);
        Client::over_mqtt(settings)
    }

    /// The next connection, before its CONNECT.
    pub(crate) async fn socket(&self) -> Peer {
        let (socket, _) = timeout(PATIENCE, self.listener.accept()).await.unwrap().unwrap();
        Peer { socket }
    }

    /// The next connection, with its CONNECT read and accepted.
    pub(crate) async fn accept(&self) -> Peer {
        let mut peer = self.socket().await;
        peer.read(CONNECT).await;
        peer.write(&[0x20, 2, 0, 0]).await;
        peer
    }
}

/// One connection, seen from the broker.
pub(crate) struct Peer {
    pub(crate) socket: TcpStream,
}

#[derive(Debug, PartialEq)]
pub(crate) struct Packet {
    pub(crate) kind: u8,
    pub(crate) body: Vec<u8>,
}

impl Peer {
    pub(crate) async fn write(&mut self, bytes: &[u8]) {
        self.socket.write_all(bytes).await.unwrap();
    }

    /// The next packet, or `None` when the client hung up.
    pub(crate) async fn next(&mut self) -> Option<Packet> {
        let read = async {
            let kind = self.socket.read_u8().await.ok()?;
            let mut length = 0;
            for shift in [0, 7, 14, 21] {
                let byte = usize::from(self.socket.read_u8().await.ok()?);
                length |= (byte & 0x7F) << shift;
                if byte < 0x80 {
                    break;
                }
            }
            let mut body = vec![0; length];
            self.socket.read_exact(&mut body).await.ok()?;
            Some(Packet { kind, body })
        };
        timeout(PATIENCE, read).await.expect("the client sends nothing")
    }

    pub(crate) async fn read(&mut self, kind: u8) -> Vec<u8> {
        let packet = self.next().await.expect("the client hung up");
        assert_eq!(packet.kind, kind, "{packet:?}");
        packet.body
    }

    /// The next PUBLISH of quality 1: its number, its text, whether it says to be a repetition.
    pub(crate) async fn published(&mut self) -> (u16, String, bool) {
        let packet = self.next().await.expect("the client hung up");
        assert_eq!(packet.kind & 0xF6, 0x32, "{packet:?}");
        let topic = usize::from(packet.body[1]) + 2;
        let id = u16::from_be_bytes([packet.body[topic], packet.body[topic + 1]]);
        let text = String::from_utf8_lossy(&packet.body[topic + 2..]).into_owned();
        (id, text, packet.kind & 8 != 0)
    }

    pub(crate) async fn acknowledge(&mut self, id: u16) {
        let [high, low] = id.to_be_bytes();
        self.write(&[PUBACK, 2, high, low]).await;
    }

    /// Sends a PUBLISH on the topic `t`, with these flags (quality, repetition, retained) and this number.
    pub(crate) async fn publish(&mut self, flags: u8, id: u16, payload: &[u8]) {
        let mut body = vec![0, 1, b't'];
        if flags & 6 != 0 {
            body.extend(id.to_be_bytes());
        }
        body.extend(payload);
        let [low, middle, high] = [body.len() & 0x7F, (body.len() >> 7) & 0x7F, body.len() >> 14]
            .map(|digit| u8::try_from(digit).unwrap());
        // Three digits are right for any length below 2 MiB.
        let mut packet = vec![0x30 | flags, low | 0x80, middle | 0x80, high];
        packet.extend(body);
        self.write(&packet).await;
    }
}
