//! The house: people, parts and a manager on virtual time.

use std::sync::Arc;
use std::time::Duration;

use petasos_dialogue::{DialogueManager, Output, Policy, Received, Sound, Statistics, Time};
use petasos_messages::payload::PlayBytes;
use petasos_messages::{Dialect, Message, RequestId, SiteId};
use petasos_sans_io::Random;

use crate::ledger::Ledger;
use crate::network::Network;
use crate::oracle::{Oracle, Violation};
use crate::parts::Parts;
use crate::profile::{Faults, Household, Profile};
use crate::truth::Truth;
use crate::wav;
use crate::world::{Happening, World};
use crate::{Entry, Event};

/// How long people and skills begin things.
const TRAFFIC: Duration = Duration::from_secs(120);
/// How long it is quiet afterwards, and nothing goes wrong.
const QUIET: Duration = Duration::from_secs(600);
/// A manager that acts so often at one moment will never stop.
const STUCK: u32 = 1_000;

/// A simulated house: three sites, 120 s of traffic and 600 s of quiet, all drawn from one seed.
#[derive(Debug)]
pub struct House {
    world: World,
    network: Network,
    parts: Parts,
    policy: Policy,
    /// `None` while it is crashed.
    manager: Option<DialogueManager>,
    ids: Random,
    ledger: Ledger,
    oracle: Oracle,
    truth: Truth,
    /// Recorded only if somebody wants to read it.
    trace: Option<Vec<Entry>>,
    sessions: u32,
    /// The manager dies after so many more outputs.
    doomed: Option<u64>,
    /// How often a deadline passed at this moment.
    stuck: (Time, u32),
}

/// What came of a seed.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// All that happened, if it was recorded.
    pub trace: Vec<Entry>,
    /// What must not be, and was.
    pub violations: Vec<Violation>,
    /// Sessions that were started.
    pub sessions: u32,
    /// What the manager counted (the last one, if it crashed).
    pub statistics: Statistics,
}

impl House {
    /// The house of a seed; its dialect is drawn as well unless one is given.
    pub fn new(seed: u64, profile: Profile, dialect: Option<Dialect>) -> Self {
        let mut random = Random::new(seed);
        let household = Household::draw(profile, dialect, &mut random);
        let mut ids = random.fork();
        let policy = household.policy;
        let manager = DialogueManager::new(policy.clone(), ids.fork());
        Self {
            network: Network::new(manager.subscriptions()),
            world: World::new(random, household.places, household.habits, household.faults),
            parts: Parts::default(),
            oracle: Oracle::new(policy.clone()),
            policy,
            manager: Some(manager),
            ids,
            ledger: Ledger::default(),
            truth: Truth::default(),
            trace: None,
            sessions: 0,
            doomed: None,
            stuck: (Time::START, 0),
        }
    }

    /// Keeps everything that happens, to be read or compared.
    #[must_use]
    pub fn recorded(mut self) -> Self {
        self.trace = Some(Vec::with_capacity(4_096));
        self
    }

    /// Lives through traffic and quiet.
    pub fn run(mut self) -> Outcome {
        self.begin();
        let end = Time::START + TRAFFIC + QUIET;
        while let Some(next) = self.next_at().filter(|next| *next <= end) {
            let deadline = self.manager.as_ref().and_then(DialogueManager::poll_timeout);
            if deadline.is_some_and(|deadline| deadline <= next) {
                self.world.now = self.world.now.max(next);
                self.time_out();
            } else if let Some(happening) = self.world.next() {
                self.happen(happening);
            }
            if self.stuck.1 > STUCK {
                break;
            }
        }
        self.world.now = self.world.now.max(end);
        self.finish()
    }

    fn begin(&mut self) {
        self.input(&Event::Connected, DialogueManager::handle_connected);
        for happening in [Happening::Person, Happening::Initiative, Happening::Stranger] {
            let after = self.world.random.millis(0, 2_000);
            self.world.plan(after, happening);
        }
        if self.world.habits.mortal {
            self.world.plan(Duration::ZERO, Happening::Skill);
        }
        if self.world.faults.outages {
            let after = self.world.random.millis(10_000, 90_000);
            self.world.plan(after, Happening::Outage);
        }
        if self.world.faults.crashes {
            let after = self.world.random.millis(5_000, 100_000);
            self.world.plan(after, Happening::Crash);
        }
        self.world.plan(TRAFFIC, Happening::Quiet);
    }

    fn next_at(&self) -> Option<Time> {
        let deadline = self.manager.as_ref().and_then(DialogueManager::poll_timeout);
        [self.world.next_at(), deadline].into_iter().flatten().min()
    }

    fn time_out(&mut self) {
        let now = self.world.now;
        self.stuck = if self.stuck.0 == now { (now, self.stuck.1 + 1) } else { (now, 0) };
        self.input(&Event::TimedOut, DialogueManager::handle_timeout);
    }

