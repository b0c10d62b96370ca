//! What people reported for seven years, each as a conversation in which it no longer happens.

mod support;

use petasos_dialogue::Policy;
use petasos_messages::payload::{SayFinished, Termination};
use petasos_messages::{Dialect, Message};
use support::{SECOND, Talk, with_sounds};

#[test]
fn a_notification_waits_for_the_conversation_and_then_has_its_own_session() {
    for dialect in Dialect::ALL {
        let mut talk = Talk::new(dialect);
        talk.wake("kitchen").notify("kitchen", "The washing is done.");
        let conversation = talk.session();
        assert_eq!(talk.said(), ["sessionQueued"]);
        assert_eq!(talk.phase("kitchen"), Some("listening"));
        talk.end("");
        assert_ne!(talk.session(), conversation);
        assert!(talk.said().contains(&"tts/say".to_owned()), "{}", talk.trace);
        talk.spoken();
        assert_eq!(talk.termination(), Some(Termination::Nominal));
    }
}

#[test]
fn two_notifications_are_spoken_one_after_the_other() {
    let mut talk = Talk::new(Dialect::RHASSPY);
    talk.notify("kitchen", "first").notify("kitchen", "second");
    assert_eq!(talk.trace.matches("-> tts/say").count(), 1);
    talk.spoken();
    assert_eq!(talk.trace.matches("-> tts/say").count(), 2);
    talk.spoken();
    assert_eq!(talk.phase("kitchen"), Some("idle"));
}

#[test]
fn what_our_own_stop_makes_the_asr_capture_is_no_answer() {
    let mut talk = Talk::new(Dialect::RHASSPY);
    talk.action("kitchen", |_| {}).ask("");
    assert_eq!(talk.said(), ["asr/stopListening", "hotword/toggleOff", "asr/startListening"]);
    talk.captured("");
    assert_eq!(talk.phase("kitchen"), Some("listening"));
    talk.captured("the kitchen");
    assert_eq!(talk.phase("kitchen"), Some("understanding"));
}

#[test]
fn an_answer_soon_after_that_capture_is_the_users() {
    let mut talk = Talk::new(Dialect::RHASSPY);
    talk.wake("kitchen").ask("Really?");
    talk.captured("");
    talk.spoken();
    assert_eq!(talk.phase("kitchen"), Some("listening"));
    talk.captured("yes");
    assert_eq!(talk.phase("kitchen"), Some("understanding"));
}

#[test]
fn a_wake_word_during_speech_opens_the_microphone_only_after_it() {
    for dialect in Dialect::ALL {
        let mut talk = Talk::new(dialect);
        talk.wake("kitchen").captured("time");
        talk.understood(dialect, "GetTime");
        talk.end("A long answer.").after(SECOND).wake("kitchen");
        assert_eq!(talk.started(), 2);
        assert_eq!(talk.phase("kitchen"), Some("starting"));
        assert!(!talk.said().contains(&"asr/startListening".to_owned()), "{}", talk.trace);
        talk.spoken();
        assert!(talk.said().contains(&"asr/startListening".to_owned()), "{}", talk.trace);
        assert!(!talk.said().contains(&"sessionEnded".to_owned()), "{}", talk.trace);
    }
}

#[test]
fn a_question_that_was_never_spoken_closes_the_session_instead_of_opening_the_microphone() {
    let mut talk = Talk::new(Dialect::RHASSPY);
    talk.action("kitchen", |action| action.text = Some("hello".into())).after(30 * SECOND);
    talk.lacks("startListening");
    talk.shows_timeout_of("tts");
    talk.spoken();
    talk.lacks("startListening");
}

#[test]
fn a_goodbye_that_was_never_spoken_ends_the_session_nominally() {
    let mut talk = Talk::new(Dialect::RHASSPY);
    talk.wake("kitchen").end("bye").after(30 * SECOND);
    talk.shows("sessionEnded kitchen Nominal");
}

#[test]
fn a_wav_that_was_seen_keeps_the_microphone_closed_although_the_tts_says_it_is_done() {
    let mut talk = Talk::new(Dialect::RHASSPY);
    talk.action("kitchen", |action| action.text = Some("which room?".into()));
    let request = talk.speech.clone().unwrap();
    talk.play(request.as_str(), 5 * SECOND).spoken().after(4 * SECOND);
    talk.lacks("startListening");
    talk.sound = Some(request);
    talk.heard("kitchen");
    talk.shows("startListening");
}

