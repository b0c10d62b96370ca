//! Conversations, told as somebody who stands in the room would tell them.

use std::time::Duration;

use insta::assert_snapshot;
use petasos_dialogue::Policy;
use petasos_messages::payload::{Action, Say, SessionInit, StartSession, Toggle, ToggleReason};
use petasos_messages::{Dialect, Message};
use petasos_simulator::rooms::{Act, Pace, Part, Rooms};

use crate::flat::{BEEP, Flat, site};
use crate::mind::mind;

#[test]
fn a_conversation_with_a_question_in_between_is_the_same_in_every_dialect() {
    let told = Dialect::ALL.map(|dialect| {
        let mut flat = Flat::usual(dialect, mind);
        flat.say("kitchen", "change the colour");
        flat.until("Which colour?");
        flat.say("kitchen", "blue");
        flat.rest()
    });
    assert_snapshot!(the_same(told), @r"
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
fn words_that_come_while_the_house_says_goodbye_begin_a_new_conversation() {
    let mut flat = Flat::usual(Dialect::RHASSPY, mind);
    flat.say("kitchen", "turn on the light");
    flat.until("house: The light");
    flat.say("kitchen", "change the colour");
    flat.until("listens");
    flat.until("listens");
    flat.say("kitchen", "blue");
    assert_snapshot!(flat.rest(), @r"
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
fn the_wake_word_interrupts_a_skill_that_thinks() {
    let mut flat = Flat::usual(Dialect::RHASSPY, mind);
    flat.say("kitchen", "think");
    flat.until("you: think");
    flat.act("kitchen", Act::Wake);
    flat.say("kitchen", "turn on the light");
    assert_snapshot!(flat.rest(), @r"
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
fn who_interrupts_with_the_wake_word_does_not_call_twice() {
    let mut policy = Policy::new(Dialect::RHASSPY);
    policy.sounds.wake = vec![BEEP];
    let rooms = Rooms::new(Dialect::RHASSPY, [site("kitchen")]);
    let mut flat = Flat::by(&policy, rooms, Dialect::RHASSPY, mind);
    flat.say("kitchen", "think");
    flat.until("you: think");
    flat.act("kitchen", Act::Wake);
    flat.say("kitchen", "turn on the light");
    assert_snapshot!(flat.rest(), @r"
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
fn the_wake_word_interrupts_what_a_skill_says_of_its_own_accord() {
    let mut flat = Flat::usual(Dialect::RHASSPY, mind);
    let mut say = Say::new("Once upon a time there was a hat with wings");
    say.site_id = Some(site("kitchen"));
    flat.publish(Message::Say(Box::new(say)));
    flat.live(1);
    flat.say("kitchen", "turn on the light");
    assert_snapshot!(flat.rest(), @r"
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
fn the_wake_word_is_not_listened_for_while_the_manager_speaks() {
    let mut flat = Flat::usual(Dialect::RHASSPY, mind);
    flat.say("kitchen", "turn on the light");
    flat.until("house: The light");
    flat.act("kitchen", Act::Wake);
    assert_snapshot!(flat.rest(), @r"
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
fn who_keeps_silent_is_heard_saying_nothing() {
    let mut flat = Flat::usual(Dialect::RHASSPY, mind);
    flat.act("kitchen", Act::Wake);
    flat.act("kitchen", Act::KeepSilent);
    assert_snapshot!(flat.rest(), @r"
    0.000 kitchen  you: petasos!
    0.000 kitchen  listens
    8.000 kitchen  you: 
    8.000 kitchen  (session IntentNotRecognized)
    ");
}

#[test]
fn a_silence_that_the_asr_does_not_end_is_ended_by_the_manager() {
    let mut pace = Pace::default();
    pace.silence = None;
    let rooms = Rooms::new(Dialect::RHASSPY, [site("kitchen")]).with_pace(pace);
    let mut flat = Flat::new(rooms, Dialect::RHASSPY, mind);
    flat.act("kitchen", Act::KeepSilent);
    assert_snapshot!(flat.rest(), @r"
     0.000 kitchen  you: petasos!
     0.000 kitchen  listens
    30.000 kitchen  (session Timeout)
    30.000 kitchen  listens no longer
    ");
}

#[test]
fn where_nobody_says_anything_the_manager_ends_it() {
    let mut flat = Flat::usual(Dialect::SNIPS, mind);
    flat.act("kitchen", Act::Wake);
    assert_snapshot!(flat.rest(), @r"
     0.000 kitchen  you: petasos!
     0.000 kitchen  listens
    15.000 kitchen  (session Timeout)
    15.000 kitchen  listens no longer
    ");
}

#[test]
fn who_is_cut_off_again_and_again_gives_up() {
    let mut pace = Pace::default();
    pace.before_words = Duration::from_secs(60);
    let rooms = Rooms::new(Dialect::RHASSPY, [site("kitchen")]).with_pace(pace);
    let mut flat = Flat::new(rooms, Dialect::RHASSPY, mind);
    flat.say("kitchen", "turn on the light");
    assert_snapshot!(flat.rest(), @r"
     0.000 kitchen  you: petasos!
     0.000 kitchen  listens
    30.000 kitchen  (session Timeout)
    30.000 kitchen  listens no longer
    30.300 kitchen  you: petasos!
    30.300 kitchen  listens
    60.300 kitchen  (session Timeout)
    60.300 kitchen  listens no longer
    60.300 kitchen  you: (turn on the light)
    ");
}

#[test]
fn a_long_speech_is_heard_to_its_end() {
    let mut flat = Flat::usual(Dialect::RHASSPY, mind);
    flat.say("kitchen", &"bla ".repeat(1_000));
    flat.live(12);
    let story = flat.story();
    assert!(story.contains("6.400 kitchen  you: bla bla"), "{story}");
}

#[test]
fn a_silence_can_be_broken() {
    let mut flat = Flat::usual(Dialect::RHASSPY, mind);
    flat.act("kitchen", Act::KeepSilent);
    flat.live(5);
    flat.say("kitchen", "turn on the light");
    assert_snapshot!(flat.rest(), @r"
    0.000 kitchen  you: petasos!
    0.000 kitchen  listens
    5.825 kitchen  you: turn on the light
    5.825 kitchen  house: The light is on.
    7.125 kitchen  house is done
    7.125 kitchen  (session Nominal)
    ");
}

#[test]
fn a_noise_is_no_words() {
    let mut flat = Flat::usual(Dialect::RHASSPY, mind);
    flat.act("kitchen", Act::Noise);
    assert_snapshot!(flat.rest(), @r"
    0.000 kitchen  you: petasos!
    0.000 kitchen  listens
    0.400 kitchen  you: 
    0.400 kitchen  (session IntentNotRecognized)
    ");
}

#[test]
fn a_goodbye_through_a_broken_tts_still_ends_well() {
    let mut flat = Flat::usual(Dialect::RHASSPY, mind);
    flat.rooms.set_broken(Part::Tts, true);
    flat.say("kitchen", "turn on the light");
    flat.until("Nominal");
    flat.rooms.set_broken(Part::Tts, false);
    flat.say("kitchen", "turn on the light");
    assert_snapshot!(flat.rest(), @r"
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
fn a_question_through_a_broken_tts_is_given_up() {
    let mut flat = Flat::usual(Dialect::RHASSPY, mind);
    flat.rooms.set_broken(Part::Tts, true);
    flat.say("kitchen", "change the colour");
    assert_snapshot!(flat.rest(), @r"
    0.000 kitchen  you: petasos!
    0.000 kitchen  listens
    0.825 kitchen  you: change the colour
    0.825 kitchen  Broken(Tts)
    7.125 kitchen  (session Timeout)
    ");
}

#[test]
fn a_broken_loudspeaker_is_not_waited_for_for_ever() {
    let mut flat = Flat::usual(Dialect::RHASSPY, mind);
    flat.rooms.set_broken(Part::Speaker, true);
    flat.say("kitchen", "change the colour");
    flat.until("listens");
    flat.say("kitchen", "blue");
    assert_snapshot!(flat.rest(), @r"
    0.000 kitchen  you: petasos!
    0.000 kitchen  listens
    0.825 kitchen  you: change the colour
    0.825 kitchen  Broken(Speaker)
    2.425 kitchen  listens
    2.925 kitchen  you: blue
    2.925 kitchen  Broken(Speaker)
    4.625 kitchen  (session Nominal)
    ");
}

#[test]
fn a_broken_asr_leaves_words_unsaid() {
    let mut flat = Flat::usual(Dialect::RHASSPY, mind);
    flat.rooms.set_broken(Part::Asr, true);
    flat.say("kitchen", "turn on the light");
    assert_snapshot!(flat.rest(), @r"
     0.000 kitchen  you: petasos!
     0.000 kitchen  Broken(Asr)
     0.000 kitchen  you: (turn on the light)
    30.000 kitchen  (session Timeout)
    ");
}

#[test]
fn a_broken_hotword_leaves_words_unsaid() {
    let mut flat = Flat::usual(Dialect::RHASSPY, mind);
    flat.rooms.set_broken(Part::Hotword, true);
    flat.say("kitchen", "turn on the light");
    assert_snapshot!(flat.rest(), @r"
    0.000 kitchen  Broken(Hotword)
    0.000 kitchen  you: (turn on the light)
    ");
}

#[test]
fn a_muted_room_hears_nothing_until_it_is_switched_on_again() {
    let mut flat = Flat::usual(Dialect::RHASSPY, mind);
    let mut toggle = Toggle::at(site("kitchen"));
    toggle.reason = Some(ToggleReason::Other("meeting".to_owned()));
    flat.publish(Message::HotwordToggleOff(toggle.clone()));
    flat.say("kitchen", "turn on the light");
    flat.say("bedroom", "turn on the light");
    flat.live(20);
    flat.publish(Message::HotwordToggleOn(toggle));
    flat.say("kitchen", "turn on the light");
    assert_snapshot!(flat.rest(), @r"
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
fn a_notification_waits_until_the_conversation_is_over() {
    let mut flat = Flat::usual(Dialect::RHASSPY, mind);
    flat.say("kitchen", "turn on the light");
    let mut start = StartSession::new(SessionInit::Notification { text: "The tea is ready.".to_owned() });
    start.site_id = Some(site("kitchen"));
    flat.publish(Message::StartSession(start));
    assert_snapshot!(flat.rest(), @r"
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
fn a_question_of_the_house_is_answered_without_a_wake_word() {
    let mut flat = Flat::usual(Dialect::RHASSPY, mind);
    let mut action = Action::new();
    action.text = Some("Which colour?".to_owned());
    let mut start = StartSession::new(SessionInit::Action(action));
    start.site_id = Some(site("bedroom"));
    flat.publish(Message::StartSession(start));
    flat.say("bedroom", "blue");
    assert_snapshot!(flat.rest(), @r"
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
fn two_rooms_talk_at_once() {
    let mut flat = Flat::usual(Dialect::RHASSPY, mind);
    flat.say("kitchen", "change the colour");
    flat.say("bedroom", "turn on the light");
    flat.until("kitchen  house is done");
    flat.say("kitchen", "blue");
    assert_snapshot!(flat.rest(), @r"
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
fn the_sounds_of_the_manager_are_heard_out_before_the_room_listens() {
    let told = Dialect::ALL.map(|dialect| {
        let mut policy = Policy::new(dialect);
        policy.sounds.wake = vec![BEEP];
        policy.sounds.recorded = vec![BEEP];
        let mut flat = Flat::by(&policy, Rooms::new(dialect, [site("kitchen")]), dialect, mind);
        flat.say("kitchen", "change the colour");
        flat.until("house is done");
        flat.say("kitchen", "blue");
        flat.rest()
    });
    assert_snapshot!(the_same(told), @r"
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

#[test]
fn where_toggles_have_no_reasons_a_mute_lasts_until_somebody_switches_on() {
    let told = [Dialect::SNIPS, Dialect::ALICE].map(|dialect| {
        let mut flat = Flat::usual(dialect, mind);
        let toggle = Toggle::at(site("kitchen"));
        flat.publish(Message::HotwordToggleOff(toggle.clone()));
        flat.say("kitchen", "turn on the light");
        flat.live(60);
        flat.act("kitchen", Act::Wake);
        flat.publish(Message::HotwordToggleOn(toggle));
        flat.say("kitchen", "turn on the light");
        flat.rest()
    });
    assert_snapshot!(the_same(told), @r"
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

/// What is told, if everybody tells the same.
fn the_same<const N: usize>(told: [String; N]) -> String {
    let mut told = told.into_iter();
    let first = told.next().unwrap_or_default();
    told.for_each(|other| assert_eq!(other, first));
    first
}
