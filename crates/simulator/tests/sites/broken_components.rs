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
    assert_snapshot!(installation.finish(), @r"
    0.000 kitchen  you: petasos!
    0.000 kitchen  listens
    0.825 kitchen  you: turn on the light
    0.825 kitchen  Broken(Tts)
    7.425 kitchen  (session Nominal)
    7.725 kitchen  you: petasos!
    7.725 kitchen  listens
    8.550 kitchen  you: turn on the light
    8.550 kitchen  house: The light is on.
    9.850 kitchen  house is done
    9.850 kitchen  (session Nominal)
    ");
}

#[test]
fn a_question_through_a_broken_tts_ends_in_a_timeout() {
    let mut installation = Installation::new(Dialect::RHASSPY);
    installation.sites.set_broken(Component::Tts, true);
    installation.say("kitchen", "change the colour");
    assert_snapshot!(installation.finish(), @r"
    0.000 kitchen  you: petasos!
    0.000 kitchen  listens
    0.825 kitchen  you: change the colour
    0.825 kitchen  Broken(Tts)
    7.125 kitchen  (session Timeout)
    ");
}

#[test]
fn the_manager_does_not_wait_for_a_broken_loudspeaker_for_ever() {
    let mut installation = Installation::new(Dialect::RHASSPY);
    installation.sites.set_broken(Component::AudioServer, true);
    installation.say("kitchen", "change the colour");
    installation.run_until("listens");
    installation.say("kitchen", "blue");
    assert_snapshot!(installation.finish(), @r"
    0.000 kitchen  you: petasos!
    0.000 kitchen  listens
    0.825 kitchen  you: change the colour
    0.825 kitchen  Broken(AudioServer)
    2.425 kitchen  listens
    2.925 kitchen  you: blue
    2.925 kitchen  Broken(AudioServer)
    4.625 kitchen  (session Nominal)
    ");
}

#[test]
fn a_broken_asr_leaves_words_unsaid() {
    let mut installation = Installation::new(Dialect::RHASSPY);
    installation.sites.set_broken(Component::Asr, true);
    installation.say("kitchen", "turn on the light");
    assert_snapshot!(installation.finish(), @r"
     0.000 kitchen  you: petasos!
     0.000 kitchen  Broken(Asr)
     0.000 kitchen  you: (turn on the light)
    30.000 kitchen  (session Timeout)
    ");
}

#[test]
fn a_broken_hotword_leaves_words_unsaid() {
    let mut installation = Installation::new(Dialect::RHASSPY);
    installation.sites.set_broken(Component::Hotword, true);
    installation.say("kitchen", "turn on the light");
    assert_snapshot!(installation.finish(), @r"
    0.000 kitchen  Broken(Hotword)
    0.000 kitchen  you: (turn on the light)
    ");
}
