//! Clients of brokers that answer wrongly, late, or not at all.

use std::time::Duration;

use bytes::Bytes;
use petasos_bus::{Class, DisconnectReason, Event, Publish, QoS, Subscription};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;

use crate::client::{Client, PATIENCE, persistent};
use crate::scripted_broker::{CONNECT, PINGREQ, PUBACK, PUBCOMP, PUBREC, PUBREL, Peer, SUBSCRIBE, Scripted};

fn report(text: &str) -> Publish {
    Publish::new("t", text.to_owned(), Class::Report)
}

/// A broker, a client, and its connection as the broker sees it.
async fn connect() -> (Scripted, Client, Peer) {
    let broker = Scripted::start().await;
    let client = broker.client();
    let peer = broker.accept().await;
    (broker, client, peer)
}

#[tokio::test]
async fn an_idle_connection_is_kept_alive_and_a_silent_one_is_closed() {
    let broker = Scripted::start().await;
    let mut client = broker.client_with(|settings| settings.keep_alive_seconds = 1);
    let mut peer = broker.accept().await;
    for _ in 0..2 {
        peer.read(PINGREQ).await;
        peer.write(&[0xD0, 0]).await;
    }
    peer.read(PINGREQ).await;
    assert_eq!(client.disconnected().await, DisconnectReason::Silent);
    broker.accept().await;
    client.connected().await;
}

#[tokio::test]
async fn a_connection_without_answer_is_closed_and_tried_again() {
    let broker = Scripted::start().await;
    let mut client = broker.client();
    let _silent = broker.socket().await;
    assert_eq!(client.disconnected().await, DisconnectReason::Silent);
    broker.accept().await;
    client.connected().await;
}

#[tokio::test]
async fn a_refusal_says_why_and_is_not_the_end() {
    let broker = Scripted::start().await;
    let mut client = broker.client();
    for (code, why) in
        [(4, "password"), (5, "authorized"), (2, "client id"), (3, "unavailable"), (1, "3.1.1")]
    {
        let mut peer = broker.socket().await;
        peer.read(CONNECT).await;
        peer.write(&[0x20, 2, 0, code]).await;
        let reason = client.disconnected().await;
        assert!(matches!(&reason, DisconnectReason::Refused(text) if text.contains(why)), "{code}: {reason}");
    }
    broker.accept().await;
    client.connected().await;
}

#[tokio::test]
async fn unacknowledged_messages_are_sent_again_first_and_in_order() {
    let broker = Scripted::start().await;
    let client = broker.client();
    for text in ["a", "b", "c", "d"] {
        client.bus.publish(report(text)).unwrap();
    }
    let mut peer = broker.accept().await;
    for (id, text) in [(1, "a"), (2, "b"), (3, "c"), (4, "d")] {
        assert_eq!(peer.published().await, (id, text.into(), false));
    }
    peer.acknowledge(2).await;
    client.until("the acknowledgement", |now| now.in_flight == 3).await;
    drop(peer);
    client.until("the loss", |now| !now.connected).await;
    client.bus.publish(report("e")).unwrap();

    let mut peer = broker.accept().await;
    for (id, text, repeated) in [(1, "a", true), (3, "c", true), (4, "d", true), (5, "e", false)] {
        assert_eq!(peer.published().await, (id, text.into(), repeated));
        peer.acknowledge(id).await;
    }
    let now = client.until("all acknowledged", |now| now.in_flight == 0).await;
    assert_eq!((now.sent, now.repeated), (5, 3));
}

#[tokio::test]
async fn no_obligation_is_lost_or_reordered_by_a_connection_that_breaks_again_and_again() {
    const COUNT: usize = 3000;
    let broker = Scripted::start().await;
    let client =
        broker.client_with(|settings| (settings.reconnect_min_ms, settings.reconnect_max_ms) = (1, 1));
    for number in 0..COUNT {
        client.bus.publish(Publish::new("t", number.to_string(), Class::Obligation)).unwrap();
    }
    let mut arrived: Vec<String> = Vec::new();
    let mut connections = 0;
    while arrived.len() < COUNT {
        let mut peer = broker.accept().await;
        connections += 1;
        // The connection breaks after 70 to 170 messages, with acknowledgements for all, some or none of the last ones.
        let (life, silent) = (70 + connections * 37 % 101, connections * 13 % 60);
        for count in 0..life {
            if arrived.len() == COUNT {
                break;
            }
            let (id, text, _) = peer.published().await;
            if !arrived.contains(&text) {
                arrived.push(text);
            }
            if count + silent < life {
                peer.acknowledge(id).await;
            }
        }
    }
    assert!(arrived.iter().enumerate().all(|(number, text)| *text == number.to_string()));
    assert!(connections > 20, "only {connections} connections");
}

