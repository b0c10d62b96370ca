//! Skills that are online, gone or slow, and skills that handle what was not understood.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use petasos_dialogue::{Notice, Output, Policy};
use petasos_messages::payload::{Presence, SkillStatus, Termination};
use petasos_messages::{Component, Dialect, Level, Message};
use support::{SECOND, Talk, everywhere, intent_name, with_sounds};

const AWAY: &str = "Sorry, that is not available right now.";

fn not_there(skill: &str) -> Termination {
    Termination::Error { error: format!("the skill {skill} is not there") }
}

/// Somebody asks for something that the NLU takes for an intent.
fn asked_for(dialect: Dialect, intent: &str) -> Talk {
    let mut talk = Talk::new(dialect);
    talk.wake("kitchen").captured("set the light to cyan").understood(dialect, intent);
    talk
}

/// A skill that takes what nobody understood.
fn fallback(state: Presence) -> Message {
    let mut status = SkillStatus::new(Level::new("fallback").unwrap(), state);
    status.not_recognized = true;
    Message::SkillStatus(Box::new(status))
}

#[test]
fn an_intent_whose_skills_are_all_gone_is_answered_at_once() {
    for dialect in Dialect::ALL {
        let mut talk = Talk::new(dialect);
        talk.skill("lights", Presence::Offline, &["SetColor"]);
        talk.wake("kitchen").captured("set the light to cyan").understood(dialect, "SetColor");
        talk.shows(&format!("-> tts/say kitchen {AWAY:?}"));
        let told = talk.outputs.iter().any(
            |output| matches!(output, Output::Notice(Notice::SkillAway { skill, .. }) if *skill == *"lights"),
        );
        assert!(told, "{:?}", talk.outputs);
        talk.spoken();
        assert_eq!(talk.termination(), Some(not_there("lights")), "{}", talk.trace);
    }
}

#[test]
fn an_intent_is_waited_for_while_one_skill_lives_that_announced_it_or_nobody_ever_did() {
    for dialect in Dialect::ALL {
        let mut talk = Talk::new(dialect);
        talk.skill("old-lights", Presence::Offline, &["SetColor"]);
        talk.skill("lights", Presence::Online, &["SetColor"]);
        for intent in ["SetColor", "NobodyAnnouncedThis"] {
            talk.wake("kitchen").captured("cyan").understood(dialect, intent);
            assert_eq!(talk.phase("kitchen"), Some("awaiting skill"), "{}", talk.trace);
            talk.end("Okay.").spoken();
            assert_eq!(talk.termination(), Some(Termination::Nominal));
        }
    }
}

#[test]
fn a_skill_that_dies_while_a_session_waits_for_it_is_apologised_for() {
    for dialect in Dialect::ALL {
        let mut talk = asked_for(dialect, "SetColor");
        talk.skill("lights", Presence::Offline, &["SetColor"]);
        talk.shows(AWAY);
        talk.spoken();
        assert_eq!(talk.termination(), Some(not_there("lights")));
    }
}

#[test]
fn a_skill_that_dies_between_its_question_and_the_answer_is_apologised_for_after_the_answer() {
    for dialect in Dialect::ALL {
        let mut talk = Talk::new(dialect);
        talk.skill("lights", Presence::Online, &["SetColor"]);
        talk.wake("kitchen").captured("set the light").understood(dialect, "SetColor");
        talk.ask("Which colour?").spoken();
        talk.skill("lights", Presence::Offline, &["SetColor"]);
        assert_eq!(talk.phase("kitchen"), Some("listening"), "it may come back in time");
        talk.captured("cyan").understood(dialect, "AColor");
        talk.shows(AWAY);
    }
}

#[test]
fn an_answer_that_a_skill_asked_for_by_name_is_its_own_even_if_others_announced_it() {
    for dialect in Dialect::ALL {
        let mut talk = Talk::new(dialect);
        talk.skill("lights", Presence::Online, &["SetColor"]);
        talk.skill("blinds", Presence::Offline, &["PetasosYes"]);
        talk.wake("kitchen").captured("everything off").understood(dialect, "SetColor");
        talk.ask_with("Really?", |question| question.intent_filter = Some(vec![intent_name("PetasosYes")]));
        talk.spoken().captured("yes").understood(dialect, "PetasosYes");
        assert_eq!(talk.phase("kitchen"), Some("awaiting skill"), "{}", talk.trace);
        talk.skill("lights", Presence::Offline, &["SetColor"]);
        assert!(talk.trace.contains(AWAY), "the skill that asked has stopped: {}", talk.trace);
    }
}

