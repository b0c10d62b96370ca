//! Sessions in which a component is broken.

use insta::assert_snapshot;
use petasos_messages::{Component, Dialect};

use crate::installation::Installation;

#[test]
fn a_last_speech_through_a_broken_tts_still_ends_the_session() {
    let mut installation = Installation::new(Dialect::RHASSPY);
    installation.sites.set_broken(Component::Tts, true);
    installation.say("kitchen", "turn on the light");
    installation.run_until("Nominal");
    installation.sites.set_broken(Component::Tts, false);
    installation.say("kitchen", "turn on the light");
    assert_snapshot!(installation.finish());
}

#[test]
fn a_question_through_a_broken_tts_ends_in_a_timeout() {
    let mut installation = Installation::new(Dialect::RHASSPY);
    installation.sites.set_broken(Component::Tts, true);
    installation.say("kitchen", "change the colour");
    assert_snapshot!(installation.finish());
}

#[test]
fn the_manager_does_not_wait_for_a_broken_loudspeaker_for_ever() {
    let mut installation = Installation::new(Dialect::RHASSPY);
    installation.sites.set_broken(Component::AudioServer, true);
    installation.say("kitchen", "change the colour");
    installation.run_until("listens");
    installation.say("kitchen", "blue");
    assert_snapshot!(installation.finish());
}

#[test]
fn a_broken_asr_leaves_words_unsaid() {
    let mut installation = Installation::new(Dialect::RHASSPY);
    installation.sites.set_broken(Component::Asr, true);
    installation.say("kitchen", "turn on the light");
    assert_snapshot!(installation.finish());
}

#[test]
fn a_broken_hotword_leaves_words_unsaid() {
    let mut installation = Installation::new(Dialect::RHASSPY);
    installation.sites.set_broken(Component::Hotword, true);
    installation.say("kitchen", "turn on the light");
    assert_snapshot!(installation.finish());
}
