//! A random installation on virtual time: one real dialogue manager among simulated users, components, skills and foreign clients.
//!
//! Where to look: `profile` draws from the seed what the installation consists of and what goes wrong, `world` holds clock and
//! schedule, `network` is the broker, `participants` is everything but the manager, `ground_truth` checks what no message tells,
//! `batch` runs many seeds.

pub mod batch;
mod fake_journal;
mod ground_truth;
mod network;
mod participants;
mod profile;
mod world;

use std::sync::Arc;
use std::time::Duration;

use petasos_dialogue::{DialogueManager, Output, Policy, Received, SansIo, Statistics, Time};
use petasos_messages::payload::PlayBytes;
use petasos_messages::{Dialect, Message};
use petasos_sans_io::Random;

pub use profile::{Profile, UnknownProfile};

use crate::oracle::{Oracle, Violation};
use crate::{TraceEntry, TraceEvent, silent_wav};

use fake_journal::FakeJournal;
use ground_truth::GroundTruth;
use network::Network;
use participants::Participants;
use profile::{Faults, Installation};
use world::{ScheduledEvent, World};

/// How long users, skills and foreign clients start things.
const TRAFFIC: Duration = Duration::from_secs(120);
/// How long it is quiet afterwards, without faults.
const QUIET: Duration = Duration::from_secs(600);

/// An installation with three sites, for 120 s of traffic and 600 s of quiet, drawn from one seed.
#[derive(Debug)]
pub struct Simulation {
    world: World,
    network: Network,
    participants: Participants,
    policy: Policy,
    /// `None` after a crash.
    manager: Option<DialogueManager>,
    ids: Random,
    journal: FakeJournal,
    oracle: Oracle,
    ground_truth: GroundTruth,
    /// `None` unless [recorded](Self::recorded).
    trace: Option<Vec<TraceEntry>>,
    sessions: u32,
    /// The manager crashes after this many more outputs.
    outputs_until_crash: Option<u64>,
}

/// The result of a simulation.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Every event, if the simulation was [recorded](Simulation::recorded).
    pub trace: Vec<TraceEntry>,
    /// The violated invariants, in order of time.
    pub violations: Vec<Violation>,
    /// The number of sessions started.
    pub sessions: u32,
    /// The manager's counters; after a crash those of the last manager.
    pub statistics: Statistics,
}

impl Simulation {
    /// The simulation of a seed; the dialect is drawn as well unless one is given.
    pub fn new(seed: u64, profile: Profile, dialect: Option<Dialect>) -> Self {
        let mut random = Random::new(seed);
        let installation = Installation::draw(profile, dialect, &mut random);
        let mut ids = random.fork();
        let policy = installation.policy;
        let manager = DialogueManager::new(policy.clone(), ids.fork());
        Self {
            network: Network::new(manager.subscriptions()),
            world: World::new(random, installation.sites, installation.behaviour, installation.faults),
            participants: Participants::default(),
            oracle: Oracle::new(policy.clone()),
            policy,
            manager: Some(manager),
            ids,
            journal: FakeJournal::default(),
            ground_truth: GroundTruth::default(),
            trace: None,
            sessions: 0,
            outputs_until_crash: None,
        }
    }

    /// Keeps the [trace](Outcome::trace).
    #[must_use]
    pub fn recorded(mut self) -> Self {
        self.trace = Some(Vec::with_capacity(4_096));
        self
    }

    /// Runs to the end of the quiet period.
    pub fn run(mut self) -> Outcome {
        self.begin();
        let end = Time::START + TRAFFIC + QUIET;
        while self.world.time.advance([self.manager_timeout(), self.world.next_time()], end) {
            if self.manager_timeout().is_some_and(|due| due <= self.world.now()) {
                self.input(&TraceEvent::TimedOut, DialogueManager::handle_timeout);
            } else if let Some(event) = self.world.next_event() {
                self.dispatch(event);
            }
        }
        self.world.time.pass_until(end);
        self.finish()
    }

    fn begin(&mut self) {
        self.input(&TraceEvent::Connected, DialogueManager::handle_connected);
        for event in [ScheduledEvent::User, ScheduledEvent::SkillInitiative, ScheduledEvent::ForeignClient] {
            let after = self.world.random.millis(0, 2_000);
            self.world.schedule(after, event);
        }
        if self.world.behaviour.announced_skill {
            self.world.schedule(Duration::ZERO, ScheduledEvent::SkillPresence);
        }
        if self.world.faults.outages {
            let after = self.world.random.millis(10_000, 90_000);
            self.world.schedule(after, ScheduledEvent::Outage);
        }
        if self.world.faults.crashes {
            let after = self.world.random.millis(5_000, 100_000);
            self.world.schedule(after, ScheduledEvent::Crash);
        }
        self.world.schedule(TRAFFIC, ScheduledEvent::Quiet);
    }

    fn manager_timeout(&self) -> Option<Time> {
        self.manager.as_ref().and_then(DialogueManager::poll_timeout)
    }

