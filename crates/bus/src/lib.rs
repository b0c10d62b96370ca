//! Carries Hermes messages: over MQTT and in memory.
//!
//! [`MqttBus`] talks MQTT 3.1.1, the version every Hermes peer speaks, to a real broker; [`MemoryBus`] talks to a
//! [`MemoryBroker`] inside the process, on virtual time if a test wants it. Both implement [`Bus`], both deliver their
//! [`Event`]s through [`Events`], and one conformance suite tests both.
//!
//! # Sending
//!
//! [`Bus::publish`] never waits and never touches the network. It puts the message into a bounded outbox, whose policy is
//! the message's [`Class`]: when the broker is unreachable and the outbox fills up, expired messages are dropped first, then
//! speech, then queries; toggles are replaced by newer ones; obligations such as `sessionEnded` are never dropped.
//! [`Statistics`] counts what was dropped.
//!
//! # Receiving
//!
//! [`Events::next`] yields events in order: connected, subscribed, messages, disconnected. If the events are not read, the
//! bus stops reading its socket instead of growing; it keeps sending and keeps the connection alive meanwhile.
//!
//! # Failures
//!
//! * Broker unreachable or restarted: the bus reconnects by itself ([`Settings::reconnect_max_ms`]), subscribes again,
//!   publishes its announcement again and resends what the broker had not acknowledged, in the original order.
//! * A message too large for the packet limit is refused before it enters the MQTT client; a message that makes the broker
//!   close the connection every time is given up after a few attempts, so that it cannot block the others.
//! * Another client with our client id: after a few reconnects the bus stops competing and reports [`Event::TakenOver`].
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")] async fn main() {
//! use petasos_bus::{Bus, Class, Event, MemoryBroker, Publish, QoS, Settings, Subscription};
//!
//! let broker = MemoryBroker::new();
//! let (bus, mut events) = broker.connect(Settings::default());
//! bus.subscribe(&[Subscription::new("hermes/hotword/+/detected", QoS::AtLeastOnce)]).unwrap();
//! bus.publish(Publish::new("hermes/hotword/porcupine/detected", "{}", Class::Report)).unwrap();
//!
//! loop {
//!     if let Some(Event::Received(message)) = events.next().await {
//!         assert_eq!(message.topic, "hermes/hotword/porcupine/detected");
//!         break;
//!     }
//! }
//! # }
//! ```

mod bus;
mod event;
mod inbox;
mod memory;
mod mqtt;
mod outbox;
mod per_class;
mod publish;
mod secret;
mod settings;
mod statistics;
mod topics;

pub use bus::{Bus, PublishError, SubscribeError};
pub use event::{DisconnectReason, Event};
pub use inbox::Events;
pub use memory::{MemoryBroker, MemoryBus};
pub use mqtt::MqttBus;
pub use per_class::PerClass;
pub use publish::{Class, Publish, QoS, Received, Subscription};
pub use secret::Secret;
pub use settings::{Settings, SettingsError, StatusMessage, TlsSettings};
pub use statistics::Statistics;
pub use topics::{filter_matches, is_valid_topic};