#[test]
fn an_answer_that_nobody_asked_for_is_not_understood() {
    for dialect in Dialect::ALL {
        let talk_of_asking_skill = || {
            let policy = everywhere(dialect, |site| site.retries = 0);
            let mut talk = Talk::with(policy);
            talk.asking_skill("lights", &["AllOff"], &["PetasosYes", "color"]);
            talk
        };
        for answer in ["PetasosYes", "alice:color"] {
            let mut talk = talk_of_asking_skill();
            talk.wake("kitchen").captured("switch on the light").understood(dialect, answer);
            assert!(!talk.said().contains(&"intent".to_owned()), "{dialect:?}\n{}", talk.trace);
            talk.spoken();
            assert_eq!(talk.core.statistics().sessions_ended, 1, "{dialect:?}\n{}", talk.trace);
        }

        let mut talk = talk_of_asking_skill();
        talk.hear(fallback(Presence::Online)).wake("kitchen").captured("switch on the light");
        talk.understood(dialect, "color");
        assert_eq!(talk.said(), ["dialogueManager/intentNotRecognized"], "{dialect:?}\n{}", talk.trace);

        let mut talk = talk_of_asking_skill();
        talk.action("kitchen", |action| action.text = Some("Anything else?".into())).spoken();
        talk.captured("switch on the light").understood(dialect, "PetasosYes").spoken();
        let ended = talk.core.statistics().sessions_ended;
        assert_eq!(ended, 1, "it was open to all: {dialect:?}\n{}", talk.trace);
    }
}

#[test]
fn an_answer_is_waited_for_where_somebody_asked_or_handles_it() {
    for dialect in Dialect::ALL {
        let mut talk = Talk::new(dialect);
        talk.asking_skill("lights", &["AllOff"], &["PetasosYes", "color"]);
        talk.wake("kitchen").captured("everything off").understood(dialect, "AllOff");
        talk.ask_with("Really?", |question| question.intent_filter = Some(vec![intent_name("PetasosYes")]));
        talk.spoken().captured("yes").understood(dialect, "PetasosYes");
        assert_eq!(talk.phase("kitchen"), Some("awaiting skill"), "{dialect:?}\n{}", talk.trace);
        talk.ask_with("What shall I write down?", |question| question.send_intent_not_recognized = true);
        talk.spoken().captured("yes").understood(dialect, "PetasosYes");
        assert_eq!(talk.phase("kitchen"), Some("awaiting skill"), "{dialect:?}\n{}", talk.trace);
        talk.end("Done.").spoken();

        talk.asking_skill("painter", &["color"], &[]);
        talk.wake("kitchen").captured("cyan").understood(dialect, "color");
        assert_eq!(talk.phase("kitchen"), Some("awaiting skill"), "{dialect:?}\n{}", talk.trace);
    }
}

#[test]
fn a_skill_that_comes_back_in_time_is_waited_for() {
    let mut talk = Talk::new(Dialect::RHASSPY);
    talk.skill("lights", Presence::Offline, &["SetColor"]).wake("kitchen").captured("cyan");
    talk.skill("lights", Presence::Online, &["SetColor"]).intent("SetColor");
    assert_eq!(talk.phase("kitchen"), Some("awaiting skill"));
}

#[test]
fn what_is_said_for_a_missing_skill_is_the_owners_choice_and_may_be_silence() {
    let policy = everywhere(Dialect::RHASSPY, |site| {
        site.phrases.entry(String::new()).or_default().skill_away = None;
    });
    let mut talk = Talk::with(policy);
    talk.skill("lights", Presence::Offline, &["SetColor"]);
    talk.wake("kitchen").captured("cyan").intent("SetColor");
    assert_eq!(talk.termination(), Some(not_there("lights")));
    talk.lacks("tts/say");

    let german = everywhere(Dialect::RHASSPY, |site| site.lang = Some("de".to_owned()));
    let mut talk = Talk::with(german);
    talk.skill("lights", Presence::Offline, &["SetColor"]);
    talk.wake("kitchen").captured("türkis").intent("SetColor");
    talk.shows("Das ist gerade leider nicht verfügbar.");
}

#[test]
fn what_was_known_before_a_reconnect_is_forgotten_until_the_broker_tells_again() {
    let mut talk = Talk::new(Dialect::RHASSPY);
    talk.skill("lights", Presence::Offline, &["SetColor"]);
    talk.core.handle_connected(talk.time.now());
    talk.drain().wake("kitchen").captured("cyan").intent("SetColor");
    assert_eq!(talk.phase("kitchen"), Some("awaiting skill"), "it may have come back unheard");
    talk.skill("lights", Presence::Offline, &["SetColor"]);
    assert_eq!(talk.phase("kitchen"), Some("ending"), "it has not");
}

