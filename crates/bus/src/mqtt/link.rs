//! The only file that names rumqttc.
//!
//! rumqttc connects, negotiates TLS, and encodes and decodes packets. Its event loop is used for CONNECT only. What follows
//! (acknowledgements, resends, flow control, keep-alive) is done in this crate, because the event loop drops what was not acknowledged when a session is lost, delivers QoS 2 twice, writes each message
//! with a system call of its own, and can lose an acknowledgement when it is cancelled. Every connection gets a fresh
//! [`EventLoop`], so no state outlives its connection.

use std::future::{Future, poll_fn};
use std::io;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use rumqttc::{
    ConnAck, ConnectReturnCode, ConnectionError, Event, EventLoop, LastWill, MqttOptions, NetworkOptions,
    Packet, PubAck, PubComp, PubRec, Publish, StateError, Subscribe, SubscribeFilter, SubscribeReasonCode,
    mqttbytes,
};

use super::tls::Encryption;
use crate::{DisconnectReason, QoS, Received, Secret, Settings, StatusMessage, Subscription};

/// The write buffer is flushed at this many bytes. rumqttc's own buffer blocks beyond this size.
const WRITE_BUFFER: usize = 8 * 1024;
/// The most packets read before waiting writes are flushed.
const READS_BETWEEN_WRITES: u32 = 32;
/// A reader is never asked to take a packet larger than MQTT allows.
const LARGEST_PACKET: usize = 256 << 20;

/// How to reach the broker, resolved once.
#[derive(Debug)]
pub(super) struct Address {
    pub(super) client_id: String,
    pub(super) password: Option<Secret>,
    pub(super) encryption: Option<Encryption>,
}

/// An open connection to a broker.
pub(super) struct Link {
    event_loop: EventLoop,
    /// Bytes in the write buffer.
    unwritten: usize,
    reads: u32,
}

/// A packet from the broker.
#[derive(Debug)]
pub(super) enum Incoming {
    /// A message, and the packet identifier to acknowledge it with.
    Publish(u16, Received),
    /// The broker has acknowledged the message with this packet identifier.
    PubAck(u16),
    /// The broker has released the QoS 2 message with this packet identifier.
    PubRel(u16),
    /// The broker's answer to a subscription: for each filter whether it was accepted.
    SubAck(u16, Vec<bool>),
    /// Any other packet; it needs no answer.
    Other,
}

/// A packet to the broker.
#[derive(Debug)]
pub(super) enum Outgoing {
    Publish { id: u16, topic: String, payload: bytes::Bytes, qos: QoS, retain: bool, dup: bool },
    Subscribe(u16, Vec<Subscription>),
    PubAck(u16),
    PubRec(u16),
    PubComp(u16),
    PingReq,
    Disconnect,
}

/// The result of [`Link::turn`].
#[derive(Debug)]
pub(super) enum Turn {
    Read(Incoming),
    /// The write buffer is empty again.
    Written,
}

impl Link {
    /// Connects; also returns whether the broker had a session. `read_limit` is the largest packet to accept.
    pub(super) async fn open(
        settings: &Settings,
        address: &Address,
        clean_session: bool,
        read_limit: usize,
    ) -> Result<(Self, bool), DisconnectReason> {
        let mut network = NetworkOptions::new();
        network.set_tcp_nodelay(true);
        network.set_connection_timeout(settings.connect_timeout_seconds);
        let mut event_loop = EventLoop::new(options(settings, address, clean_session, read_limit), 1);
        event_loop.set_network_options(network);
        match event_loop.poll().await.map_err(why_not_connected)? {
            Event::Incoming(Packet::ConnAck(ConnAck { session_present, .. })) => {
                Ok((Self { event_loop, unwritten: 0, reads: 0 }, session_present))
            }
            other => Err(DisconnectReason::Protocol(format!("{other:?} instead of CONNACK"))),
        }
    }

    /// Whether more may be written before the buffer is written out.
    pub(super) fn has_room(&self) -> bool {
        self.unwritten < WRITE_BUFFER
    }

