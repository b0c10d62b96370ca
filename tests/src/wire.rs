//! The smallest MQTT 3.1.1 client that can observe an installation: quality of service 0, one thread that reads, and a new
//! connection whenever the old one breaks. Bytes as in the OASIS standard, section 3.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::SOON;
use crate::test_clock::{Deadline, pass};

const CONNECT: u8 = 0x10;
const CONNACK: u8 = 0x20;
const PUBLISH: u8 = 0x30;
const SUBSCRIBE: u8 = 0x82;
const SUBACK: u8 = 0x90;

/// A PUBLISH from the broker.
#[derive(Debug)]
pub struct Packet {
    pub topic: String,
    pub payload: Vec<u8>,
    pub retained: bool,
}

/// Username and password, where the broker wants them.
pub type Credentials = Option<(String, String)>;

/// A client that connects again by itself. Dropping it closes the connection.
#[derive(Debug)]
pub struct Client {
    publisher: Publisher,
    reader: Option<JoinHandle<()>>,
}

/// Publishes from any thread.
#[derive(Debug, Clone)]
pub struct Publisher(Arc<Connection>);

#[derive(Debug)]
struct Connection {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug)]
enum State {
    Down,
    Up(TcpStream),
    Closed,
}

impl Client {
    /// Connects and subscribes, and returns when the broker has confirmed both. Every message goes to `handle`, on one
    /// thread, in the broker's order.
    pub fn connect(
        port: u16,
        credentials: Credentials,
        filters: &[&str],
        mut handle: impl FnMut(&Publisher, Packet) + Send + 'static,
    ) -> Self {
        let publisher =
            Publisher(Arc::new(Connection { state: Mutex::new(State::Down), changed: Condvar::new() }));
        let ours = publisher.clone();
        let filters: Vec<String> = filters.iter().map(ToString::to_string).collect();
        let reader = thread::spawn(move || {
            while !ours.0.is_closed() {
                if let Ok(mut stream) = open(port, credentials.as_ref(), &filters)
                    && let Ok(writer) = stream.try_clone()
                    && ours.0.set_up(writer)
                {
                    while let Ok(packet) = read_message(&mut stream) {
                        handle(&ours, packet);
                    }
                    ours.0.set_down();
                } else {
                    pass(Duration::from_millis(10));
                }
            }
        });
        let client = Self { publisher, reader: Some(reader) };
        client.publisher.0.wait_until_up();
        client
    }

    pub fn publisher(&self) -> &Publisher {
        &self.publisher
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        self.publisher.0.close();
        if let Some(reader) = self.reader.take() {
            let _ = reader.join();
        }
    }
}

impl Publisher {
    /// Sends a message; waits for the connection when there is none.
    pub fn publish(&self, topic: &str, payload: &[u8], retain: bool) {
        let mut body = text(topic);
        body.extend_from_slice(payload);
        let packet = packet(PUBLISH | u8::from(retain), &body);
        let deadline = Deadline::after(SOON);
        loop {
            self.0.wait_until_up();
            if let State::Up(stream) = &mut *self.0.lock()
                && stream.write_all(&packet).is_ok()
            {
                return;
            }
            assert!(deadline.left().is_some(), "cannot send to {topic}: the broker closes every connection");
        }
    }
}

impl Connection {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_closed(&self) -> bool {
        matches!(*self.lock(), State::Closed)
    }

    /// False if the client was closed meanwhile.
    fn set_up(&self, stream: TcpStream) -> bool {
        let mut state = self.lock();
        if matches!(*state, State::Closed) {
            return false;
        }
        *state = State::Up(stream);
        self.changed.notify_all();
        true
    }

    fn set_down(&self) {
        let mut state = self.lock();
        if matches!(*state, State::Up(_)) {
            *state = State::Down;
        }
    }

