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
    assert_snapshot!(the_same(transcripts));
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
    assert_snapshot!(installation.finish());
}

#[test]
fn a_notification_waits_for_the_end_of_the_session() {
    let mut installation = Installation::new(Dialect::RHASSPY);
    installation.say("kitchen", "turn on the light");
    let mut start = StartSession::new(SessionInit::Notification { text: "The tea is ready.".to_owned() });
    start.site_id = Some(site("kitchen"));
    installation.publish(Message::StartSession(start));
    assert_snapshot!(installation.finish());
}

#[test]
fn two_sites_have_sessions_at_once() {
    let mut installation = Installation::new(Dialect::RHASSPY);
    installation.say("kitchen", "change the colour");
    installation.say("bedroom", "turn on the light");
    installation.run_until("kitchen  house is done");
    installation.say("kitchen", "blue");
    assert_snapshot!(installation.finish());
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
    assert_snapshot!(the_same(transcripts));
}
