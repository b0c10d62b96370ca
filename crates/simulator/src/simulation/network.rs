//! The broker: it keeps the order of each publisher; depending on the faults (`Faults` in `profile.rs`) it loses, duplicates
//! and delays messages.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use petasos_dialogue::Time;
use petasos_messages::{Dialect, Message};

use super::world::{Publisher, ScheduledEvent, World};

/// While the broker is unreachable, the manager's speech, sounds and queries expire after this time.
const EXPIRY: Duration = Duration::from_secs(5);

/// Whom a message did not reach: what follows from that is no fault of the manager.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Losses {
    /// It was lost on the way to the manager.
    pub(crate) manager: bool,
    /// It was lost on the way to the participants.
    pub(crate) participants: bool,
}

/// The broker.
#[derive(Debug)]
pub(crate) struct Network {
    /// The manager's subscriptions.
    filters: Vec<&'static str>,
    /// Whether a kind of message matches them.
    subscribed: BTreeMap<&'static str, bool>,
    /// When the last message of each publisher arrives.
    to_manager: [Time; Publisher::COUNT],
    to_participants: [Time; Publisher::COUNT],
    /// Whether the broker is unreachable.
    pub(crate) offline: bool,
    /// What the manager has published since.
    queued: Vec<(Time, Arc<Message>)>,
    /// The status of the skill that announces itself.
    retained: Option<Arc<Message>>,
}

impl Network {
    /// A broker to which the manager subscribes with these filters.
    pub(crate) fn new(filters: Vec<&'static str>) -> Self {
        let start = [Time::START; Publisher::COUNT];
        Self {
            filters,
            subscribed: BTreeMap::new(),
            to_manager: start,
            to_participants: start,
            offline: false,
            queued: Vec::new(),
            retained: None,
        }
    }

    /// A participant publishes.
    pub(crate) fn publish(&mut self, world: &mut World, from: Publisher, message: &Arc<Message>) -> Losses {
        if matches!(**message, Message::SkillStatus(_)) {
            self.retained = Some(Arc::clone(message));
        }
        if self.offline {
            return Losses { manager: true, participants: true };
        }
        let manager = self.is_subscribed(message) && !self.deliver_to_manager(world, from, message);
        Losses { manager, participants: !self.deliver_to_participants(world, from, message) }
    }

    /// The manager publishes. While the broker is unreachable its messages are queued.
    pub(crate) fn publish_own(&mut self, world: &mut World, message: &Arc<Message>) -> Losses {
        if self.offline {
            self.queued.push((world.now(), Arc::clone(message)));
            return Losses { manager: false, participants: true };
        }
        if self.is_subscribed(message) {
            let at = arrival(&mut self.to_manager, Publisher::Manager, world);
            world.schedule_at(
                at,
                ScheduledEvent::ToManager { message: Arc::clone(message), duplicate: false, echo: true },
            );
        }
        Losses {
            manager: false,
            participants: !self.deliver_to_participants(world, Publisher::Manager, message),
        }
    }

    /// The broker is reachable again: queued messages that have not expired go out.
    pub(crate) fn reconnect(&mut self, world: &mut World) -> Vec<(Arc<Message>, Losses)> {
        self.offline = false;
        let mut queued = std::mem::take(&mut self.queued);
        queued.retain(|(since, message)| world.now().since(*since) < EXPIRY || !expires(message));
        queued
            .into_iter()
            .map(|(_, message)| {
                let losses = self.publish_own(world, &message);
                (message, losses)
            })
            .collect()
    }

    /// Sends the retained message to the manager, which has just subscribed.
    pub(crate) fn send_retained(&mut self, world: &mut World) {
        if let Some(message) = self.retained.clone() {
            let at = arrival(&mut self.to_manager, Publisher::Skill, world);
            world.schedule_at(at, ScheduledEvent::ToManager { message, duplicate: false, echo: false });
        }
    }

    /// The manager's process is gone, and with it what it had queued.
    pub(crate) fn drop_queued(&mut self) {
        self.queued.clear();
    }

