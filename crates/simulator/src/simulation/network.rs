//! The broker: it keeps the order of each publisher, and loses, doubles and delays as the faults of the house have it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use petasos_dialogue::Time;
use petasos_messages::{Dialect, Message};

use crate::world::{Happening, Part, World};

/// What is kept for the manager while the broker is away is dropped after this time, if it makes sense no more.
const EXPIRY: Duration = Duration::from_secs(5);

/// What was lost on its way, for those who must not be blamed for it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Losses {
    /// The manager did not get it.
    pub(crate) manager: bool,
    /// The parts did not get it.
    pub(crate) parts: bool,
}

/// The broker.
#[derive(Debug)]
pub(crate) struct Network {
    filters: Vec<&'static str>,
    wanted: BTreeMap<&'static str, bool>,
    to_manager: [Time; Part::COUNT],
    to_parts: [Time; Part::COUNT],
    /// Whether the broker is away.
    pub(crate) away: bool,
    /// What the manager published meanwhile.
    held: Vec<(Time, Arc<Message>)>,
    /// The status of the skill that announces itself, which the broker keeps.
    kept: Option<Arc<Message>>,
}

impl Network {
    /// A broker that hands these topics to the manager.
    pub(crate) fn new(filters: Vec<&'static str>) -> Self {
        let start = [Time::START; Part::COUNT];
        Self {
            filters,
            wanted: BTreeMap::new(),
            to_manager: start,
            to_parts: start,
            away: false,
            held: Vec::new(),
            kept: None,
        }
    }

    /// A part publishes.
    pub(crate) fn publish(&mut self, world: &mut World, from: Part, message: &Arc<Message>) -> Losses {
        if matches!(**message, Message::SkillStatus(_)) {
            self.kept = Some(Arc::clone(message));
        }
        if self.away {
            return Losses { manager: true, parts: true };
        }
        let manager = self.is_wanted(message) && !self.carry_to_manager(world, from, message);
        Losses { manager, parts: !self.carry_to_parts(world, from, message) }
    }

    /// The manager publishes. While the broker is away its messages are kept.
    pub(crate) fn publish_own(&mut self, world: &mut World, message: &Arc<Message>) -> Losses {
        if self.away {
            self.held.push((world.now, Arc::clone(message)));
            return Losses { manager: false, parts: true };
        }
        if self.is_wanted(message) {
            let at = link(&mut self.to_manager, Part::Manager, world);
            world.plan_at(
                at,
                Happening::ToManager { message: Arc::clone(message), duplicate: false, echo: true },
            );
        }
        Losses { manager: false, parts: !self.carry_to_parts(world, Part::Manager, message) }
    }

    /// The broker is there again: what was kept goes out, but for what has expired.
    pub(crate) fn reconnect(&mut self, world: &mut World) -> Vec<(Arc<Message>, Losses)> {
        self.away = false;
        let mut held = std::mem::take(&mut self.held);
        held.retain(|(since, message)| world.now.since(*since) < EXPIRY || !expires(message));
        held.into_iter()
            .map(|(_, message)| {
                let losses = self.publish_own(world, &message);
                (message, losses)
            })
            .collect()
    }

    /// Tells the manager, which has just subscribed, what was kept.
    pub(crate) fn tell_kept(&mut self, world: &mut World) {
        if let Some(message) = self.kept.clone() {
            let at = link(&mut self.to_manager, Part::Skill, world);
            world.plan_at(at, Happening::ToManager { message, duplicate: false, echo: false });
        }
    }

    /// The process is gone, and with it what it kept.
    pub(crate) fn forget(&mut self) {
        self.held.clear();
    }

    /// Whether the manager subscribes to a message. Its filters are those of whole channels.
    fn is_wanted(&mut self, message: &Message) -> bool {
        *self.wanted.entry(message.kind()).or_insert_with(|| {
            let channel = message.topic(Dialect::default()).channel();
            self.filters.contains(&channel.filter)
        })
    }

    /// True if at least one copy arrives.
    fn carry_to_manager(&mut self, world: &mut World, from: Part, message: &Arc<Message>) -> bool {
        let first = !world.random.percent(world.faults.loss);
        let arrives = |message: &Arc<Message>, duplicate| Happening::ToManager {
            message: Arc::clone(message),
            duplicate,
            echo: false,
        };
        let at = link(&mut self.to_manager, from, world);
        if first {
            world.plan_at(at, arrives(message, false));
        }
        let second = world.random.percent(world.faults.duplicate);
        if second {
            // Without an id of their own nobody could tell a copy from a second wish: the broker marks it.
            let needs_mark = matches!(
                **message,
                Message::StartSession(_) | Message::HotwordDetected(_) | Message::ContinueSession(_)
            );
            let marked = needs_mark || world.random.percent(50);
            let later = world.random.pick([0, 5, 50, 500, 2_000]);
            let at = at + world.random.millis(later, later + 1);
            world.plan_at(at, arrives(message, marked));
        }
        first || second
    }

    /// True if it arrives. A copy follows at once.
    fn carry_to_parts(&mut self, world: &mut World, from: Part, message: &Arc<Message>) -> bool {
        if !heard_by_parts(message) {
            return true;
        }
        let lost = world.random.percent(world.faults.loss);
        let at = link(&mut self.to_parts, from, world);
        if !lost {
            world.plan_at(at, Happening::ToParts(from, Arc::clone(message)));
        }
        // Parts take a `say` or a query twice if it comes twice; that makes answers the manager did not ask for.
        if world.random.percent(world.faults.duplicate) {
            world.plan_at(at, Happening::ToParts(from, Arc::clone(message)));
        }
        !lost
    }
}

/// When the next message of a publisher arrives: some ms from now, and not before the one that was sent before it.
fn link(links: &mut [Time; Part::COUNT], from: Part, world: &mut World) -> Time {
    let at = world.now + world.random.millis(0, 4);
    #[expect(clippy::indexing_slicing, reason = "there is a link for every part")]
    let last = &mut links[from as usize];
    *last = at.max(*last);
    *last
}

/// Whether a message makes no sense any more some seconds later.
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

/// Whether some part of this house subscribes to it.
fn heard_by_parts(message: &Message) -> bool {
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

    use super::*;
    use petasos_sans_io::Random;

    #[test]
    fn the_manager_subscribes_to_whole_channels() {
        for dialect in Dialect::ALL {
            for filter in DialogueManager::new(Policy::new(dialect), Random::new(0)).subscriptions() {
                assert!(CHANNELS.iter().any(|channel| channel.filter == filter), "{filter}");
            }
        }
    }
}