#[tokio::test]
async fn a_message_of_quality_2_arrives_once_however_often_it_is_repeated() {
    let (_broker, mut client, mut peer) = connect().await;
    peer.publish(0b0100, 7, b"once").await;
    peer.publish(0b1100, 7, b"once").await;
    for _ in 0..2 {
        assert_eq!(peer.read(PUBREC).await, [0, 7]);
    }
    // The second one is for a message long forgotten, as after a resumed session.
    for id in [7, 9] {
        peer.write(&[PUBREL, 2, 0, id]).await;
        assert_eq!(peer.read(PUBCOMP).await, [0, id]);
    }
    peer.publish(0b0100, 7, b"another").await;
    assert_eq!(client.text().await.1, "once");
    assert_eq!(client.text().await.1, "another");
    assert_eq!(client.bus.statistics().connections, 1);
}

#[tokio::test]
async fn acknowledgements_for_nothing_do_no_harm() {
    let (_broker, mut client, mut peer) = connect().await;
    for kind in [PUBACK, PUBREC, PUBCOMP] {
        peer.write(&[kind, 2, 0x12, 0x34]).await;
    }
    peer.write(&[0x90, 3, 0xFF, 0x77, 0]).await;
    peer.publish(0, 0, b"fine").await;
    assert_eq!(client.text().await.1, "fine");
    assert_eq!(client.bus.statistics().connections, 1);
}

#[tokio::test]
async fn a_refused_subscription_is_told_and_the_others_stand() {
    let broker = Scripted::start().await;
    let mut client = broker.client();
    let wanted = ["a", "secret", "b"].map(|filter| Subscription::new(filter, QoS::AtLeastOnce));
    client.bus.subscribe(&wanted).unwrap();
    let mut peer = broker.accept().await;
    let body = peer.read(SUBSCRIBE).await;
    peer.write(&[0x90, 5, body[0], body[1], 1, 0x80, 0]).await;
    let refused = client.expect("the refusal", |event| match event {
        Event::SubscriptionRefused { filter } => Some(filter),
        _ => None,
    });
    assert_eq!(refused.await, "secret");
    client.subscribed().await;
}

#[tokio::test]
async fn a_message_at_which_the_broker_hangs_up_is_given_up_and_the_others_arrive() {
    let broker = Scripted::start().await;
    let client = broker.client();
    for text in ["a", "rejected", "b", "c"] {
        client.bus.publish(report(text)).unwrap();
    }
    let mut arrived = Vec::new();
    while arrived.len() < 3 {
        let mut peer = broker.accept().await;
        loop {
            let (id, text, _) = peer.published().await;
            if text == "rejected" {
                break;
            }
            peer.acknowledge(id).await;
            arrived.push(text);
            if arrived.len() == 3 {
                client.until("all acknowledged", |now| now.in_flight == 0).await;
                break;
            }
        }
    }
    assert_eq!(arrived, ["a", "b", "c"]);
    assert_eq!(client.bus.statistics().given_up.report, 1);
}

#[tokio::test]
async fn a_message_above_the_packet_limit_costs_one_connection_and_then_nothing() {
    let broker = Scripted::start().await;
    let mut client = broker.client_with(|settings| settings.packet_limit = 20_000);
    let oversized = vec![b'x'; 50_000];
    let mut peer = broker.accept().await;
    peer.publish(0b0011, 1, &oversized).await;
    assert!(matches!(client.disconnected().await, DisconnectReason::TooLarge(50_005)));

    // The broker kept it, and sends it again and again.
    let mut peer = broker.accept().await;
    for _ in 0..3 {
        peer.publish(0b0011, 1, &oversized).await;
        assert_eq!(peer.read(PUBACK).await, [0, 1]);
    }
    peer.publish(0, 0, &oversized[..19_000]).await;
    assert_eq!(client.received().await.payload.len(), 19_000);
    let now = client.bus.statistics();
    assert_eq!((now.received_too_large, now.connections, now.received), (3, 2, 1));
}

#[tokio::test]
async fn protocol_errors_in_a_persistent_session_make_it_clean() {
    let broker = Scripted::start().await;
    let mut client = Client::over_mqtt(persistent(broker.settings(), "me"));
    for _ in 0..3 {
        let mut peer = broker.accept().await;
        // A PUBLISH with the quality 3, which does not exist.
        peer.write(&[0x36, 4, 0, 1, b't', 0]).await;
        assert!(matches!(client.disconnected().await, DisconnectReason::Protocol(_)));
    }
    let mut peer = broker.socket().await;
    let body = peer.read(CONNECT).await;
    assert_eq!(body[7] & 2, 2, "the session is clean");
}

