//! Users who say nothing, nothing intelligible, or too much.

use std::time::Duration;

use insta::assert_snapshot;
use petasos_messages::Dialect;
use petasos_simulator::sites::UserAction;

use crate::installation::Installation;

#[test]
fn a_silent_user_is_captured_as_an_empty_text() {
    let mut installation = Installation::new(Dialect::RHASSPY);
    installation.act("kitchen", UserAction::Wake);
    installation.act("kitchen", UserAction::KeepSilent);
    assert_snapshot!(installation.finish());
}

#[test]
fn a_silence_that_the_asr_does_not_end_is_ended_by_the_manager() {
    let mut installation = Installation::with_pace(|pace| pace.silence = None);
    installation.act("kitchen", UserAction::KeepSilent);
    assert_snapshot!(installation.finish());
}

#[test]
fn the_manager_ends_a_session_in_which_nothing_is_said() {
    let mut installation = Installation::new(Dialect::SNIPS);
    installation.act("kitchen", UserAction::Wake);
    assert_snapshot!(installation.finish());
}

#[test]
fn a_user_who_is_interrupted_again_and_again_gives_up() {
    let mut installation = Installation::with_pace(|pace| pace.before_words = Duration::from_secs(60));
    installation.say("kitchen", "turn on the light");
    assert_snapshot!(installation.finish());
}

#[test]
fn a_long_utterance_is_captured_to_its_end() {
    let mut installation = Installation::new(Dialect::RHASSPY);
    installation.say("kitchen", &"bla ".repeat(1_000));
    installation.run_for(12);
    let transcript = installation.transcript();
    assert!(transcript.contains("6.400 kitchen  you: bla bla"), "{transcript}");
}

#[test]
fn a_silent_user_may_still_speak() {
    let mut installation = Installation::new(Dialect::RHASSPY);
    installation.act("kitchen", UserAction::KeepSilent);
    installation.run_for(5);
    installation.say("kitchen", "turn on the light");
    assert_snapshot!(installation.finish());
}

#[test]
fn a_noise_is_captured_as_an_empty_text() {
    let mut installation = Installation::new(Dialect::RHASSPY);
    installation.act("kitchen", UserAction::Noise);
    assert_snapshot!(installation.finish());
}