#[test]
fn a_wav_whose_end_nobody_reports_is_over_after_its_length() {
    let mut talk = Talk::new(Dialect::RHASSPY);
    talk.action("kitchen", |action| action.text = Some("which room?".into()));
    talk.play("made-by-the-tts", 20 * SECOND).after(20 * SECOND);
    talk.lacks("startListening");
    talk.after(SECOND);
    talk.shows("startListening");
}

#[test]
fn a_satellite_that_says_finished_after_a_mere_sound_opens_nothing() {
    let mut talk = Talk::with(with_sounds(Policy::new(Dialect::ALICE)));
    talk.wake("kitchen").heard("kitchen").captured("time");
    let sound = talk.sound.clone().unwrap();
    talk.say_finished(sound.as_str());
    assert_eq!(talk.said(), Vec::<String>::new());
    assert_eq!(talk.phase("kitchen"), Some("understanding"));
}

#[test]
fn the_answer_is_not_cut_by_the_time_limit_of_the_question() {
    let mut talk = Talk::new(Dialect::RHASSPY);
    talk.wake("kitchen")
        .after(29 * SECOND)
        .captured("time")
        .intent("GetTime")
        .end(&"A long answer. ".repeat(20));
    talk.after(20 * SECOND);
    talk.lacks("sessionEnded");
    talk.spoken();
    assert_eq!(talk.termination(), Some(Termination::Nominal));
}

#[test]
fn errors_of_components_end_the_session_at_once_with_a_word() {
    let errors: [fn(_) -> Message; 2] = [Message::AsrError, Message::NluError];
    for (wrap, words) in errors.into_iter().zip([None, Some("time")]) {
        let mut talk = Talk::new(Dialect::RHASSPY);
        talk.wake("kitchen");
        if let Some(words) = words {
            talk.captured(words);
        }
        talk.error(wrap);
        talk.shows("Sorry, something went wrong.");
        talk.spoken();
        assert!(matches!(talk.termination(), Some(Termination::Error { .. })), "{}", talk.trace);
    }
}

#[test]
fn a_broken_tts_ends_the_session_with_a_sound() {
    let mut talk = Talk::with(with_sounds(Policy::new(Dialect::RHASSPY)));
    talk.action("kitchen", |action| action.text = Some("which room?".into())).error(Message::TtsError);
    talk.shows("play error sound");
    talk.heard("kitchen");
    assert!(matches!(talk.termination(), Some(Termination::Error { .. })), "{}", talk.trace);
}

#[test]
fn a_skill_that_only_speaks_through_the_tts_ends_its_session_soon_after() {
    let mut talk = Talk::new(Dialect::RHASSPY);
    talk.wake("kitchen").captured("time").intent("GetTime");
    talk.foreign_say(None, talk.session.clone());
    let mut finished = SayFinished::default();
    finished.session_id = talk.session.clone();
    talk.after(SECOND).hear(Message::SayFinished(finished)).after(3 * SECOND);
    talk.shows("sessionEnded kitchen Nominal");
}

#[test]
fn the_component_that_owed_the_answer_is_named() {
    let mut talk = Talk::new(Dialect::SNIPS);
    talk.wake("kitchen").after(20 * SECOND);
    talk.shows_timeout_of("asr");
    talk.wake("kitchen").captured("x").after(20 * SECOND);
    talk.shows_timeout_of("nlu");
    talk.wake("kitchen").captured("x").parsed("GetTime").after(20 * SECOND);
    talk.shows_timeout_of("clientApp");
}

#[test]
fn a_second_copy_of_anything_changes_nothing() {
    let mut talk = Talk::new(Dialect::SNIPS);
    talk.wake("kitchen").wake("kitchen");
    assert_eq!(talk.started(), 1);
    talk.captured("time").captured("time");
    assert_eq!(talk.trace.matches("-> nlu/query").count(), 1);
    talk.parsed("GetTime").parsed("GetTime");
    assert_eq!(talk.trace.matches("-> intent").count(), 1);
    talk.end("It is noon.").end("It is noon.");
    assert_eq!(talk.trace.matches("-> tts/say").count(), 1);
    talk.spoken().spoken().end("");
    assert_eq!(talk.trace.matches("-> sessionEnded").count(), 1);
    assert_eq!(talk.trace.matches("-> sessionStarted").count(), 1);
}