    /// Puts a packet into the write buffer; [`Link::turn`] writes it out. To be called only if [`Link::has_room`], except
    /// for acknowledgements, which are few and small between two turns.
    pub(super) fn write(&mut self, packet: Outgoing) -> Result<(), DisconnectReason> {
        let packet = encode(packet);
        let size = packet.size();
        let network = self.event_loop.network.as_mut().ok_or(DisconnectReason::Closed)?;
        // Encoding waits only if the buffer is full, which the contract excludes, so one poll is enough.
        match pin!(network.write(packet)).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(result) => result.map_err(why_lost)?,
            Poll::Pending => return Err(DisconnectReason::Silent),
        }
        self.unwritten += size;
        Ok(())
    }

    /// Reads one packet (if `may_read`) or writes out the buffer, whatever comes first, so that a broker that does not
    /// read cannot block reading. Reading comes first, so that what it causes to be written is written together.
    /// Cancel safe.
    pub(super) async fn turn(&mut self, may_read: bool) -> Result<Turn, DisconnectReason> {
        poll_fn(|context| {
            let write_first = !self.has_room() || self.reads >= READS_BETWEEN_WRITES;
            if write_first && let Poll::Ready(result) = self.poll_write(context) {
                return Poll::Ready(result);
            }
            if may_read && let Poll::Ready(result) = self.poll_read(context) {
                return Poll::Ready(result);
            }
            if write_first { Poll::Pending } else { self.poll_write(context) }
        })
        .await
    }

    fn poll_read(&mut self, context: &mut Context<'_>) -> Poll<Result<Turn, DisconnectReason>> {
        let Some(network) = self.event_loop.network.as_mut() else {
            return Poll::Ready(Err(DisconnectReason::Closed));
        };
        pin!(network.read()).poll(context).map(|result| {
            self.reads += 1;
            Ok(Turn::Read(decode(result.map_err(why_lost)?)))
        })
    }

    fn poll_write(&mut self, context: &mut Context<'_>) -> Poll<Result<Turn, DisconnectReason>> {
        if self.unwritten == 0 {
            self.reads = 0;
            return Poll::Pending;
        }
        let Some(network) = self.event_loop.network.as_mut() else {
            return Poll::Ready(Err(DisconnectReason::Closed));
        };
        pin!(network.flush()).poll(context).map(|result| {
            self.unwritten = 0;
            self.reads = 0;
            result.map_err(why_lost)?;
            Ok(Turn::Written)
        })
    }
}

/// Size of a PUBLISH packet as MQTT counts it, with its packet identifier.
pub(super) fn packet_size(topic: &str, payload: &[u8]) -> usize {
    let rest = 2 + topic.len() + 2 + payload.len();
    let length_bytes = match rest {
        0..128 => 1,
        128..16_384 => 2,
        16_384..2_097_152 => 3,
        _ => 4,
    };
    1 + length_bytes + rest
}

fn options(settings: &Settings, address: &Address, clean_session: bool, read_limit: usize) -> MqttOptions {
    // rumqttc appends ":port"; an IPv6 address needs its brackets for that.
    let host = match settings.host.parse::<std::net::Ipv6Addr>() {
        Ok(ip) => format!("[{ip}]"),
        Err(_) => settings.host.clone(),
    };
    let mut options = MqttOptions::new(&address.client_id, host, settings.port);
    options.set_clean_session(clean_session);
    options.set_keep_alive(Duration::from_secs(settings.keep_alive_seconds.into()));
    options.set_max_packet_size(read_limit.min(LARGEST_PACKET), settings.packet_limit);
    // The event loop's own flow control is not used; the smallest window keeps its tables small.
    options.set_inflight(1);
    if let Some(username) = &settings.username {
        options.set_credentials(username, address.password.as_ref().map_or("", Secret::reveal));
    }
    if let Some(StatusMessage { topic, payload, qos, retain }) = &settings.will {
        options.set_last_will(LastWill::new(topic, payload.as_bytes(), quality(*qos), *retain));
    }
    if let Some(encryption) = &address.encryption {
        encrypt(&mut options, encryption);
    }
    options
}

#[cfg(feature = "tls")]
fn encrypt(options: &mut MqttOptions, encryption: &Encryption) {
    options.set_transport(rumqttc::Transport::tls_with_config(encryption.config().into()));
}

#[cfg(not(feature = "tls"))]
fn encrypt(_: &mut MqttOptions, encryption: &Encryption) {
    match *encryption {}
}

