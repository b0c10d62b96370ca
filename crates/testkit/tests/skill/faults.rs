//! What breaks.

use petasos_messages::payload::Termination;
use petasos_testkit::Component;

use crate::skills::{butler, home};

/// What the manager says for a skill that is gone.
const GONE: &str = "Sorry, that is not available right now.";
const ERROR: Termination = Termination::Error { error: String::new() };
const TIMEOUT: Termination = Termination::Timeout { component: None };

#[tokio::test]
async fn without_a_wake_word_nobody_is_heard() {
    let mut t = home();
    t.break_part(Component::Hotword);
    t.hear("where am I").await.heard_nothing();
    t.mend_part(Component::Hotword);
    t.hear("where am I").await.said("In the default").ended();
}

#[tokio::test]
async fn without_ears_the_manager_gives_up() {
    let mut t = home();
    t.break_part(Component::Asr);
    t.hear("where am I").await.heard_nothing().ended_with(&TIMEOUT);
}

#[tokio::test]
async fn without_an_nlu_the_manager_gives_up() {
    let mut t = home();
    t.break_part(Component::Nlu);
    t.hear("where am I").await.ended_with(&TIMEOUT);
}

#[tokio::test]
async fn without_a_voice_a_question_is_not_asked() {
    let mut t = home();
    t.break_part(Component::Tts);
    t.hear("everything off").await.heard_nothing().ended_with(&TIMEOUT);
    t.mend_part(Component::Tts);
    t.hear("everything off").await.asked("Really everything?");
}

#[tokio::test]
async fn a_skill_that_is_gone_is_answered_for_and_comes_back() {
    let mut t = home();
    t.hear("where am I").await.said("In the default");
    t.disconnect_skill();
    t.hear("where am I").await.said(GONE).ended_with(&ERROR);
    t.reconnect_skill();
    t.hear("where am I").await.said("In the default").ended();
}

#[tokio::test]
async fn a_skill_that_takes_leave_is_answered_for() {
    let mut t = home();
    t.hear("everything off").await.asked("Really everything?");
    t.silence().await.said("I did not hear anything.");
    t.stop_skill();
    t.hear("everything off").await.said(GONE).ended_with(&ERROR);
    assert!(t.story().contains("(skill 1 has ended)"), "{}", t.story());
}

#[tokio::test]
async fn a_skill_that_crashes_is_started_again() {
    let mut t = home();
    t.hear("everything off").await.asked("Really everything?");
    t.restart_skill(butler());
    t.silence().await.heard_nothing();
    t.hear("where am I").await.said("In the default").ended();
}

#[tokio::test]
async fn a_manager_that_is_restarted_has_ended_the_conversation() {
    let mut t = home();
    t.hear("everything off").await.asked("Really everything?");
    t.restart_manager().await;
    t.hear("where am I").await.said("In the default").ended();
    insta::assert_snapshot!(t.story());
}

#[tokio::test]
#[should_panic(expected = "State<")]
async fn a_skill_that_cannot_run_is_told() {
    async fn handler(_: petasos_skill::AnyIntent, _: petasos_skill::State<u8>) {}
    let mut t = petasos_testkit::SkillTest::new(petasos_skill::Skill::new("wrong").fallback(handler));
    t.hear("where am I").await.said("In the default");
}
