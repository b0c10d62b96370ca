//! What only the bus in memory offers: virtual time, and the same outcome each time.

use std::time::Duration;

use petasos_bus::{
    Bus, Class, DisconnectReason, Event, MemoryBroker, Publish, QoS, Settings, StatusMessage, Subscription,
};
use tokio::time::{Instant, advance};

use crate::client::{Client, named, persistent};

fn connect(broker: &MemoryBroker, settings: Settings) -> Client {
    let (bus, events) = broker.connect(settings);
    Client { bus: Box::new(bus), events }
}

#[tokio::test(start_paused = true)]
async fn messages_expire_by_virtual_time() {
    let before = Instant::now();
    let broker = MemoryBroker::new();
    let mut client = connect(&broker, Settings::default());
    client.subscribe("t", QoS::AtLeastOnce).await;
    broker.stop();
    let in_ten_minutes = Publish::new("t", "stale", Class::Speech).expires_in(Duration::from_secs(600));
    client.bus.publish(in_ten_minutes.clone()).unwrap();
    advance(Duration::from_secs(600)).await;
    client.bus.publish(in_ten_minutes).unwrap();
    broker.start();
    client.text().await;
    let now = client.bus.statistics();
    assert_eq!((now.expired.speech, now.sent), (1, 1));
    assert_eq!(before.elapsed(), Duration::from_secs(600), "no other time has passed");
}

#[test]
fn a_message_is_there_when_publish_returns_even_without_a_runtime() {
    let broker = MemoryBroker::new();
    let (bus, mut events) = broker.connect(Settings::default());
    bus.subscribe(&[Subscription::new("t", QoS::AtMostOnce)]).unwrap();
    bus.publish(Publish::new("t", "x", Class::Report)).unwrap();
    assert_eq!(events.try_next(), Some(Event::Connected { session_present: false }));
    assert_eq!(events.try_next(), Some(Event::Subscribed));
    assert!(matches!(events.try_next(), Some(Event::Received(received)) if received.payload == "x"));
    assert_eq!(events.try_next(), None);
}

#[tokio::test]
async fn a_cut_client_s_will_is_published_and_it_connects_again_when_restored() {
    let broker = MemoryBroker::new();
    let mut watcher = connect(&broker, Settings::default());
    watcher.subscribe("will", QoS::AtLeastOnce).await;
    let mut settings = persistent(Settings::default(), "cut");
    settings.will = Some(StatusMessage::new("will", "gone"));
    let mut client = connect(&broker, settings);
    client.subscribe("t", QoS::AtLeastOnce).await;

    broker.cut("cut");
    assert_eq!(client.disconnected().await, DisconnectReason::Silent);
    assert_eq!(watcher.text().await.1, "gone");
    client.bus.publish(Publish::new("will", "queued", Class::Report)).unwrap();
    watcher.publish("t", "kept", QoS::AtLeastOnce);
    // The others connect again; the cut one does not.
    broker.stop();
    broker.start();
    watcher.connected().await;
    assert!(!client.bus.statistics().connected);

    broker.restore("cut");
    assert!(client.connected().await);
    assert_eq!(client.text().await.1, "kept");
    assert_eq!(watcher.text().await.1, "queued");
}

#[tokio::test]
async fn one_client_id_is_one_client() {
    let broker = MemoryBroker::new();
    let mut first = connect(&broker, named(Settings::default(), "same"));
    let mut second = connect(&broker, named(Settings::default(), "same"));
    second.connected().await;
    first.expect("the takeover", |event| (event == Event::TakenOver).then_some(())).await;
    drop(second);
    broker.restore("same");
    first.connected().await;
}
