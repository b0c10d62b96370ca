//! The embedded broker as an owner meets it: where it listens, whom it lets in, how it ends.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper of a test fails by panicking")]

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use petasos_broker::{BrokerError, BrokerSettings, EmbeddedBroker};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

const PATIENCE: Duration = Duration::from_secs(5);

/// Sends a CONNECT with this user name and password, and gives the return code of the CONNACK.
async fn connect(address: SocketAddr, login: Option<(&str, &str)>) -> u8 {
    let mut body = vec![0, 4, b'M', b'Q', b'T', b'T', 4, 0b10, 0, 10, 0, 1, b'x'];
    if let Some((username, password)) = login {
        body[7] |= 0b1100_0000;
        for text in [username, password] {
            body.extend([0, u8::try_from(text.len()).unwrap()]);
            body.extend(text.as_bytes());
        }
    }
    let mut socket = TcpStream::connect(address).await.unwrap();
    socket.write_all(&[0x10, u8::try_from(body.len()).unwrap()]).await.unwrap();
    socket.write_all(&body).await.unwrap();
    let mut answer = [0; 4];
    timeout(PATIENCE, socket.read_exact(&mut answer)).await.unwrap().unwrap();
    assert_eq!(answer[..2], [0x20, 2]);
    answer[3]
}

#[tokio::test]
async fn a_broker_on_any_port_takes_clients_as_soon_as_it_is_started() {
    let broker = EmbeddedBroker::start(BrokerSettings::any_port()).await.unwrap();
    assert!(broker.local_addr().ip().is_loopback());
    assert_eq!(connect(broker.local_addr(), None).await, 0);
    broker.shutdown().await;
}

#[tokio::test]
async fn many_brokers_run_side_by_side() {
    let mut brokers = Vec::new();
    for _ in 0..20 {
        brokers.push(EmbeddedBroker::start(BrokerSettings::any_port()).await.unwrap());
    }
    for broker in &brokers {
        assert_eq!(connect(broker.local_addr(), None).await, 0);
    }
    for broker in brokers {
        broker.shutdown().await;
    }
}

#[tokio::test]
async fn a_password_is_asked_for() {
    let settings = BrokerSettings::any_port().credentials("haus", "geheim");
    let broker = EmbeddedBroker::start(settings).await.unwrap();
    let address = broker.local_addr();
    assert_eq!(connect(address, Some(("haus", "geheim"))).await, 0);
    assert!([4, 5].contains(&connect(address, None).await));
    // More wrong guesses than the library's own lock-out would bear: it locks out by address, and so the whole house.
    for _ in 0..8 {
        assert!([4, 5].contains(&connect(address, Some(("haus", "falsch"))).await));
    }
    assert_eq!(connect(address, Some(("haus", "geheim"))).await, 0);
    broker.shutdown().await;
}

#[tokio::test]
async fn an_address_that_others_can_reach_needs_a_password() {
    let everywhere = SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0));
    let settings = BrokerSettings::default().listen(everywhere);
    assert_eq!(
        EmbeddedBroker::start(settings.clone()).await.unwrap_err(),
        BrokerError::NeedsPassword { listen: everywhere }
    );
    assert_eq!(settings.clone().credentials("haus", "").check(), Err(BrokerError::EmptyCredentials));
    assert_eq!(settings.credentials("haus", "geheim").check(), Ok(()));
}

#[tokio::test]
async fn a_taken_port_is_an_error_that_names_it() {
    let first = EmbeddedBroker::start(BrokerSettings::any_port()).await.unwrap();
    let settings = BrokerSettings::default().listen(first.local_addr());
    let error = EmbeddedBroker::start(settings).await.unwrap_err();
    assert!(error.to_string().contains(&first.local_addr().to_string()), "{error}");
    first.shutdown().await;
}

#[tokio::test]
async fn after_shutdown_the_port_is_free_and_clients_are_gone() {
    let broker = EmbeddedBroker::start(BrokerSettings::any_port()).await.unwrap();
    let address = broker.local_addr();
    let mut idle = TcpStream::connect(address).await.unwrap();
    broker.shutdown().await;
    let read = timeout(PATIENCE, idle.read(&mut [0; 16])).await.unwrap();
    assert!(matches!(read, Ok(0) | Err(_)));
    let again = EmbeddedBroker::start(BrokerSettings::default().listen(address)).await.unwrap();
    assert_eq!(connect(address, None).await, 0);
    again.shutdown().await;
}

#[test]
fn settings_are_read_from_configuration_and_hide_the_password() {
    let settings: BrokerSettings = toml::from_str(
        "listen = '0.0.0.0:1883'\nsys_topics = false\ncredentials = { username = 'haus', password = 'geheim' }",
    )
    .unwrap();
    assert_eq!(settings.check(), Ok(()));
    assert!(!format!("{settings:?}").contains("geheim"));
    assert!(toml::from_str::<BrokerSettings>("lisden = 1").is_err());
}
