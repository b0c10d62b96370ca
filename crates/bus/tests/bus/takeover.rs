//! Two clients with one client id.

use petasos_bus::{Class, Event, Publish, QoS};

use crate::client::{Client, named};
use crate::test_broker::TestBroker;

/// Waits until one of the two was taken over; returns that one and the other.
async fn takeover(mut first: Client, mut second: Client) -> (Client, Client) {
    let taken_over = tokio::select! {
        () = first.expect("the takeover", |event| (event == Event::TakenOver).then_some(())) => 1,
        () = second.expect("the takeover", |event| (event == Event::TakenOver).then_some(())) => 2,
    };
    if taken_over == 1 { (first, second) } else { (second, first) }
}

async fn two_clients_with_one_id_settle(broker: TestBroker) {
    let connect = || broker.connect_with(named(broker.settings(), "same"));
    let mut first = connect();
    first.connected().await;
    let (mut taken_over, mut connected) = takeover(first, connect()).await;

    let wait = taken_over.expect("the long wait", |event| match event {
        Event::Disconnected { retry_in, .. } => Some(retry_in),
        _ => None,
    });
    let wait = wait.await;
    connected.until("settled", |now| now.connected).await;
    connected.subscribe("settled", QoS::AtLeastOnce).await;
    connected.bus.publish(Publish::new("settled", "now", Class::Report)).unwrap();
    assert_eq!(connected.text().await.1, "now");

    let connections = taken_over.bus.statistics().connections + connected.bus.statistics().connections;
    assert!(connections <= 6, "{connections} connections");
    if !matches!(broker, TestBroker::Memory(_)) {
        assert!(wait.as_secs() >= 30, "only {wait:?}");
    }
}

over_all_brokers! {
    two_clients_with_one_id_settle
}
