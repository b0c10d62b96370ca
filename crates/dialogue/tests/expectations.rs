//! What a user may expect of groups of sites, filters, follow-ups and texts.

mod support;

use petasos_dialogue::{Notice, Output, Policy, Received, SansIo};
use petasos_messages::payload::{
    Configure, ConfigureIntent, HotwordDetected, Termination, TextCaptured, Toggle,
};
use petasos_messages::{Dialect, Message};
use support::{SECOND, Talk, everywhere, intent_name, site, with_sounds};

#[test]
fn sites_that_hear_the_same_voice_have_one_session() {
    let mut policy = Policy::new(Dialect::RHASSPY);
    policy.group_separator = Some(".".into());
    let mut talk = Talk::with(policy);
    talk.wake("living.front").wake("living.back").wake("kitchen");
    assert_eq!(talk.started(), 2);
    assert_eq!(talk.phase("living.back"), None);
    talk.notify("living.back", "The washing is done.");
    assert_eq!(talk.said(), ["sessionQueued"]);
}

#[test]
fn the_second_turn_of_a_group_is_still_one_session() {
    let mut policy = Policy::new(Dialect::RHASSPY);
    policy.group_separator = Some(".".into());
    let mut talk = Talk::with(policy);
    talk.wake("living.front").captured("off").intent("Ask").ask("Sure?").spoken().after(5 * SECOND);
    talk.wake("living.back");
    assert_eq!(talk.started(), 1);
    talk.captured("yes").intent("Yes").after(5 * SECOND).wake("living.back");
    assert_eq!(talk.started(), 2);
    assert_eq!(talk.phase("living.front"), Some("idle"));
}

#[test]
fn the_session_that_waits_in_a_group_starts_next() {
    let mut policy = Policy::new(Dialect::RHASSPY);
    policy.groups = vec![[site("sofa"), site("table")].into()];
    let mut talk = Talk::with(policy);
    talk.wake("sofa").notify("table", "Dinner.").end("");
    assert_eq!(talk.phase("table"), Some("speaking"));
}

#[test]
fn an_urgent_request_takes_the_site_in_rhasspy_and_is_refused_elsewhere() {
    for dialect in Dialect::ALL {
        let mut talk = Talk::new(dialect);
        talk.wake("kitchen").action("kitchen", |action| action.can_be_enqueued = false);
        assert_eq!(talk.started(), if dialect == Dialect::RHASSPY { 2 } else { 1 });
    }
}

#[test]
fn somebody_elses_mute_stays_in_force_where_toggles_carry_no_reasons() {
    let mut talk = Talk::new(Dialect::SNIPS);
    talk.hear(Message::HotwordToggleOff(Toggle::at(site("kitchen"))));
    talk.notify("kitchen", "The washing is done.").spoken().after(60 * SECOND);
    talk.lacks("-> hotword/toggleOn");
    talk.hear(Message::HotwordToggleOn(Toggle::at(site("kitchen"))));
    talk.notify("kitchen", "The washing is still done.").spoken();
    talk.shows("-> hotword/toggleOn");
}

#[test]
fn our_own_toggles_come_back_and_are_nobodys_mute() {
    let mut talk = Talk::new(Dialect::SNIPS);
    talk.wake("kitchen");
    let off = talk.outputs.iter().find_map(|output| match output {
        Output::Publish { message: message @ Message::HotwordToggleOff(_), .. } => Some(message.clone()),
        _ => None,
    });
    talk.hear(off.unwrap()).end("");
    assert!(talk.said().contains(&"hotword/toggleOn".to_owned()), "{}", talk.trace);
}

#[test]
fn cancel_words_are_whole_utterances() {
    let mut talk = Talk::new(Dialect::SNIPS);
    talk.wake("kitchen").captured("Never mind!");
    assert_eq!(talk.termination(), Some(Termination::AbortedByUser));
    talk.after(SECOND).wake("kitchen").captured("please cancel the alarm");
    assert_eq!(talk.phase("kitchen"), Some("understanding"));
    let mut rhasspy = Talk::new(Dialect::RHASSPY);
    rhasspy.wake("kitchen").captured("never mind");
    assert_eq!(rhasspy.phase("kitchen"), Some("understanding"));
}

