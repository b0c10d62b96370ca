//! Recorded sessions, played to a skill.

use std::path::PathBuf;

use petasos_skill::{Intent, Skill};
use petasos_testkit::replay_skill;

/// Tells the time.
#[derive(Debug, Intent)]
struct GetTime;

fn session(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "../../tests/sessions/rhasspy", name].iter().collect()
}

fn clock(answer: &'static str) -> Skill {
    Skill::new("clock").on(move |_: GetTime| async move { answer })
}

#[test]
fn a_skill_that_says_what_was_recorded_is_the_same() {
    let replayed = replay_skill(clock("It is noon."), session("house-question.jsonl"));
    replayed.assert_same();
    assert_eq!((replayed.comparison.compared, replayed.comparison.not_played), (1, 0));
}

#[test]
fn a_skill_that_says_something_else_is_told_with_the_field() {
    let replayed = replay_skill(clock("It is midnight."), session("house-question.jsonl"));
    insta::assert_snapshot!(replayed.comparison);
}
