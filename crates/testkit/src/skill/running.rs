//! A running test: the installation, the manager and skills in it, and the loop that lets time pass.

use std::collections::BTreeMap;
use std::time::Duration;

use bytes::Bytes;
use petasos_bus::{Event, Events};
use petasos_program::{Driver, Inputs};
use tokio::time::{Instant, timeout_at};

use super::process::Process;
use super::test_installation::Installation;

/// If nothing has happened for this long, everything that takes no time has been done.
const CALM: Duration = Duration::from_millis(10);

/// The longest time that a turn may take.
pub(super) const LONGEST_TURN: Duration = Duration::from_secs(600);

/// The installation with its manager and its skills.
#[derive(Debug)]
pub(super) struct Running {
    pub(super) installation: Installation,
    pub(super) driver: Driver,
    pub(super) inputs: OneByOne,
    pub(super) manager: Process,
    /// How many managers have been started after the first.
    pub(super) restarts: u64,
    pub(super) skills: Vec<Process>,
    /// Up to which entry messages of a topic filter have been claimed.
    pub(super) claimed: BTreeMap<String, usize>,
    /// What the test has published since it last waited.
    pub(super) unpublished: Vec<(String, Bytes)>,
    /// Whether manager and skills have started.
    pub(super) ready: bool,
}

impl Running {
    /// Waits until manager and skills have started, and publishes what the test wants.
    pub(super) async fn settle(&mut self) {
        if !self.ready {
            self.run_until_calm(|_| true).await;
            self.note_ends();
            self.ready = true;
        }
        for (topic, payload) in self.unpublished.drain(..) {
            self.installation.publish(topic, payload, false);
        }
    }

    /// Notes which processes have ended: that may explain what follows.
    pub(super) fn note_ends(&mut self) {
        for process in self.skills.iter_mut().chain([&mut self.manager]) {
            if let Some(end) = process.end() {
                self.installation.note(format!("{} {end}", process.client_id));
            }
        }
    }

    /// Runs until a condition holds and everything is calm. At least a moment passes, and at most [`LONGEST_TURN`].
    pub(super) async fn run_until_calm(&mut self, holds: impl Fn(&Installation) -> bool) {
        let end = Instant::now() + LONGEST_TURN;
        while Instant::now() < end {
            if !holds(&self.installation) {
                self.step(end).await;
            } else if !self.step(Instant::now() + CALM).await {
                return;
            }
        }
        let minutes = LONGEST_TURN.as_secs() / 60;
        self.installation.note(format!("what was waited for did not come in {minutes} minutes"));
    }

    /// Runs until a condition holds, at most for some time.
    pub(super) async fn run_until(&mut self, most: Duration, holds: impl Fn(&Installation) -> bool) {
        let end = Instant::now() + most;
        while !holds(&self.installation) && self.step(end).await {}
    }

    /// Runs for some time.
    pub(super) async fn run_for(&mut self, time: Duration) {
        let end = Instant::now() + time;
        while Instant::now() < end && self.step(end).await {}
    }

    /// Handles the next message or deadline. Returns false if there is none up to `end`.
    async fn step(&mut self, end: Instant) -> bool {
        let step = self.driver.step(&mut self.installation, &mut self.inputs);
        timeout_at(end, step).await.unwrap_or(false)
    }
}

/// The events of a broker, never several in one step: a condition may hold after each.
#[derive(Debug)]
pub(super) struct OneByOne(pub(super) Events);

impl Inputs for OneByOne {
    type Input = Event;

    fn next(&mut self) -> impl Future<Output = Option<Event>> + Send {
        self.0.next()
    }
}