#[test]
fn a_confidence_that_is_no_number_is_below_every_threshold() {
    let mut talk = Talk::with(everywhere(Dialect::RHASSPY, |site| site.min_asr_confidence = 0.5));
    talk.wake("kitchen").captured_with("hm", f64::NAN);
    talk.lacks("-> nlu/query");
    assert_eq!(talk.termination(), Some(Termination::IntentNotRecognized));
}

#[test]
fn any_words_reach_the_skill_that_asked_for_them() {
    let mut talk = Talk::new(Dialect::RHASSPY);
    talk.action("kitchen", |action| action.intent_filter = Some(vec![intent_name("UserRandomAnswer")]))
        .captured("a b c");
    assert_eq!(talk.said(), ["asr/stopListening", "hotword/toggleOn", "intent"]);
    assert_eq!(talk.phase("kitchen"), Some("awaiting skill"));
}

#[test]
fn a_slot_is_asked_for_alone_in_snips() {
    let mut talk = Talk::new(Dialect::SNIPS);
    talk.wake("kitchen").captured("set a timer").parsed("SetTimer");
    talk.ask_with("For how long?", |question| {
        question.slot = Some("duration".into());
        question.intent_filter = Some(vec![intent_name("SetTimer")]);
    });
    talk.spoken().captured("ten minutes");
    talk.shows("-> nlu/partialQuery \"ten minutes\" SetTimer duration");
}

#[test]
fn a_follow_up_reopens_the_microphone_and_silence_ends_it_quietly() {
    let mut talk = Talk::with(with_sounds(everywhere(Dialect::SNIPS, |site| {
        site.follow_up = true;
        site.feedback_sounds = false;
    })));
    talk.wake("kitchen").captured("time").parsed("GetTime").end("It is noon.").spoken();
    assert_eq!(talk.started(), 2);
    assert_eq!(talk.phase("kitchen"), Some("listening"));
    talk.after(9 * SECOND);
    assert_eq!(talk.trace.matches("sessionEnded kitchen Nominal").count(), 2, "{}", talk.trace);
    assert_eq!(talk.started(), 2);
}

#[test]
fn a_text_at_a_site_without_microphone_is_a_conversation() {
    let mut talk = Talk::with(everywhere(Dialect::ALICE, |site| {
        site.microphone = false;
        site.speaker = false;
    }));
    let mut text = TextCaptured::new("what time is it", 1.0);
    text.site_id = Some(site("telegram"));
    talk.hear(Message::TextCaptured(Box::new(text)));
    assert_eq!(talk.said(), ["sessionStarted", "nlu/query"]);
    talk.parsed("GetTime").end("It is noon.");
    assert_eq!(talk.said(), ["tts/say", "sessionEnded"]);
}

#[test]
fn configured_intents_are_merged_per_site_and_an_empty_choice_is_no_filter() {
    let configure = |site: Option<&str>, intents: &[(&str, bool)]| {
        let intents = intents.iter().map(|(name, on)| ConfigureIntent::new(intent_name(name), *on)).collect();
        let mut message = Configure::new(intents);
        message.site_id = site.map(support::site);
        Message::Configure(message)
    };
    let mut talk = Talk::new(Dialect::RHASSPY);
    talk.hear(configure(Some("kitchen"), &[("A", true), ("B", true), ("C", false)]));
    talk.wake("kitchen").captured("1").end("").wake("bath").captured("2").end("");
    talk.shows("-> nlu/query \"1\" filter [\"A\", \"B\"]");
    talk.shows("-> nlu/query \"2\" session");
    talk.after(SECOND)
        .hear(configure(Some("kitchen"), &[("A", false)]))
        .wake("kitchen")
        .captured("3")
        .end("");
    talk.shows("-> nlu/query \"3\" filter [\"B\"]");
    talk.after(SECOND).hear(configure(Some("kitchen"), &[("B", false)]));
    assert!(talk.outputs.iter().any(|output| matches!(output, Output::Notice(Notice::CannotDisable { .. }))));
    talk.wake("kitchen").captured("4");
    talk.shows("-> nlu/query \"4\" session");
}

