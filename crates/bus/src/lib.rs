//! Carries Hermes messages: over MQTT and in memory.
//!
//! A house speaks over a bus. This crate hides which one: [`MqttBus`] talks MQTT 3.1.1 to a real broker (the version every
//! Hermes peer speaks), [`MemoryBus`] talks to a [`MemoryBroker`] inside the process, on virtual time if the test wants
//! it. Both are a [`Bus`], both hand their news to one [`Events`], and one conformance suite holds for both.
//!
//! # The way out
//!
//! [`Bus::publish`] never waits and never touches the network. It puts the message into a bounded outbox, whose policy is
//! the message's [`Class`]: when the broker is away and the outbox fills up, expired messages fall first, then speech,
//! then queries; toggles are replaced by newer ones; obligations such as `sessionEnded` never fall. What falls is counted
//! in [`Statistics`].
//!
//! # The way in
//!
//! [`Events::next`] yields what happened, in order: connected, subscribed, messages, disconnected. When nobody reads, the
//! bus stops reading its socket instead of growing; it keeps sending and keeps the connection alive meanwhile.
//!
//! # What survives what
//!
//! * Broker gone, never there, or restarted: the bus comes back by itself ([`Settings::reconnect_max_ms`]), subscribes
//!   again, announces itself again and sends what the broker had not acknowledged, in the old order.
//! * A message too large for the packet limit is refused before it enters the MQTT client; a message that makes the broker
//!   hang up every time is given up after a few attempts, so that it cannot block the others.
//! * Another client with our client id: after a short exchange we stand down and say so ([`Event::TakenOver`]).
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
pub use topics::{filter_matches, is_valid_filter, is_valid_topic};
