//! A skill as the part that a recorded session is played to.

use std::collections::VecDeque;
use std::fmt;
use std::io;
use std::path::Path;
use std::time::Duration;

use petasos_bus::{Bus, Class, Event, Events, MemoryBroker, MemoryBus, Publish, QoS, Settings, Subscription};
use petasos_messages::Component;
use petasos_recording::Recording;
use petasos_recording::replay::{Cast, Rules};
use petasos_replay::{Packet, Replayed, SystemUnderTest, replay_to};
use petasos_skill::Skill;
use tokio::runtime::Runtime;
use tokio::time::{Instant, sleep, sleep_until};

use super::ours::Ours;
use super::plan::fail;
use super::tenant::Tenant;

/// A skill that waits for something by itself is looked at this often.
const TICK: Duration = Duration::from_millis(50);

/// While this passes on virtual time, everybody does what they can do at once.
const MOMENT: Duration = Duration::from_millis(1);

/// A skill on a clock of its own, to be tested by [`replay_to`]. For most tests [`replay_skill`] does.
pub struct SkillSubject {
    runtime: Runtime,
    _skill: Tenant,
    bus: MemoryBus,
    events: Events,
    /// What was played and has not come back yet.
    ours: Ours,
    start: Instant,
    now: Duration,
    said: VecDeque<Packet>,
}

impl SkillSubject {
    /// A skill, in a runtime of its own: this cannot be called in an async test.
    pub fn new(skill: Skill) -> io::Result<Self> {
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build()?;
        let broker = MemoryBroker::new();
        let (bus, events) = broker.connect(Settings::default());
        let entered = runtime.enter();
        let everything = bus.subscribe(&[Subscription::new("#", QoS::AtLeastOnce)]);
        debug_assert!(everything.is_ok(), "# is a filter");
        let (skill, start) = (Tenant::skill(skill, &broker, 1), Instant::now());
        drop(entered);
        let (now, said) = (Duration::ZERO, VecDeque::new());
        let mut subject =
            Self { runtime, _skill: skill, bus, events, ours: Ours::default(), start, now, said };
        // What it says of itself before anything happens is no answer to anything.
        subject.listen();
        subject.said.clear();
        Ok(subject)
    }

    /// Lives until then.
    fn go_to(&mut self, now: Duration) {
        let until = self.start + now;
        self.runtime.block_on(async { sleep_until(until).await });
        self.now = now;
    }

    /// Lets everybody do what they can do at once, and listens.
    fn listen(&mut self) {
        self.runtime.block_on(async { sleep(MOMENT).await });
        while let Some(event) = self.events.try_next() {
            if let Event::Received(packet) = event
                && !self.ours.take(&packet)
            {
                self.said.push_back(Packet::new(packet.topic, packet.payload));
            }
        }
    }
}

impl SystemUnderTest for SkillSubject {
    fn handle(&mut self, now: Duration, message: &Packet) {
        self.go_to(now);
        let packet = Publish::new(&message.topic, message.payload.clone(), Class::Report);
        if self.bus.publish(packet).is_ok() {
            self.ours.note(message.topic.clone(), message.payload.clone());
        }
        self.listen();
    }

    fn handle_timeout(&mut self, now: Duration) {
        self.go_to(now);
        self.listen();
    }

    fn poll_output(&mut self) -> Option<Packet> {
        self.said.pop_front()
    }

    fn poll_timeout(&self) -> Option<Duration> {
        Some(self.now + TICK)
    }
}

impl fmt::Debug for SkillSubject {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("SkillSubject").field("now", &self.now).finish_non_exhaustive()
    }
}

/// Plays a session file to a skill, and compares what the skill says with what stands in the file: as [`replay`](crate::replay) for the
/// dialogue manager. Everybody but the skill is played; what several skills said is expected of this one.
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
/// If the file cannot be read, or if it is called in an async test: it brings a runtime of its own.
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
    let outcome = replay_to(&mut subject, &recording, Cast::testing(Component::Skill), Rules::default());
    Ok(Replayed::new(path, outcome))
}