#[test]
fn a_switched_off_intent_is_not_understood_in_snips() {
    let mut talk = Talk::new(Dialect::SNIPS);
    talk.hear(Message::Configure(Configure::new(vec![ConfigureIntent::new(intent_name("GetTime"), false)])));
    talk.wake("kitchen").captured("time").parsed("GetTime");
    assert_eq!(talk.termination(), Some(Termination::IntentNotRecognized));
}

#[test]
fn a_session_id_offered_by_the_wake_word_is_taken_once() {
    let mut talk = Talk::new(Dialect::RHASSPY);
    for expected in [true, false] {
        let mut detected = HotwordDetected::new("jarvis", site("kitchen"));
        detected.session_id = Some("mine".try_into().unwrap());
        talk.hear(Message::HotwordDetected(Box::new(detected)));
        assert_eq!(talk.session().as_str() == "mine", expected);
        talk.end("").after(SECOND);
    }
}

#[test]
fn another_manager_is_noticed_and_our_own_messages_are_not() {
    let mut talk = Talk::new(Dialect::RHASSPY);
    talk.wake("kitchen");
    let own = talk.outputs.iter().find_map(|output| match output {
        Output::Publish { message: message @ Message::SessionStarted(_), .. } => Some(message.clone()),
        _ => None,
    });
    let foreign =
        |talk: &Talk| talk.outputs.iter().any(|o| matches!(o, Output::Notice(Notice::ForeignManager { .. })));
    talk.hear(own.unwrap());
    assert!(!foreign(&talk));
    let id = "kitchen-jarvis-1128ab27-5dc7-46d1-8810-bbd47a62f88c".try_into().unwrap();
    talk.hear(Message::SessionStarted(petasos_messages::payload::SessionStarted::new(id, site("kitchen"))));
    assert!(foreign(&talk));
}

#[test]
fn a_wake_word_right_after_the_end_is_a_new_one_unless_it_is_marked_as_a_copy() {
    let mut talk = Talk::new(Dialect::RHASSPY);
    talk.wake("kitchen").end("").wake("kitchen");
    assert_eq!(talk.started(), 2);
    talk.end("");
    let copy = Message::HotwordDetected(Box::new(HotwordDetected::new("jarvis", site("kitchen"))));
    talk.core.handle(talk.time.now(), Received { message: &copy, duplicate: true });
    talk.drain();
    assert_eq!(talk.started(), 2);
}

#[test]
fn an_answer_through_the_tts_does_not_cut_our_own_sound() {
    let mut talk = Talk::with(with_sounds(Policy::new(Dialect::RHASSPY)));
    talk.wake("kitchen").heard("kitchen").captured("time").intent("GetTime");
    talk.foreign_say(Some("handler"), talk.session.clone());
    assert_eq!(talk.said(), Vec::<String>::new(), "the sound goes on");
    talk.heard("kitchen").after(SECOND).say_finished("handler").after(3 * SECOND);
    talk.shows("sessionEnded kitchen Nominal");
}

#[test]
fn switching_the_free_text_intent_on_does_not_switch_the_nlu_off() {
    let mut talk = Talk::new(Dialect::ALICE);
    let names = ["GetTime", "UserRandomAnswer"].map(|name| ConfigureIntent::new(intent_name(name), true));
    talk.hear(Message::Configure(Configure::new(names.to_vec()))).wake("kitchen").captured("what time is it");
    assert!(talk.said().contains(&"nlu/query".to_owned()), "{}", talk.trace);
}

#[test]
fn nothing_happens_in_a_session_that_was_not_announced() {
    let mut talk = Talk::with(with_sounds(Policy::new(Dialect::RHASSPY)));
    let mut detected = HotwordDetected::new("jarvis", site("kitchen"));
    detected.session_id = Some("mine".try_into().unwrap());
    talk.session.clone_from(&detected.session_id);
    talk.hear(Message::HotwordDetected(Box::new(detected)));
    assert_eq!(talk.started(), 0, "the sound comes first");
    talk.ask("Which room?").heard("kitchen").spoken().end("");
    assert_eq!(talk.started(), 1);
    assert_eq!(talk.trace.matches("-> sessionEnded").count(), 1, "{}", talk.trace);
}