fn encode(packet: Outgoing) -> Packet {
    match packet {
        Outgoing::Publish { id, topic, payload, qos, retain, dup } => {
            Packet::Publish(Publish { dup, qos: quality(qos), retain, topic, pkid: id, payload })
        }
        Outgoing::Subscribe(id, subscriptions) => {
            let filters = subscriptions.into_iter();
            let filters = filters.map(|wanted| SubscribeFilter::new(wanted.filter, quality(wanted.qos)));
            Packet::Subscribe(Subscribe { pkid: id, filters: filters.collect() })
        }
        Outgoing::PubAck(id) => Packet::PubAck(PubAck::new(id)),
        Outgoing::PubRec(id) => Packet::PubRec(PubRec::new(id)),
        Outgoing::PubComp(id) => Packet::PubComp(PubComp::new(id)),
        Outgoing::PingReq => Packet::PingReq,
        Outgoing::Disconnect => Packet::Disconnect,
    }
}

fn decode(packet: Packet) -> Incoming {
    match packet {
        Packet::Publish(Publish { dup, qos, retain, topic, pkid, payload }) => {
            let qos = match qos {
                mqttbytes::QoS::AtMostOnce => QoS::AtMostOnce,
                mqttbytes::QoS::AtLeastOnce => QoS::AtLeastOnce,
                mqttbytes::QoS::ExactlyOnce => QoS::ExactlyOnce,
            };
            Incoming::Publish(pkid, Received { topic, payload, qos, retain, dup })
        }
        Packet::PubAck(ack) => Incoming::PubAck(ack.pkid),
        Packet::PubRel(release) => Incoming::PubRel(release.pkid),
        Packet::SubAck(ack) => {
            let codes = ack.return_codes.iter();
            Incoming::SubAck(ack.pkid, codes.map(|code| *code != SubscribeReasonCode::Failure).collect())
        }
        _ => Incoming::Other,
    }
}

fn quality(qos: QoS) -> mqttbytes::QoS {
    match qos {
        QoS::AtMostOnce => mqttbytes::QoS::AtMostOnce,
        QoS::AtLeastOnce => mqttbytes::QoS::AtLeastOnce,
        QoS::ExactlyOnce => mqttbytes::QoS::ExactlyOnce,
    }
}

fn why_not_connected(error: ConnectionError) -> DisconnectReason {
    let refused = |why: &str| DisconnectReason::Refused(why.to_owned());
    match error {
        ConnectionError::NetworkTimeout | ConnectionError::FlushTimeout => DisconnectReason::Silent,
        ConnectionError::MqttState(error) => why_lost(error),
        ConnectionError::ConnectionRefused(code) => match code {
            ConnectReturnCode::BadUserNamePassword => refused("wrong user name or password"),
            ConnectReturnCode::NotAuthorized => {
                refused("not authorized; it may require a user name and a password")
            }
            ConnectReturnCode::BadClientId => refused("the client id is not accepted"),
            ConnectReturnCode::RefusedProtocolVersion => refused("it does not support MQTT 3.1.1"),
            ConnectReturnCode::ServiceUnavailable | ConnectReturnCode::Success => {
                refused("the service is unavailable")
            }
        },
        ConnectionError::NotConnAck(packet) => {
            DisconnectReason::Protocol(format!("{packet:?} instead of CONNACK"))
        }
        other => DisconnectReason::Unreachable(other.to_string()),
    }
}

fn why_lost(error: StateError) -> DisconnectReason {
    match error {
        StateError::ConnectionAborted => DisconnectReason::Closed,
        StateError::Io(error) | StateError::Deserialization(mqttbytes::Error::Io(error)) => io_reason(&error),
        StateError::Deserialization(mqttbytes::Error::PayloadSizeLimitExceeded(size)) => {
            DisconnectReason::TooLarge(size)
        }
        other => DisconnectReason::Protocol(other.to_string()),
    }
}

fn io_reason(error: &io::Error) -> DisconnectReason {
    use io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, Other, UnexpectedEof};
    match error.kind() {
        // The codec returns "Other" when a connection ends in the middle of a packet.
        BrokenPipe | ConnectionAborted | ConnectionReset | UnexpectedEof | Other => DisconnectReason::Closed,
        _ => DisconnectReason::Unreachable(error.to_string()),
    }
}
