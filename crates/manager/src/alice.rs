//! What Project Alice's satellites need of their core: a heartbeat, and an answer to their greeting.
//!
//! Alice's core beats every 2 s on a connection of its own. Ours also leaves `coreDisconnection` as that connection's last
//! will, so that satellites learn of a crash. If another core is beating on this broker, two of them would answer each wake
//! word: then we stay passive until it is gone.

use std::time::Duration;

use petasos_bus::{Class, Event, Note, Publish, QoS, Settings};
use petasos_dialogue::Time;
use petasos_messages::payload::Device;
use petasos_messages::{Dialect, Message, SiteId, Topic};
use petasos_program::{delivery, random_id};

use crate::Connection;

/// Between two heartbeats, as Alice's core does it.
const BEAT: Duration = Duration::from_secs(2);

/// A core that was silent for so long is gone.
const GONE: Duration = Duration::from_secs(10);

/// Ourselves as Alice's core.
#[derive(Debug)]
pub(crate) struct AliceHeartbeat {
    uid: SiteId,
    heart: Option<Connection>,
    next_beat: Time,
    /// Until when another core counts as alive.
    other_until: Option<Time>,
}

/// What a message on one of Alice's topics means.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum News {
    /// Nothing to do.
    None,
    /// Another core is alive.
    OtherCore(SiteId),
    /// A satellite waits for this answer.
    Answer(Box<Publish>),
}

impl AliceHeartbeat {
    /// The core with this UUID, or with a new one.
    pub(crate) fn new(uid: Option<SiteId>) -> Self {
        #[expect(clippy::expect_used, reason = "hexadecimal digits are an id")]
        let uid = uid.unwrap_or_else(|| SiteId::new(random_id()).expect("an id"));
        Self { uid, heart: None, next_beat: Time::START, other_until: None }
    }

    /// How the connection that carries the heartbeat differs from the other one.
    pub(crate) fn settings(house: &Settings) -> Settings {
        let mut settings = house.clone();
        if !settings.client_id.is_empty() {
            settings.client_id.push_str("-heartbeat");
        }
        settings.clean_session = true;
        settings.will = Some(Note::new(Topic::CoreDisconnection.to_string(), ""));
        settings.announcement = Some(Note::new(Topic::CoreReconnection.to_string(), ""));
        settings
    }

    /// Takes the connection that carries the heartbeat.
    pub(crate) fn beat_on(&mut self, heart: Option<Connection>) {
        self.heart = heart;
    }

    /// What to subscribe to.
    pub(crate) fn subscriptions() -> [String; 2] {
        [Topic::CoreHeartbeat.to_string(), Topic::Greeting.to_string()]
    }

    /// Looks at a message. `None` if it is none of Alice's.
    pub(crate) fn look_at(&mut self, now: Time, message: &Message) -> Option<News> {
        Some(match message {
            Message::CoreHeartbeat(Device { uid: Some(uid), .. }) if *uid != self.uid => {
                self.other_until = Some(now + GONE);
                News::OtherCore(uid.clone())
            }
            Message::Greeting(device) if !self.is_passive(now) => {
                let accepted = Message::ConnectionAccepted(device.clone());
                News::Answer(Box::new(delivery::packet(&accepted, Dialect::ALICE)))
            }
            Message::CoreHeartbeat(_) | Message::Greeting(_) => News::None,
            _ => return None,
        })
    }

    /// Whether another core serves this house.
    pub(crate) fn is_passive(&self, now: Time) -> bool {
        self.other_until.is_some_and(|until| now < until)
    }

    /// When the heart beats next.
    pub(crate) fn deadline(&self) -> Option<Time> {
        self.heart.as_ref().map(|_| self.next_beat)
    }

    /// Beats, if it is time and no other core does.
    pub(crate) fn beat(&mut self, now: Time) {
        if now < self.next_beat {
            return;
        }
        self.next_beat = now + BEAT;
        let passive = self.is_passive(now);
        let Some(Connection { bus, events }) = &mut self.heart else {
            return;
        };
        while let Some(event) = events.try_next() {
            if let Event::Disconnected { reason, .. } = event {
                tracing::debug!(%reason, "the connection of the heartbeat is lost");
            }
        }
        if passive {
            return;
        }
        let message = Message::CoreHeartbeat(Device::new(self.uid.clone()));
        let topic = Topic::CoreHeartbeat.to_string();
        let beat = Publish::new(topic.clone(), message.encode(Dialect::ALICE), Class::Toggle)
            .qos(QoS::AtMostOnce)
            .expires_in(BEAT)
            .coalesce(topic);
        if let Err(error) = bus.publish(beat) {
            tracing::debug!(%error, "a heartbeat was lost");
        }
    }

    /// Tells the satellites that their core is going, unless another one is theirs.
    pub(crate) async fn leave(&mut self, now: Time, patience: Duration) {
        let passive = self.is_passive(now);
        if let Some(Connection { bus, .. }) = self.heart.take() {
            if !passive {
                // A bus that is closed has published the last will already.
                let _ = bus.publish(delivery::packet(&Message::CoreDisconnection, Dialect::ALICE));
            }
            bus.close(patience).await;
        }
    }
}