#[tokio::test]
async fn a_broker_that_does_not_read_cannot_keep_us_from_reading() {
    let (_broker, mut client, mut peer) = connect().await;
    let body = Bytes::from(vec![0; 1 << 20]);
    for _ in 0..20 {
        client.bus.publish(Publish::new("t", body.clone(), Class::Report).qos(QoS::AtMostOnce)).unwrap();
    }
    client.until("a full socket", |now| now.sent > 0).await;
    for number in 0..1000_u16 {
        peer.publish(0b0010, number + 1, number.to_string().as_bytes()).await;
    }
    for number in 0..1000 {
        assert_eq!(client.text().await.1, number.to_string());
    }
    // It reads again: all is there, and each acknowledgement.
    let (mut published, mut acknowledged) = (0, 0);
    while (published, acknowledged) != (20, 1000) {
        match peer.next().await.expect("the client hung up").kind {
            0x30 => published += 1,
            PUBACK => acknowledged += 1,
            other => panic!("{other:x}"),
        }
    }
}

#[tokio::test]
async fn unread_events_slow_down_the_broker_and_are_not_lost() {
    const COUNT: usize = 20_000;
    let broker = Scripted::start().await;
    let mut client = broker.client_with(|settings| settings.keep_alive_seconds = 1);
    let Peer { socket } = broker.accept().await;
    let (mut from_client, mut to_client) = socket.into_split();
    let flood = tokio::spawn(async move {
        for number in 0..COUNT {
            let text = format!("{number:0>1000}");
            let mut packet = vec![0x30, 0xEB, 0x07, 0, 1, b't'];
            packet.extend(text.as_bytes());
            to_client.write_all(&packet).await.unwrap();
        }
        to_client
    });
    // Meanwhile it sends, keep-alives too.
    client.until("a full inbox", |now| now.received >= 1000).await;
    client.bus.publish(report("still here").qos(QoS::AtMostOnce)).unwrap();
    let mut seen = vec![0; 1 + 1 + 3 + 10 + 3 * 2];
    timeout(PATIENCE, from_client.read_exact(&mut seen)).await.unwrap().unwrap();
    assert_eq!(&seen[5..15], b"still here");
    assert_eq!(&seen[15..], [PINGREQ, 0, PINGREQ, 0, PINGREQ, 0]);
    assert!(client.bus.statistics().received < COUNT as u64 / 2);

    for number in 0..COUNT {
        assert_eq!(client.text().await.1, format!("{number:0>1000}"));
    }
    let _to_client = flood.await.unwrap();
    assert_eq!(client.bus.statistics().connections, 1);
}

#[tokio::test]
async fn closing_gives_up_on_a_broker_that_does_not_acknowledge() {
    let broker = Scripted::start().await;
    let client = broker.client();
    client.bus.publish(report("x")).unwrap();
    let mut peer = broker.accept().await;
    peer.published().await;
    let patience = Duration::from_millis(50);
    timeout(PATIENCE, client.bus.close(patience)).await.unwrap();
    assert_eq!(client.bus.statistics().in_flight, 1);
}

#[tokio::test]
async fn closing_does_not_wait_for_a_broker_that_never_answers() {
    let broker = Scripted::start().await;
    let client = broker.client_with(|settings| settings.connect_timeout_seconds = 3600);
    client.bus.publish(report("x")).unwrap();
    let _silent = broker.socket().await;
    timeout(PATIENCE, client.bus.close(Duration::from_millis(50))).await.unwrap();
}

#[tokio::test]
async fn a_bus_without_events_still_sends() {
    let broker = Scripted::start().await;
    let (bus, events) = petasos_bus::MqttBus::connect(broker.settings()).unwrap();
    drop(events);
    let mut peer = broker.accept().await;
    for number in 0..3000_u16 {
        peer.publish(0, 0, b"news").await;
        petasos_bus::Bus::publish(&bus, report(&number.to_string())).unwrap();
        let (id, text, _) = peer.published().await;
        assert_eq!(text, number.to_string());
        peer.acknowledge(id).await;
    }
}

#[tokio::test]
async fn closing_without_a_broker_ends_at_once_if_nothing_waits_and_in_time_if_something_does() {
    let broker = Scripted::start().await;
    let settings = broker.settings();
    drop(broker);
    let nothing = Client::over_mqtt(settings.clone());
    timeout(PATIENCE, nothing.bus.close(PATIENCE * 100)).await.unwrap();
    let something = Client::over_mqtt(settings);
    something.bus.publish(report("x")).unwrap();
    timeout(PATIENCE, something.bus.close(Duration::from_millis(50))).await.unwrap();
    assert_eq!(something.bus.statistics().queued, 1);
}
