//! Project Alice's core, as far as satellites need it: a heartbeat, and an answer to their greeting.
//!
//! Alice's core sends a heartbeat every 2 s on a separate connection. Ours has `coreDisconnection` as its last will, so that
//! satellites notice a crash. While another core sends heartbeats on this broker, the manager stays passive: otherwise both would
//! answer each wake word.

use std::time::Duration;

use petasos_bus::{Class, Event, Publish, QoS, Settings, StatusMessage};
use petasos_dialogue::Time;
use petasos_messages::payload::Device;
use petasos_messages::{Dialect, Message, SiteId, Topic};
use petasos_program::{delivery, random_id};

use crate::Connection;

/// The time between two heartbeats, as in Alice's core.
const PERIOD: Duration = Duration::from_secs(2);

/// A core without a heartbeat for this long is gone.
const GONE_AFTER: Duration = Duration::from_secs(10);

/// Acts as Alice's core.
#[derive(Debug)]
pub(crate) struct AliceHeartbeat {
    uid: SiteId,
    connection: Option<Connection>,
    next: Time,
    /// Another core counts as alive until then.
    other_until: Option<Time>,
}

/// The meaning of a message on one of Alice's topics.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum AliceMeaning {
    /// Nothing to do.
    Nothing,
    /// Another core is alive.
    OtherCore(SiteId),
    /// A satellite expects this answer.
    Answer(Box<Publish>),
}

impl AliceHeartbeat {
    /// Acts as the core with this UUID, or a new one.
    pub(crate) fn new(uid: Option<SiteId>) -> Self {
        #[expect(clippy::expect_used, reason = "hexadecimal digits are an id")]
        let uid = uid.unwrap_or_else(|| SiteId::new(random_id()).expect("an id"));
        Self { uid, connection: None, next: Time::START, other_until: None }
    }

    /// The settings of the heartbeat's connection, derived from those of the main one.
    pub(crate) fn settings(main: &Settings) -> Settings {
        let mut settings = main.clone();
        if !settings.client_id.is_empty() {
            settings.client_id.push_str("-heartbeat");
        }
        settings.clean_session = true;
        settings.will = Some(StatusMessage::new(Topic::CoreDisconnection.to_string(), ""));
        settings.announcement = Some(StatusMessage::new(Topic::CoreReconnection.to_string(), ""));
        settings
    }

    /// Starts sending heartbeats on this connection.
    pub(crate) fn connect(&mut self, connection: Option<Connection>) {
        self.connection = connection;
    }

    /// The topic filters to subscribe to.
    pub(crate) fn subscriptions() -> [String; 2] {
        [Topic::CoreHeartbeat.to_string(), Topic::Greeting.to_string()]
    }

    /// Classifies a message; `None` if it does not concern satellites or cores.
    pub(crate) fn handle(&mut self, now: Time, message: &Message) -> Option<AliceMeaning> {
        Some(match message {
            Message::CoreHeartbeat(Device { uid: Some(uid), .. }) if *uid != self.uid => {
                self.other_until = Some(now + GONE_AFTER);
                AliceMeaning::OtherCore(uid.clone())
            }
            Message::Greeting(device) if !self.is_passive(now) => {
                let accepted = Message::ConnectionAccepted(device.clone());
                AliceMeaning::Answer(Box::new(delivery::packet(&accepted, Dialect::ALICE)))
            }
            Message::CoreHeartbeat(_) | Message::Greeting(_) => AliceMeaning::Nothing,
            _ => return None,
        })
    }

    /// Whether another core is alive.
    pub(crate) fn is_passive(&self, now: Time) -> bool {
        self.other_until.is_some_and(|until| now < until)
    }

    /// When the next heartbeat is due.
    pub(crate) fn poll_timeout(&self) -> Option<Time> {
        self.connection.as_ref().map(|_| self.next)
    }

    /// Sends a heartbeat if it is due and there is no other core.
    pub(crate) fn handle_timeout(&mut self, now: Time) {
        if now < self.next {
            return;
        }
        self.next = now + PERIOD;
        let passive = self.is_passive(now);
        let Some(Connection { bus, events }) = &mut self.connection else {
            return;
        };
        while let Some(event) = events.try_next() {
            if let Event::Disconnected { reason, .. } = event {
                tracing::debug!(%reason, "heartbeat connection lost");
            }
        }
        if passive {
            return;
        }
        let message = Message::CoreHeartbeat(Device::new(self.uid.clone()));
        let topic = Topic::CoreHeartbeat.to_string();
        let beat = Publish::new(topic.clone(), message.encode(Dialect::ALICE), Class::Toggle)
            .qos(QoS::AtMostOnce)
            .expires_in(PERIOD)
            .coalesce(topic);
        if let Err(error) = bus.publish(beat) {
            tracing::debug!(%error, "cannot send a heartbeat");
        }
    }

    /// Tells the satellites that the core shuts down, unless another one is alive, and closes the connection.
    pub(crate) async fn shut_down(&mut self, now: Time, timeout: Duration) {
        let passive = self.is_passive(now);
        if let Some(Connection { bus, .. }) = self.connection.take() {
            if !passive {
                // If the bus is closed, the broker has published the last will.
                let _ = bus.publish(delivery::packet(&Message::CoreDisconnection, Dialect::ALICE));
            }
            bus.close(timeout).await;
        }
    }
}
