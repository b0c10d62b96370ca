//! Whole sessions, as a user would describe them.

use insta::assert_snapshot;
use petasos_messages::payload::{SessionInit, StartSession};
use petasos_messages::{Dialect, Message};

use crate::installation::{BEEP, Installation, site, the_same};

#[test]
fn a_session_with_a_question_is_the_same_in_every_dialect() {
    let transcripts = Dialect::ALL.map(|dialect| {
        let mut installation = Installation::new(dialect);
        installation.say("kitchen", "change the colour");
        installation.run_until("Which colour?");
        installation.say("kitchen", "blue");
        installation.finish()
    });
    assert_snapshot!(the_same(transcripts), @r"
    0.000 kitchen  you: petasos!
    0.000 kitchen  listens
    0.825 kitchen  you: change the colour
    0.825 kitchen  house: Which colour?
    1.925 kitchen  house is done
    1.925 kitchen  listens
    2.425 kitchen  you: blue
    2.425 kitchen  house: It is blue now.
    3.625 kitchen  house is done
    3.625 kitchen  (session Nominal)
    ");
}

#[test]
fn words_said_during_the_last_speech_start_a_new_session() {
    let mut installation = Installation::new(Dialect::RHASSPY);
    installation.say("kitchen", "turn on the light");
    installation.run_until("house: The light");
    installation.say("kitchen", "change the colour");
    installation.run_until("listens");
    installation.run_until("listens");
    installation.say("kitchen", "blue");
    assert_snapshot!(installation.finish(), @r"
    0.000 kitchen  you: petasos!
    0.000 kitchen  listens
    0.825 kitchen  you: turn on the light
    0.825 kitchen  house: The light is on.
    2.125 kitchen  house is done
    2.125 kitchen  (session Nominal)
    2.425 kitchen  you: petasos!
    2.425 kitchen  listens
    3.250 kitchen  you: change the colour
    3.250 kitchen  house: Which colour?
    4.350 kitchen  house is done
    4.350 kitchen  listens
    4.850 kitchen  you: blue
    4.850 kitchen  house: It is blue now.
    6.050 kitchen  house is done
    6.050 kitchen  (session Nominal)
    ");
}

#[test]
fn a_notification_waits_for_the_end_of_the_session() {
    let mut installation = Installation::new(Dialect::RHASSPY);
    installation.say("kitchen", "turn on the light");
    let mut start = StartSession::new(SessionInit::Notification { text: "The tea is ready.".to_owned() });
    start.site_id = Some(site("kitchen"));
    installation.publish(Message::StartSession(start));
    assert_snapshot!(installation.finish(), @r"
    0.000 kitchen  you: petasos!
    0.000 kitchen  listens
    0.825 kitchen  you: turn on the light
    0.825 kitchen  house: The light is on.
    2.125 kitchen  house is done
    2.125 kitchen  (session Nominal)
    2.125 kitchen  house: The tea is ready.
    3.525 kitchen  house is done
    3.525 kitchen  (session Nominal)
    ");
}

#[test]
fn two_sites_have_sessions_at_once() {
    let mut installation = Installation::new(Dialect::RHASSPY);
    installation.say("kitchen", "change the colour");
    installation.say("bedroom", "turn on the light");
    installation.run_until("kitchen  house is done");
    installation.say("kitchen", "blue");
    assert_snapshot!(installation.finish(), @r"
    0.000 kitchen  you: petasos!
    0.000 kitchen  listens
    0.000 bedroom  you: petasos!
    0.000 bedroom  listens
    0.825 kitchen  you: change the colour
    0.825 bedroom  you: turn on the light
    0.825 kitchen  house: Which colour?
    0.825 bedroom  house: The light is on.
    1.925 kitchen  house is done
    1.925 kitchen  listens
    2.125 bedroom  house is done
    2.125 bedroom  (session Nominal)
    2.425 kitchen  you: blue
    2.425 kitchen  house: It is blue now.
    3.625 kitchen  house is done
    3.625 kitchen  (session Nominal)
    ");
}

#[test]
fn the_sounds_of_the_manager_end_before_the_microphone_opens() {
    let transcripts = Dialect::ALL.map(|dialect| {
        let mut installation = Installation::with_sounds(dialect, |sounds| {
            sounds.wake = vec![BEEP];
            sounds.recorded = vec![BEEP];
        });
        installation.say("kitchen", "change the colour");
        installation.run_until("house is done");
        installation.say("kitchen", "blue");
        installation.finish()
    });
    assert_snapshot!(the_same(transcripts), @r"
    0.000 kitchen  you: petasos!
    0.500 kitchen  listens
    1.325 kitchen  you: change the colour
    1.825 kitchen  house: Which colour?
    2.925 kitchen  house is done
    2.925 kitchen  listens
    3.425 kitchen  you: blue
    3.925 kitchen  house: It is blue now.
    5.125 kitchen  house is done
    5.125 kitchen  (session Nominal)
    ");
}
