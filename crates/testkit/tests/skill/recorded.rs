//! What happened in a test is played again.

use petasos_messages::Component;
use petasos_recording::Recording;
use petasos_recording::replay::{Comparison, Roles, Rules};
use petasos_skill::Skill;
use petasos_testkit::{SkillSubject, SkillTest, replay_recording, replay_to};

use crate::skills::{butler, home};

/// The recording of a test, in a runtime of its own: a replay starts another.
fn recorded(converse: impl AsyncFnOnce(&mut SkillTest)) -> Recording {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(async {
        let mut t = home();
        converse(&mut t).await;
        t.recording()
    })
}

fn played(recording: &Recording, skill: Skill) -> Comparison {
    let mut skill = SkillSubject::new(skill).unwrap();
    replay_to(&mut skill, recording, Roles::testing(Component::Skill), Rules::default()).comparison
}

#[test]
fn a_skill_says_in_a_replay_what_it_said_in_the_test() {
    let recording = recorded(async |t| {
        t.hear("set the kitchen light").await.asked("Which colour?");
        t.hear("cyan").await.said("Okay").ended();
        t.hear("think for 3 seconds").await.said_all(["One moment.", "I have thought."]);
        t.hear("everything off").await.asked("Really everything?");
        t.silence().await.said("I did not hear anything.");
    });
    let comparison = played(&recording, butler());
    assert!(comparison.is_same(), "{comparison}");
    assert_eq!((comparison.compared, comparison.not_played), (6, 0));
}

#[test]
fn so_does_the_manager() {
    let recording = recorded(async |t| {
        t.hear("everything off").await.asked("Really everything?");
        t.hear("yes").await.said("Good night.").ended();
    });
    let comparison = replay_recording(&recording, Rules::default()).unwrap().comparison;
    assert!(comparison.is_same(), "{comparison}");
}

#[test]
fn a_skill_that_has_forgotten_an_intent_says_nothing() {
    let recording = recorded(async |t| {
        t.hear("where am I").await.said("In the default").ended();
    });
    assert_eq!(played(&recording, Skill::new("nobody")).differences.len(), 1);
}