    fn close(&self) {
        if let State::Up(stream) = std::mem::replace(&mut *self.lock(), State::Closed) {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    fn wait_until_up(&self) {
        let (state, timeout) = self
            .changed
            .wait_timeout_while(self.lock(), SOON, |state| matches!(state, State::Down))
            .unwrap_or_else(PoisonError::into_inner);
        drop(state);
        assert!(!timeout.timed_out(), "the broker has not answered within {SOON:?}");
    }
}

/// A connection that is subscribed.
fn open(port: u16, credentials: Option<&(String, String)>, filters: &[String]) -> io::Result<TcpStream> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(SOON))?;
    stream.write_all(&connect(credentials))?;
    expect(&mut stream, CONNACK, |body| matches!(body, [_, 0]))?;
    stream.write_all(&subscribe(filters))?;
    expect(&mut stream, SUBACK, |body| body.iter().skip(2).all(|&granted| granted <= 2))?;
    stream.set_read_timeout(None)?;
    Ok(stream)
}

/// A clean session, no keepalive, and an empty client id, for which the broker chooses one.
fn connect(credentials: Option<&(String, String)>) -> Vec<u8> {
    const CLEAN: u8 = 0x02;
    const USERNAME_AND_PASSWORD: u8 = 0xC0;
    let mut body = text("MQTT");
    let flags = if credentials.is_some() { CLEAN | USERNAME_AND_PASSWORD } else { CLEAN };
    body.extend([4, flags, 0, 0]);
    body.extend(text(""));
    if let Some((username, password)) = credentials {
        body.extend(text(username));
        body.extend(text(password));
    }
    packet(CONNECT, &body)
}

fn subscribe(filters: &[String]) -> Vec<u8> {
    const PACKET_ID: [u8; 2] = [0, 1];
    let mut body = PACKET_ID.to_vec();
    for filter in filters {
        body.extend(text(filter));
        body.push(0);
    }
    packet(SUBSCRIBE, &body)
}

/// A string with its length before it.
fn text(text: &str) -> Vec<u8> {
    let length = u16::try_from(text.len()).expect("MQTT strings are shorter than 64 KiB");
    [&length.to_be_bytes(), text.as_bytes()].concat()
}

/// A packet: its type and flags, its length in groups of seven bits, its body.
fn packet(kind: u8, body: &[u8]) -> Vec<u8> {
    let mut packet = vec![kind];
    let mut left = body.len();
    loop {
        let [digit, ..] = (left % 128).to_le_bytes();
        left /= 128;
        packet.push(if left > 0 { digit | 0x80 } else { digit });
        if left == 0 {
            break;
        }
    }
    packet.extend_from_slice(body);
    packet
}

/// Reads the broker's answer, which must be of this kind and positive.
fn expect(stream: &mut TcpStream, kind: u8, is_positive: impl Fn(&[u8]) -> bool) -> io::Result<()> {
    let (found, body) = read_packet(stream)?;
    if found == kind && is_positive(&body) {
        return Ok(());
    }
    Err(io::Error::other(format!("the broker answered {found:#x} {body:?}")))
}

/// The next message; other packets are passed over.
fn read_message(stream: &mut TcpStream) -> io::Result<Packet> {
    loop {
        let (kind, mut body) = read_packet(stream)?;
        if kind & 0xF0 != PUBLISH {
            continue;
        }
        let length = body.first_chunk().map_or(0, |length| usize::from(u16::from_be_bytes(*length)));
        let payload = body.split_off((2 + length).min(body.len()));
        let topic = String::from_utf8_lossy(body.get(2..).unwrap_or_default()).into_owned();
        return Ok(Packet { topic, payload, retained: kind & 1 == 1 });
    }
}

fn read_packet(stream: &mut TcpStream) -> io::Result<(u8, Vec<u8>)> {
    let kind = read_byte(stream)?;
    let (mut length, mut shift) = (0_usize, 0);
    loop {
        let digit = read_byte(stream)?;
        length |= usize::from(digit & 0x7F) << shift;
        shift += 7;
        if digit & 0x80 == 0 {
            break;
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    Ok((kind, body))
}

fn read_byte(stream: &mut TcpStream) -> io::Result<u8> {
    let mut byte = [0];
    stream.read_exact(&mut byte)?;
    let [byte] = byte;
    Ok(byte)
}