    /// Whether the manager subscribes to a message. Its filters are those of whole channels.
    fn is_subscribed(&mut self, message: &Message) -> bool {
        *self.subscribed.entry(message.kind()).or_insert_with(|| {
            let channel = message.topic(Dialect::default()).channel();
            self.filters.contains(&channel.filter)
        })
    }

    /// Delivers a message once, twice or never. Returns whether at least one copy arrives.
    fn deliver_to_manager(&mut self, world: &mut World, from: Publisher, message: &Arc<Message>) -> bool {
        let first = !world.random.percent(world.faults.loss);
        let arrives = |message: &Arc<Message>, duplicate| ScheduledEvent::ToManager {
            message: Arc::clone(message),
            duplicate,
            echo: false,
        };
        let at = arrival(&mut self.to_manager, from, world);
        if first {
            world.schedule_at(at, arrives(message, false));
        }
        let second = world.random.percent(world.faults.duplicate);
        if second {
            // Without an id of its own a copy cannot be told from a second request: the broker sets DUP.
            let needs_mark = matches!(
                **message,
                Message::StartSession(_) | Message::HotwordDetected(_) | Message::ContinueSession(_)
            );
            let marked = needs_mark || world.random.percent(50);
            let later = world.random.pick([0, 5, 50, 500, 2_000]);
            let at = at + world.random.millis(later, later + 1);
            world.schedule_at(at, arrives(message, marked));
        }
        first || second
    }

    /// Delivers a message once, twice or never. Returns whether the first copy arrives.
    fn deliver_to_participants(
        &mut self,
        world: &mut World,
        from: Publisher,
        message: &Arc<Message>,
    ) -> bool {
        if !is_for_participants(message) {
            return true;
        }
        let lost = world.random.percent(world.faults.loss);
        let at = arrival(&mut self.to_participants, from, world);
        if !lost {
            world.schedule_at(at, ScheduledEvent::ToParticipants(from, Arc::clone(message)));
        }
        // Components answer a second `say` or query again: the manager gets answers it did not ask for.
        if world.random.percent(world.faults.duplicate) {
            world.schedule_at(at, ScheduledEvent::ToParticipants(from, Arc::clone(message)));
        }
        !lost
    }
}

/// When the next message of a publisher arrives: within 4 ms, and not before its last one.
fn arrival(last_arrivals: &mut [Time; Publisher::COUNT], from: Publisher, world: &mut World) -> Time {
    let at = world.now() + world.random.millis(0, 4);
    #[expect(clippy::indexing_slicing, reason = "there is an entry for every publisher")]
    let last = &mut last_arrivals[from as usize];
    *last = at.max(*last);
    *last
}

/// Whether a message is pointless some seconds later.
fn expires(message: &Message) -> bool {
    matches!(
        message,
        Message::Say(_)
            | Message::PlayBytes(_)
            | Message::StartListening(_)
            | Message::NluQuery(_)
            | Message::PartialQuery(_)
    )
}

/// Whether any participant subscribes to a message.
fn is_for_participants(message: &Message) -> bool {
    matches!(
        message,
        Message::HotwordToggleOn(_)
            | Message::HotwordToggleOff(_)
            | Message::StartListening(_)
            | Message::StopListening(_)
            | Message::NluQuery(_)
            | Message::PartialQuery(_)
            | Message::Say(_)
            | Message::PlayBytes(_)
            | Message::PlayFinished(_)
            | Message::Intent(_)
            | Message::DialogueIntentNotRecognized(_)
            | Message::SessionStarted(_)
            | Message::SessionEnded(_)
    )
}

#[cfg(test)]
mod tests {
    use petasos_dialogue::{DialogueManager, Policy};
    use petasos_messages::CHANNELS;
    use petasos_sans_io::Random;

    use super::*;

    #[test]
    fn the_manager_subscribes_to_whole_channels() {
        for dialect in Dialect::ALL {
            for filter in DialogueManager::new(Policy::new(dialect), Random::new(0)).subscriptions() {
                assert!(CHANNELS.iter().any(|channel| channel.filter == filter), "{filter}");
            }
        }
    }
}
