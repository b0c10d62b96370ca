//! Plays a recording on virtual time.

use std::path::Path;
use std::time::Duration;

use petasos_recording::Recording;
use petasos_recording::replay::{Comparison, Player, ReplayOutcome, Roles, Rules};

use crate::{Error, ManagerUnderTest, Packet, SystemUnderTest};

/// So many steps without any time passing are an endless loop of the tested part.
const MOST_AT_ONCE: usize = 1_000_000;

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

/// Plays a recording to any part, on virtual time. The roles says which part it is.
pub fn replay_to(
    system: &mut impl SystemUnderTest,
    recording: &Recording,
    roles: Roles,
    rules: Rules,
) -> ReplayOutcome {
    let mut player = Player::new(recording, roles, rules);
    let mut now = Duration::ZERO;
    let mut at_once = 0;
    while at_once < MOST_AT_ONCE {
        while let Some(input) = player.poll_input(now) {
            let mut said = Packet::new(input.topic, input.payload);
            said.duplicate = input.dup;
            system.handle(now, &said);
            listen(system, &mut player, now);
        }
        if player.is_over(now) {
            break;
        }
        let planned = system.poll_timeout();
        let next = planned.into_iter().chain([player.poll_timeout()]).min().unwrap_or(now).max(now);
        at_once = if next > now { 0 } else { at_once + 1 };
        now = next;
        if planned.is_some_and(|planned| planned <= now) {
            system.handle_timeout(now);
            listen(system, &mut player, now);
        }
    }
    player.finish()
}

fn listen(system: &mut impl SystemUnderTest, player: &mut Player<'_>, now: Duration) {
    while let Some(said) = system.poll_output() {
        player.heard(now, &said.topic, &said.payload);
    }
}
