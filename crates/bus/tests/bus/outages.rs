//! Bursts, and outages of the broker.

use petasos_bus::{Class, Publish, QoS};

use crate::client::Client;
use crate::mosquitto::Mosquitto;
use crate::test_broker::TestBroker;

const BURST: usize = 100_000;

#[tokio::test]
async fn a_burst_of_100_000_messages_while_receiving_them_deadlocks_nothing() {
    let broker = TestBroker::mosquitto().await;
    let mut settings = broker.settings();
    settings.outbox_entries = BURST;
    let mut client = broker.connect_with(settings);
    client.subscribe("burst", QoS::AtLeastOnce).await;
    for number in 0..BURST {
        client.bus.publish(Publish::new("burst", number.to_string(), Class::Report)).unwrap();
    }
    for number in 0..BURST {
        assert_eq!(client.text().await.1, number.to_string());
    }
    assert_eq!(client.bus.statistics().connections, 1);
}

#[tokio::test]
async fn a_burst_beyond_the_outbox_drops_what_matters_least_and_counts_it() {
    let broker = TestBroker::mosquitto().await;
    let mut settings = broker.settings();
    settings.outbox_entries = 1000;
    let mut client = broker.connect_with(settings);
    client.subscribe("burst/#", QoS::AtLeastOnce).await;
    // Nothing is sent while this loop runs: the bus shares this thread.
    for number in 0..BURST {
        let class = if number % 1000 == 0 { Class::Obligation } else { Class::Query };
        let topic = format!("burst/{class:?}");
        client.bus.publish(Publish::new(topic, number.to_string(), class)).unwrap();
    }
    client.publish("burst/end", "", QoS::AtLeastOnce);
    let (mut obligations, mut queries) = (Vec::new(), 0);
    loop {
        match client.text().await {
            (topic, number) if topic == "burst/Obligation" => obligations.push(number),
            (topic, _) if topic == "burst/Query" => queries += 1,
            _ => break,
        }
    }
    let expected: Vec<String> = (0..BURST).step_by(1000).map(|number| number.to_string()).collect();
    assert_eq!(obligations, expected);
    assert_eq!(queries + obligations.len() + 1, 1000);
    let now = client.bus.statistics();
    assert_eq!(now.overflowed.query, (BURST - expected.len() - queries) as u64);
    assert_eq!(now.overflowed.total(), now.overflowed.query);
}

#[tokio::test]
async fn obligations_queued_during_an_outage_arrive_and_stale_speech_does_not() {
    let mut broker = Mosquitto::start().await;
    let mut client = Client::over_mqtt(broker.settings());
    client.subscribe("test/#", QoS::AtLeastOnce).await;
    for _ in 0..3 {
        broker.kill();
        client.disconnected().await;
        let send = |message: Publish| client.bus.publish(message).unwrap();
        let soon = std::time::Duration::from_millis(1);
        send(Publish::new("test/say", "too late", Class::Speech).expires_in(soon));
        for position in ["off", "on", "off"] {
            send(Publish::new("test/toggle", position, Class::Toggle).coalesce("toggle"));
        }
        send(Publish::new("test/sessionEnded", "s", Class::Obligation));
        broker.run().await;
        assert_eq!(client.text().await, ("test/toggle".into(), "off".into()));
        assert_eq!(client.text().await, ("test/sessionEnded".into(), "s".into()));
    }
    let now = client.bus.statistics();
    assert_eq!((now.expired.speech, now.coalesced, now.reconnects()), (3, 6, 3));
}

#[tokio::test]
async fn a_persistent_session_survives_a_large_retained_message_beyond_the_packet_limit() {
    let broker = Mosquitto::start().await;
    let writer = Client::over_mqtt(broker.settings());
    writer.bus.publish(Publish::new("large/a", vec![0; 60_000], Class::Report).retained()).unwrap();
    writer.until("the retained message", |now| now.sent == 1 && now.in_flight == 0).await;

    let mut settings = crate::client::persistent(broker.settings(), "reader");
    settings.packet_limit = 20_000;
    let mut reader = Client::over_mqtt(settings);
    reader.bus.subscribe(&[petasos_bus::Subscription::new("large/#", QoS::AtLeastOnce)]).unwrap();
    reader.disconnected().await;
    reader.until("a second connection", |now| now.received_too_large > 0).await;
    writer.publish("large/b", "small", QoS::AtLeastOnce);
    assert_eq!(reader.text().await.1, "small");
    assert_eq!(reader.bus.statistics().connections, 2);
}