    fn dispatch(&mut self, event: ScheduledEvent) {
        match event {
            ScheduledEvent::Publish(from, message) => {
                let message = Arc::new(message);
                let losses = self.network.publish(&mut self.world, from, &message);
                self.ground_truth.delivered(&message, false, losses);
            }
            ScheduledEvent::ToManager { message, duplicate, echo } => self.receive(&message, duplicate, echo),
            ScheduledEvent::ToParticipants(from, message) => {
                self.participants.handle(&mut self.world, from, &message);
                if matches!(*message, Message::HotwordToggleOn(_) | Message::HotwordToggleOff(_)) {
                    self.check_hotwords();
                }
            }
            ScheduledEvent::Outage => {
                self.network.offline = true;
                let after = self.world.random.millis(500, 15_000);
                self.world.schedule(after, ScheduledEvent::Reconnect);
            }
            ScheduledEvent::Reconnect => self.reconnect(),
            ScheduledEvent::Crash => self.outputs_until_crash = Some(self.world.random.below(6)),
            ScheduledEvent::Restart => self.restart(),
            ScheduledEvent::Quiet => {
                self.world.traffic = false;
                self.world.faults = Faults::default();
            }
            other => self.participants.handle_scheduled(&mut self.world, other),
        }
    }

    fn receive(&mut self, message: &Arc<Message>, duplicate: bool, echo: bool) {
        if self.manager.is_none() || self.network.offline {
            return;
        }
        self.ground_truth.received(self.world.now(), self.oracle.observed(), message);
        let event = TraceEvent::Received { message: Arc::clone(message), duplicate, echo };
        self.input(&event, |manager, now| manager.handle(now, Received { message, duplicate }));
    }

    fn reconnect(&mut self) {
        for (message, losses) in self.network.reconnect(&mut self.world) {
            self.ground_truth.delivered(&message, true, losses);
        }
        self.connect();
    }

    /// The manager connects, subscribes, and receives what the broker has retained.
    fn connect(&mut self) {
        self.input(&TraceEvent::Connected, DialogueManager::handle_connected);
        self.network.send_retained(&mut self.world);
    }

    fn restart(&mut self) {
        self.manager = Some(DialogueManager::new(self.policy.clone(), self.ids.fork()));
        self.connect();
        let obligations = self.journal.obligations();
        self.input(&TraceEvent::Restarted, |manager, now| manager.recover(now, &obligations));
    }

    /// Hands an input to the manager and carries out its outputs, unless it crashes in between.
    fn input(&mut self, event: &TraceEvent, handle: impl FnOnce(&mut DialogueManager, Time)) {
        let Some(mut manager) = self.manager.take() else {
            return;
        };
        self.record(event.clone());
        handle(&mut manager, self.world.now());
        while let Some(output) = manager.poll_output() {
            match &mut self.outputs_until_crash {
                Some(0) => return self.crash(),
                Some(left) => *left -= 1,
                None => {}
            }
            self.handle_output(output);
        }
        self.ground_truth.check_memory(&self.world, manager.statistics(), self.policy.limits.queue);
        self.manager = Some(manager);
        self.check_hotwords();
    }

    fn crash(&mut self) {
        self.outputs_until_crash = None;
        self.record(TraceEvent::Crashed);
        self.network.drop_queued();
        self.ground_truth.crashed();
        let after = self.world.random.millis(200, 3_000);
        self.world.schedule(after, ScheduledEvent::Restart);
    }

    fn handle_output(&mut self, output: Output) {
        match output {
            Output::Publish { message, .. } => self.publish(message),
            Output::PlaySound { site_id, sound, variant, request_id } => {
                let wav = silent_wav::wav(self.policy.sounds.length(sound, variant));
                self.publish(Message::PlayBytes(PlayBytes::new(site_id, request_id, wav)));
            }
            Output::Durable(fact) => {
                self.journal.write(&fact);
                self.record(TraceEvent::Durable(fact));
            }
            Output::Notice(notice) => self.record(TraceEvent::Noticed(notice)),
            _ => {}
        }
    }

    fn publish(&mut self, message: Message) {
        self.sessions += u32::from(matches!(message, Message::SessionStarted(_)));
        let margin = self.policy.everywhere.timeouts.playback_margin;
        self.ground_truth.published(&self.world, &self.participants, margin, &message);
        let message = Arc::new(message);
        self.record(TraceEvent::Published(Arc::clone(&message)));
        let losses = self.network.publish_own(&mut self.world, &message);
        self.ground_truth.delivered(&message, true, losses);
    }

    fn record(&mut self, event: TraceEvent) {
        self.oracle.observe(self.world.now(), &event);
        if let Some(trace) = &mut self.trace {
            trace.push(TraceEntry { time: self.world.now(), event });
        }
    }

    fn check_hotwords(&mut self) {
        let reachable = self.manager.is_some() && !self.network.offline;
        self.ground_truth.check_hotwords(&self.world, &self.participants, self.oracle.observed(), reachable);
    }

    fn finish(mut self) -> Outcome {
        self.oracle.check_quiescence(self.world.now());
        let statistics = self.manager.as_ref().map(DialogueManager::statistics).unwrap_or_default();
        let timeout = self.manager_timeout();
        self.ground_truth.at_quiescence(
            &self.world,
            &self.participants,
            self.oracle.observed(),
            statistics,
            timeout,
        );
        let mut violations = self.oracle.violations().to_vec();
        violations.append(&mut self.ground_truth.violations);
        violations.sort_by_key(|violation| violation.time);
        Outcome { trace: self.trace.unwrap_or_default(), violations, sessions: self.sessions, statistics }
    }
}