#[test]
fn a_skill_that_says_so_is_waited_for_longer_but_not_for_ever() {
    let mut talk = asked_for(Dialect::SNIPS, "SetColor");
    talk.after(4 * SECOND).working(20_000).after(19 * SECOND);
    assert_eq!(talk.phase("kitchen"), Some("awaiting skill"), "{}", talk.trace);
    talk.working(1_000).after(3 * SECOND);
    assert_eq!(talk.termination(), Some(Termination::Timeout { component: Some(Component::Skill.into()) }));

    let mut talk = asked_for(Dialect::RHASSPY, "SetColor");
    talk.working(1).after(29 * SECOND);
    assert_eq!(talk.phase("kitchen"), Some("awaiting skill"), "it never gets less than it had");
    for _ in 0..10 {
        talk.working(u64::MAX).after(60 * SECOND);
    }
    assert_eq!(talk.core.statistics().sessions_open, 0, "after ten minutes\n{}", talk.trace);
}

#[test]
fn first_words_that_nobody_understood_go_to_a_skill_that_takes_them() {
    for dialect in Dialect::ALL {
        let mut talk = Talk::new(dialect);
        talk.hear(fallback(Presence::Online)).wake("kitchen").captured("mumble").not_recognized();
        assert_eq!(talk.said(), ["dialogueManager/intentNotRecognized"], "{}", talk.trace);
        assert_eq!(talk.phase("kitchen"), Some("awaiting skill"));
        talk.end("I looked it up.").spoken();
        assert_eq!(talk.termination(), Some(Termination::Nominal));
    }
}

#[test]
fn an_answer_to_a_skills_question_goes_to_no_other_skill() {
    for dialect in [Dialect::RHASSPY, Dialect::SNIPS] {
        let mut talk = Talk::new(dialect);
        talk.hear(fallback(Presence::Online));
        talk.action("kitchen", |action| action.text = Some("Really?".into())).spoken();
        talk.captured("mumble").not_recognized();
        assert_eq!(talk.termination(), Some(Termination::IntentNotRecognized), "{}", talk.trace);
    }
}

#[test]
fn a_skill_that_takes_anything_and_says_nothing_is_given_up() {
    let mut talk = Talk::new(Dialect::RHASSPY);
    talk.hear(fallback(Presence::Online)).wake("kitchen").captured("mumble").not_recognized();
    talk.after(31 * SECOND);
    assert_eq!(talk.core.statistics().sessions_ended, 1);
    talk.shows_timeout_of("clientApp");

    let mut talk = Talk::new(Dialect::RHASSPY);
    talk.hear(fallback(Presence::Online)).wake("kitchen").captured("mumble").not_recognized();
    talk.hear(fallback(Presence::Offline));
    assert_eq!(talk.termination(), Some(Termination::IntentNotRecognized), "it died meanwhile");
}

#[test]
fn what_a_thinking_skill_says_outside_the_session_is_not_its_answer() {
    let mut talk = asked_for(Dialect::RHASSPY, "SetColor");
    talk.foreign_say(Some("filler"), None).after(SECOND).say_finished("filler").after(20 * SECOND);
    assert_eq!(talk.phase("kitchen"), Some("awaiting skill"), "{}", talk.trace);
    talk.end("Okay.").spoken();
    assert_eq!(talk.termination(), Some(Termination::Nominal));
}

#[test]
fn a_question_waits_until_what_a_thinking_skill_said_is_over() {
    for dialect in Dialect::ALL {
        let mut talk = asked_for(dialect, "SetColor");
        talk.foreign_say(Some("filler"), None).play("filler", 2 * SECOND).after(SECOND).ask("");
        assert!(!talk.said().contains(&"asr/startListening".to_owned()), "{dialect:?}\n{}", talk.trace);
        talk.after(2 * SECOND);
        assert_eq!(talk.phase("kitchen"), Some("listening"), "{dialect:?}\n{}", talk.trace);
    }
}

#[test]
fn an_apology_waits_for_the_sound_that_plays() {
    let mut talk = Talk::with(with_sounds(Policy::new(Dialect::RHASSPY)));
    talk.skill("lights", Presence::Offline, &["SetColor"]);
    talk.wake("kitchen").heard("kitchen").captured("cyan").intent("SetColor");
    talk.lacks(AWAY);
    talk.heard("kitchen");
    talk.shows(AWAY);
}
