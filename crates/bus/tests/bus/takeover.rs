//! Two clients with one name.

use petasos_bus::{Class, Event, Publish, QoS};

use crate::client::{Client, named};
use crate::rig::Rig;

/// Waits until one of the two says that it was taken over; gives back that one and the other.
async fn war(mut first: Client, mut second: Client) -> (Client, Client) {
    let loser = tokio::select! {
        () = first.expect("defeat", |event| (event == Event::TakenOver).then_some(())) => 1,
        () = second.expect("defeat", |event| (event == Event::TakenOver).then_some(())) => 2,
    };
    if loser == 1 { (first, second) } else { (second, first) }
}

async fn a_war_of_two_clients_with_one_name_settles(rig: Rig) {
    let connect = || rig.connect_with(named(rig.settings(), "same"));
    let mut first = connect();
    first.connected().await;
    let (mut loser, mut winner) = war(first, connect()).await;

    let wait = loser.expect("the long wait", |event| match event {
        Event::Disconnected { retry_in, .. } => Some(retry_in),
        _ => None,
    });
    let wait = wait.await;
    winner.until("peace", |now| now.connected).await;
    winner.subscribe("peace", QoS::AtLeastOnce).await;
    winner.bus.publish(Publish::new("peace", "now", Class::Report)).unwrap();
    assert_eq!(winner.text().await.1, "now");

    let connections = loser.bus.statistics().connections + winner.bus.statistics().connections;
    assert!(connections <= 6, "{connections} connections");
    if !matches!(rig, Rig::Memory(_)) {
        assert!(wait.as_secs() >= 30, "only {wait:?}");
    }
}

#[tokio::test]
async fn a_war_over_mosquitto_settles() {
    a_war_of_two_clients_with_one_name_settles(Rig::mosquitto().await).await;
}

#[tokio::test]
async fn a_war_over_the_embedded_broker_settles() {
    a_war_of_two_clients_with_one_name_settles(Rig::embedded().await).await;
}

#[tokio::test]
async fn a_war_in_memory_settles() {
    a_war_of_two_clients_with_one_name_settles(Rig::memory()).await;
}
