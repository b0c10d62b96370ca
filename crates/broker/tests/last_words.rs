//! How the broker ends while messages are still on their way.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails by panicking")]

use std::collections::HashSet;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::Duration;

use petasos_broker::{BrokerSettings, EmbeddedBroker};
use petasos_bus::{Bus, Class, Event, Events, MqttBus, Publish, QoS, Settings, Subscription};
use tokio::runtime::{Builder, Runtime};
use tokio::time::timeout;

const PATIENCE: Duration = Duration::from_secs(20);

/// More than the broker sends to one client before it wants an acknowledgement.
const MANY: usize = 500;

/// More clients than the broker's runtime serves before it looks what else there is to do.
const FULL_HOUSE: u8 = 90;

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

fn connect(broker: &EmbeddedBroker) -> (MqttBus, Events) {
    let address = broker.local_addr();
    MqttBus::connect(Settings::new(address.ip().to_string(), address.port())).unwrap()
}

async fn listen(broker: &EmbeddedBroker) -> (MqttBus, Events) {
    let (bus, mut events) = connect(broker);
    bus.subscribe(&[Subscription::new("words/#", QoS::AtLeastOnce)]).unwrap();
    let subscribed = async { while events.next().await.unwrap() != Event::Subscribed {} };
    timeout(PATIENCE, subscribed).await.unwrap();
    (bus, events)
}

/// Says many words, every third without a wish for an acknowledgement, and returns when the broker has all of them.
async fn speak(broker: &EmbeddedBroker) {
    let (bus, _events) = connect(broker);
    for number in 0..MANY {
        let qos = if number % 3 == 0 { QoS::AtMostOnce } else { QoS::AtLeastOnce };
        bus.publish(Publish::new("words/last", number.to_string(), Class::Obligation).qos(qos)).unwrap();
    }
    bus.close(PATIENCE).await;
    let left = bus.statistics();
    assert_eq!((left.queued, left.in_flight), (0, 0));
}

/// A client of few words, connected.
fn knock(broker: &EmbeddedBroker, number: u8) -> TcpStream {
    let mut socket = TcpStream::connect(broker.local_addr()).unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    let mut connect = b"\x10\x0f\x00\x04MQTT\x04\x02\x00\x3c\x00\x03".to_vec();
    write!(connect, "{number:03}").unwrap();
    exchange(&mut socket, &connect, b"\x20\x02\x00\x00");
    socket
}

/// Sends a packet, and waits for its answer.
fn exchange(socket: &mut TcpStream, packet: &[u8], answer: &[u8]) {
    socket.write_all(packet).unwrap();
    let mut came = vec![0; answer.len()];
    socket.read_exact(&mut came).unwrap();
    assert_eq!(came, answer);
}

/// So many different words come before the connection ends.
async fn words_until_the_end(mut events: Events) -> usize {
    let mut words = HashSet::new();
    let listen = async {
        loop {
            match events.next().await.unwrap() {
                Event::Received(received) => drop(words.insert(received.payload)),
                Event::Disconnected { .. } => return,
                _ => {}
            }
        }
    };
    timeout(PATIENCE, listen).await.unwrap();
    words.len()
}

#[test]
fn what_the_broker_has_taken_reaches_those_who_listen_before_it_ends() {
    let (house, ear) = (runtime(), runtime());
    let broker = house.block_on(EmbeddedBroker::start(BrokerSettings::any_port())).unwrap();
    let (_bus, events) = ear.block_on(listen(&broker));
    // Nobody drives the ear meanwhile, so it acknowledges nothing.
    house.block_on(speak(&broker));
    let heard = thread::spawn(move || ear.block_on(words_until_the_end(events)));
    house.block_on(broker.shutdown());
    assert_eq!(heard.join().unwrap(), MANY);
}

#[test]
fn everybody_in_a_full_house_hears_the_last_word() {
    let house = runtime();
    let broker = house.block_on(EmbeddedBroker::start(BrokerSettings::any_port())).unwrap();
    let listeners: Vec<_> = (0..FULL_HOUSE)
        .map(|number| {
            let mut socket = knock(&broker, number);
            exchange(&mut socket, b"\x82\x06\x00\x01\x00\x01w\x00", b"\x90\x03\x00\x01\x00");
            socket
        })
        .collect();
    let mut speaker = knock(&broker, FULL_HOUSE);
    exchange(&mut speaker, b"\x32\x09\x00\x01w\x00\x01last", b"\x40\x02\x00\x01");
    house.block_on(broker.shutdown());
    for mut listener in listeners {
        let mut heard = Vec::new();
        listener.read_to_end(&mut heard).unwrap();
        assert_eq!(heard, b"\x30\x07\x00\x01wlast");
    }
}

#[test]
fn one_who_does_not_listen_any_more_cannot_keep_the_broker_from_ending() {
    let (house, ear) = (runtime(), runtime());
    let broker = house.block_on(EmbeddedBroker::start(BrokerSettings::any_port())).unwrap();
    let _deaf = ear.block_on(listen(&broker));
    house.block_on(speak(&broker));
    house.block_on(async { timeout(PATIENCE, broker.shutdown()).await.unwrap() });
}