    fn happen(&mut self, happening: Happening) {
        match happening {
            Happening::Publish(part, message) => {
                let message = Arc::new(message);
                let losses = self.network.publish(&mut self.world, part, &message);
                self.truth.carried(&message, false, losses);
            }
            Happening::ToManager { message, duplicate, echo } => self.receive(&message, duplicate, echo),
            Happening::ToParts(from, message) => {
                self.parts.hear(&mut self.world, from, &message);
                if matches!(*message, Message::HotwordToggleOn(_) | Message::HotwordToggleOff(_)) {
                    self.look();
                }
            }
            Happening::Outage => {
                self.network.away = true;
                let after = self.world.random.millis(500, 15_000);
                self.world.plan(after, Happening::Reconnect);
            }
            Happening::Reconnect => self.reconnect(),
            Happening::Crash => self.doomed = Some(self.world.random.below(6)),
            Happening::Restart => self.restart(),
            Happening::Quiet => {
                self.world.busy = false;
                self.world.faults = Faults::default();
            }
            other => self.parts.happen(&mut self.world, other),
        }
    }

    fn receive(&mut self, message: &Arc<Message>, duplicate: bool, echo: bool) {
        if self.manager.is_none() || self.network.away {
            return;
        }
        self.truth.received(self.world.now, self.oracle.picture(), message);
        let event = Event::Received { message: Arc::clone(message), duplicate, echo };
        self.input(&event, |manager, now| manager.handle(now, Received { message, duplicate }));
    }

    fn reconnect(&mut self) {
        for (message, losses) in self.network.reconnect(&mut self.world) {
            self.truth.carried(&message, true, losses);
        }
        self.connect();
    }

    /// The manager is connected, subscribes, and hears what the broker has kept.
    fn connect(&mut self) {
        self.input(&Event::Connected, DialogueManager::handle_connected);
        self.network.tell_kept(&mut self.world);
    }

    fn restart(&mut self) {
        self.manager = Some(DialogueManager::new(self.policy.clone(), self.ids.fork()));
        self.connect();
        let left = self.ledger.left();
        self.input(&Event::Restarted, |manager, now| manager.recover(now, &left));
    }

    /// Hands something to the manager, and does what it wants done.
    fn input(&mut self, event: &Event, hand: impl FnOnce(&mut DialogueManager, Time)) {
        let Some(mut manager) = self.manager.take() else {
            return;
        };
        self.note(event.clone());
        hand(&mut manager, self.world.now);
        while let Some(output) = manager.poll_output() {
            if self.doomed.as_mut().is_some_and(|left| left.checked_sub(1).map(|less| *left = less).is_none())
            {
                self.crash();
                return;
            }
            self.carry_out(output);
        }
        self.truth.bounded(&self.world, manager.statistics(), self.policy.limits.queue);
        self.manager = Some(manager);
        self.look();
    }

    fn crash(&mut self) {
        self.doomed = None;
        self.note(Event::Crashed);
        self.network.forget();
        self.truth.crashed();
        let after = self.world.random.millis(200, 3_000);
        self.world.plan(after, Happening::Restart);
    }

    fn carry_out(&mut self, output: Output) {
        match output {
            Output::Publish { message, .. } => self.publish(message),
            Output::PlaySound { site_id, sound, variant, request_id } => {
                self.play(site_id, sound, variant, request_id);
            }
            Output::Durable(fact) => {
                self.ledger.write(&fact);
                self.note(Event::Durable(fact));
            }
            Output::Notice(notice) => self.note(Event::Noticed(notice)),
            _ => {}
        }
    }

    fn play(&mut self, site: SiteId, sound: Sound, variant: usize, request: RequestId) {
        let recordings = match sound {
            Sound::Wake => &self.policy.sounds.wake,
            Sound::Recorded => &self.policy.sounds.recorded,
            Sound::Error => &self.policy.sounds.error,
        };
        let length = recordings.get(variant).copied().unwrap_or_default();
        self.publish(Message::PlayBytes(PlayBytes::new(site, request, wav::wav(length))));
    }

    fn publish(&mut self, message: Message) {
        self.sessions += u32::from(matches!(message, Message::SessionStarted(_)));
        let margin = self.policy.everywhere.timeouts.playback_margin;
        self.truth.published(&self.world, &self.parts, margin, &message);
        let message = Arc::new(message);
        self.note(Event::Published(Arc::clone(&message)));
        let losses = self.network.publish_own(&mut self.world, &message);
        self.truth.carried(&message, true, losses);
    }

    fn note(&mut self, event: Event) {
        self.oracle.observe(self.world.now, &event);
        if let Some(trace) = &mut self.trace {
            trace.push(Entry { time: self.world.now, event });
        }
    }

    fn look(&mut self) {
        let reachable = self.manager.is_some() && !self.network.away;
        self.truth.look(&self.world, &self.parts, self.oracle.picture(), reachable);
    }

    fn finish(mut self) -> Outcome {
        self.oracle.rest(self.world.now);
        let statistics = self.manager.as_ref().map(DialogueManager::statistics).unwrap_or_default();
        let timeout = self.manager.as_ref().and_then(DialogueManager::poll_timeout);
        self.truth.at_rest(&self.world, &self.parts, self.oracle.picture(), statistics, timeout);
        let mut violations = self.oracle.violations().to_vec();
        violations.append(&mut self.truth.violations);
        violations.sort_by_key(|violation| violation.time);
        Outcome { trace: self.trace.unwrap_or_default(), violations, sessions: self.sessions, statistics }
    }
}
