//! Plays a recording in process, on virtual time.

use std::path::Path;

use petasos_recording::Recording;
use petasos_recording::replay::{Comparison, Player, ReplayOutcome, Roles, Rules};
use petasos_sans_io::{SansIo, Time, VirtualTime};

use crate::Error;
use crate::manager_under_test::{ManagerUnderTest, Packet};

/// More steps than this without any time passing are an endless loop.
const MAX_STEPS_AT_ONCE: u32 = 1_000_000;

/// What a replay has shown.
#[derive(Debug)]
#[non_exhaustive]
pub struct Replayed {
    /// The name of the file, for messages.
    pub name: String,
    /// How what came out differs from the recording.
    pub comparison: Comparison,
    /// What was played and what came out, with the ids and times of the replay.
    pub recording: Recording,
    /// The recording with what came out in place of what was expected.
    pub blessed: Recording,
}

impl Replayed {
    /// The outcome of replaying this file.
    pub fn new(path: &Path, outcome: ReplayOutcome) -> Self {
        let ReplayOutcome { comparison, recording, blessed, .. } = outcome;
        Self { name: path.display().to_string(), comparison, recording, blessed }
    }

    /// Fails the test with the readable comparison if something else came out.
    ///
    /// # Panics
    ///
    /// If something else came out.
    #[track_caller]
    pub fn assert_same(&self) {
        assert!(self.comparison.is_same(), "{}: {}", self.name, self.comparison);
    }
}

/// Plays a session file to Petasos' dialogue manager, as its header says it is set up. Panics if the file cannot be read; what came
/// out is for the test to judge, mostly by [`Replayed::assert_same`].
#[track_caller]
pub fn replay(path: impl AsRef<Path>) -> Replayed {
    try_replay(path.as_ref()).unwrap_or_else(|error| fail(&error))
}

#[expect(clippy::panic, reason = "a test that cannot go on fails")]
#[track_caller]
fn fail(error: &Error) -> ! {
    panic!("{error}")
}

/// Plays a session file to Petasos' dialogue manager, and fails with the readable comparison if something else comes out. What
/// `replay_all!` does with each file.
pub fn check(path: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let Replayed { name, comparison, .. } = try_replay(path)?;
    if comparison.is_same() { Ok(()) } else { Err(format!("{name}: {comparison}").into()) }
}

fn try_replay(path: &Path) -> Result<Replayed, Error> {
    let recording = Recording::open(path).map_err(|error| Error::File { path: path.to_owned(), error })?;
    let outcome = replay_recording(&recording, Rules::default())?;
    Ok(Replayed::new(path, outcome))
}

/// Plays a recording to Petasos' dialogue manager, as its header says it is set up.
pub fn replay_recording(recording: &Recording, rules: Rules) -> Result<ReplayOutcome, Error> {
    let mut manager = ManagerUnderTest::of(&recording.header)?;
    Ok(replay_to(&mut manager, recording, Roles::default(), rules))
}

/// Plays a recording to any component that is a state machine of [`Packet`]s. The roles say which component it is. Its time is that
/// since the begin of the replay.
pub fn replay_to<M>(component: &mut M, recording: &Recording, roles: Roles, rules: Rules) -> ReplayOutcome
where
    M: for<'a> SansIo<Input<'a> = &'a Packet, Output = Packet>,
{
    let mut player = Player::new(recording, roles, rules);
    let mut time = VirtualTime::with_max_steps_at_once(MAX_STEPS_AT_ONCE);
    loop {
        let now = time.now().since(Time::START);
        while let Some(input) = player.poll_input(now) {
            let mut packet = Packet::new(input.topic, input.payload);
            packet.duplicate = input.dup;
            component.handle(time.now(), &packet);
            hear(component, &mut player, time.now());
        }
        let deadlines = [component.poll_timeout(), Some(Time::START + player.poll_timeout())];
        if player.is_over(now) || !time.advance(deadlines, Time::MAX) {
            return player.finish();
        }
        component.handle_due(time.now());
        hear(component, &mut player, time.now());
    }
}

/// Hands the outputs of a component to the player.
fn hear(component: &mut impl SansIo<Output = Packet>, player: &mut Player<'_>, now: Time) {
    for packet in component.outputs() {
        player.heard(now.since(Time::START), &packet.topic, &packet.payload);
    }
}
