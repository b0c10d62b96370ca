//! A skill as the component to which a recorded session is played.

use std::collections::VecDeque;
use std::fmt;
use std::io;
use std::path::Path;
use std::time::Duration;

use petasos_bus::{Event, Events, MemoryBroker};
use petasos_messages::Component;
use petasos_recording::Recording;
use petasos_recording::replay::{Roles, Rules};
use petasos_replay::{Packet, Replayed, replay_to};
use petasos_sans_io::{SansIo, Time};
use petasos_skill::Skill;
use tokio::runtime::Runtime;
use tokio::time::{Instant, sleep, sleep_until};

use super::bus_observer::BusObserver;
use super::fail;
use super::process::Process;

/// How often the skill may publish something unasked.
const TICK: Duration = Duration::from_millis(50);

/// Within this virtual time all tasks do what takes no time.
const MOMENT: Duration = Duration::from_millis(1);

/// A skill on its own virtual time, to be tested by [`replay_to`]. Most tests only need [`replay_skill`].
pub struct SkillSubject {
    runtime: Runtime,
    _skill: Process,
    observer: BusObserver,
    events: Events,
    start: Instant,
    now: Time,
    said: VecDeque<Packet>,
}

impl SkillSubject {
    /// A skill in a runtime of its own; so this cannot be called in an async test.
    pub fn new(skill: Skill) -> io::Result<Self> {
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build()?;
        let broker = MemoryBroker::new();
        let entered = runtime.enter();
        let (observer, events) = BusObserver::connect(&broker);
        let (skill, start) = (Process::skill(skill, &broker, 1), Instant::now());
        drop(entered);
        let (now, said) = (Time::START, VecDeque::new());
        let mut subject = Self { runtime, _skill: skill, observer, events, start, now, said };
        // Its announcement is not an answer to anything.
        subject.collect();
        subject.said.clear();
        Ok(subject)
    }

    /// Advances the virtual time.
    fn advance_to(&mut self, now: Time) {
        let until = self.start + now.since(Time::START);
        self.runtime.block_on(async { sleep_until(until).await });
        self.now = now;
    }

    /// Lets all tasks do what takes no time, and collects what the skill publishes.
    fn collect(&mut self) {
        self.runtime.block_on(async { sleep(MOMENT).await });
        while let Some(event) = self.events.try_next() {
            if let Event::Received(packet) = event
                && !self.observer.is_own(&packet)
            {
                self.said.push_back(Packet::new(packet.topic, packet.payload));
            }
        }
    }
}

impl SansIo for SkillSubject {
    type Input<'a> = &'a Packet;
    type Output = Packet;

    fn handle(&mut self, now: Time, message: &Packet) {
        self.advance_to(now);
        // What no broker would take does not reach the skill.
        let _refused = self.observer.publish_own(message.topic.clone(), message.payload.clone(), false);
        self.collect();
    }

    fn handle_timeout(&mut self, now: Time) {
        self.advance_to(now);
        self.collect();
    }

    fn poll_output(&mut self) -> Option<Packet> {
        self.said.pop_front()
    }

    fn poll_timeout(&self) -> Option<Time> {
        Some(self.now + TICK)
    }
}

impl fmt::Debug for SkillSubject {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("SkillSubject").field("now", &self.now).finish_non_exhaustive()
    }
}

/// Plays a session file to a skill, and compares what the skill publishes with the file, as [`replay`](crate::replay) does for the
/// dialogue manager. The messages of all skills in the file are expected of this one; all others are played.
///
/// ```no_run
/// # use petasos_skill::Skill;
/// # fn clock() -> Skill { Skill::new("clock") }
/// #[test]
/// # fn hidden() {}
/// fn the_clock_answers_as_it_did() {
///     petasos_testkit::replay_skill(clock(), "sessions/what-time-is-it.jsonl").assert_same();
/// }
/// ```
///
/// # Panics
///
/// If the file cannot be read, or in an async test: this function starts a runtime of its own.
#[track_caller]
pub fn replay_skill(skill: Skill, path: impl AsRef<Path>) -> Replayed {
    match try_replay(skill, path.as_ref()) {
        Ok(replayed) => replayed,
        Err(why) => fail(&why),
    }
}

fn try_replay(skill: Skill, path: &Path) -> Result<Replayed, String> {
    let recording = Recording::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let skill = match recording.header.dialect {
        Some(dialect) => skill.dialect(dialect),
        None => skill,
    };
    let mut subject =
        SkillSubject::new(skill).map_err(|error| format!("cannot build a runtime for the skill: {error}"))?;
    let outcome = replay_to(&mut subject, &recording, Roles::testing(Component::Skill), Rules::default());
    Ok(Replayed::new(path, outcome))
}
