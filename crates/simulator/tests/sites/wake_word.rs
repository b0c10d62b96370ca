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
    assert_snapshot!(installation.finish(), @r"
    0.000 kitchen  you: petasos!
    0.000 kitchen  listens
    0.525 kitchen  you: think
    0.525 kitchen  you: petasos!
    0.525 kitchen  (session AbortedByUser)
    0.525 kitchen  listens
    1.350 kitchen  you: turn on the light
    1.350 kitchen  house: The light is on.
    2.650 kitchen  house is done
    2.650 kitchen  (session Nominal)
    ");
}

#[test]
fn a_user_who_interrupts_with_the_wake_word_does_not_say_it_twice() {
    let mut installation = Installation::with_sounds(Dialect::RHASSPY, |sounds| sounds.wake = vec![BEEP]);
    installation.say("kitchen", "think");
    installation.run_until("you: think");
    installation.act("kitchen", UserAction::Wake);
    installation.say("kitchen", "turn on the light");
    assert_snapshot!(installation.finish(), @r"
    0.000 kitchen  you: petasos!
    0.500 kitchen  listens
    1.025 kitchen  you: think
    1.025 kitchen  you: petasos!
    1.025 kitchen  (session AbortedByUser)
    1.525 kitchen  listens
    2.350 kitchen  you: turn on the light
    2.350 kitchen  house: The light is on.
    3.650 kitchen  house is done
    3.650 kitchen  (session Nominal)
    ");
}

#[test]
fn the_wake_word_interrupts_what_a_skill_says_unasked() {
    let mut installation = Installation::new(Dialect::RHASSPY);
    let mut say = Say::new("Once upon a time there was a hat with wings");
    say.site_id = Some(site("kitchen"));
    installation.publish(Message::Say(Box::new(say)));
    installation.run_for(1);
    installation.say("kitchen", "turn on the light");
    assert_snapshot!(installation.finish(), @r"
    0.000 kitchen  house: Once upon a time there was a hat with wings
    1.000 kitchen  you: petasos!
    1.000 kitchen  listens
    1.825 kitchen  you: turn on the light
    2.900 kitchen  house is done
    2.900 kitchen  house: The light is on.
    3.625 kitchen  (session Nominal)
    4.200 kitchen  house is done
    ");
}

#[test]
fn the_wake_word_is_ignored_while_the_manager_speaks() {
    let mut installation = Installation::new(Dialect::RHASSPY);
    installation.say("kitchen", "turn on the light");
    installation.run_until("house: The light");
    installation.act("kitchen", UserAction::Wake);
    assert_snapshot!(installation.finish(), @r"
    0.000 kitchen  you: petasos!
    0.000 kitchen  listens
    0.825 kitchen  you: turn on the light
    0.825 kitchen  house: The light is on.
    0.825 kitchen  you: petasos! (unheard)
    2.125 kitchen  house is done
    2.125 kitchen  (session Nominal)
    ");
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
    assert_snapshot!(installation.finish(), @r"
    0.000 bedroom  house: Which colour?
    1.100 bedroom  house is done
    1.100 bedroom  listens
    1.600 bedroom  you: blue
    1.600 bedroom  house: It is blue now.
    2.800 bedroom  house is done
    2.800 bedroom  (session Nominal)
    ");
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
    assert_snapshot!(installation.finish(), @r"
     0.000 kitchen  you: petasos! (unheard)
     0.000 kitchen  you: (turn on the light)
     0.000 bedroom  you: petasos!
     0.000 bedroom  listens
     0.825 bedroom  you: turn on the light
     0.825 bedroom  house: The light is on.
     2.125 bedroom  house is done
     2.125 bedroom  (session Nominal)
    20.000 kitchen  you: petasos!
    20.000 kitchen  listens
    20.825 kitchen  you: turn on the light
    20.825 kitchen  house: The light is on.
    22.125 kitchen  house is done
    22.125 kitchen  (session Nominal)
    ");
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
    assert_snapshot!(the_same(transcripts), @r"
     0.000 kitchen  you: petasos! (unheard)
     0.000 kitchen  you: (turn on the light)
    60.000 kitchen  you: petasos! (unheard)
    60.000 kitchen  you: petasos!
    60.000 kitchen  listens
    60.825 kitchen  you: turn on the light
    60.825 kitchen  house: The light is on.
    62.125 kitchen  house is done
    62.125 kitchen  (session Nominal)
    ");
}
