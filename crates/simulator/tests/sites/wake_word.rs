//! What the wake word interrupts, and when it is ignored.

use insta::assert_snapshot;
use petasos_messages::payload::{Action, Say, SessionInit, StartSession, Toggle, ToggleReason};
use petasos_messages::{Dialect, Message};
use petasos_simulator::sites::UserAction;

use crate::installation::{BEEP, Installation, site, the_same};

#[test]
fn the_wake_word_interrupts_a_skill_that_is_working() {
    let mut installation = Installation::new(Dialect::RHASSPY);
    installation.say("kitchen", "think");
    installation.run_until("you: think");
    installation.act("kitchen", UserAction::Wake);
    installation.say("kitchen", "turn on the light");
    assert_snapshot!(installation.finish());
}

#[test]
fn a_user_who_interrupts_with_the_wake_word_does_not_say_it_twice() {
    let mut installation = Installation::with_sounds(Dialect::RHASSPY, |sounds| sounds.wake = vec![BEEP]);
    installation.say("kitchen", "think");
    installation.run_until("you: think");
    installation.act("kitchen", UserAction::Wake);
    installation.say("kitchen", "turn on the light");
    assert_snapshot!(installation.finish());
}

#[test]
fn the_wake_word_interrupts_what_a_skill_says_unasked() {
    let mut installation = Installation::new(Dialect::RHASSPY);
    let mut say = Say::new("Once upon a time there was a hat with wings");
    say.site_id = Some(site("kitchen"));
    installation.publish(Message::Say(Box::new(say)));
    installation.run_for(1);
    installation.say("kitchen", "turn on the light");
    assert_snapshot!(installation.finish());
}

#[test]
fn the_wake_word_is_ignored_while_the_manager_speaks() {
    let mut installation = Installation::new(Dialect::RHASSPY);
    installation.say("kitchen", "turn on the light");
    installation.run_until("house: The light");
    installation.act("kitchen", UserAction::Wake);
    assert_snapshot!(installation.finish());
}

#[test]
fn a_question_of_a_skill_is_answered_without_a_wake_word() {
    let mut installation = Installation::new(Dialect::RHASSPY);
    let mut action = Action::new();
    action.text = Some("Which colour?".to_owned());
    let mut start = StartSession::new(SessionInit::Action(action));
    start.site_id = Some(site("bedroom"));
    installation.publish(Message::StartSession(start));
    installation.say("bedroom", "blue");
    assert_snapshot!(installation.finish());
}

#[test]
fn a_muted_site_ignores_the_wake_word_until_it_is_unmuted() {
    let mut installation = Installation::new(Dialect::RHASSPY);
    let mut toggle = Toggle::at(site("kitchen"));
    toggle.reason = Some(ToggleReason::Other("meeting".to_owned()));
    installation.publish(Message::HotwordToggleOff(toggle.clone()));
    installation.say("kitchen", "turn on the light");
    installation.say("bedroom", "turn on the light");
    installation.run_for(20);
    installation.publish(Message::HotwordToggleOn(toggle));
    installation.say("kitchen", "turn on the light");
    assert_snapshot!(installation.finish());
}

#[test]
fn without_reasons_a_mute_lasts_until_the_next_toggle_on() {
    let transcripts = [Dialect::SNIPS, Dialect::ALICE].map(|dialect| {
        let mut installation = Installation::new(dialect);
        let toggle = Toggle::at(site("kitchen"));
        installation.publish(Message::HotwordToggleOff(toggle.clone()));
        installation.say("kitchen", "turn on the light");
        installation.run_for(60);
        installation.act("kitchen", UserAction::Wake);
        installation.publish(Message::HotwordToggleOn(toggle));
        installation.say("kitchen", "turn on the light");
        installation.finish()
    });
    assert_snapshot!(the_same(transcripts));
}
