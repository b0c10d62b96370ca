//! Single conversations.

use super::*;
use crate::{Failure, Unanswered};
use petasos_messages::payload::{
    ContinueSession, NluIntentNotRecognized, Presence, SkillIntent, SkillStatus,
};

fn timeout() -> Termination {
    Termination::Timeout { component: None }
}

/// A notification, as it is published.
fn notification(text: &str) -> String {
    format!("start Notification {{ text: {text:?} }} ")
}

/// A conversation in the session `s` whose handler is working.
fn with_session() -> Conversations {
    let mut conversations = conversations();
    conversations.sees(0.0, intent("A", Some("s"), "a"));
    conversations
}

/// A conversation that has started the session `s` for a question.
fn with_own_session() -> Conversations {
    let mut conversations = conversations();
    conversations.sees(0.0, intent("A", None, "a"));
    conversations.sees(0.1, asked(0, "Sure?"));
    conversations.sees(0.2, started("s", "petasos/test/0"));
    conversations
}

#[test]
fn an_intent_is_answered_once_however_often_it_comes() {
    let mut conversations = conversations();
    assert_eq!(conversations.sees(0.0, intent("A", Some("s"), "a")), ["call 0 for 0"]);
    assert!(conversations.sees(0.1, intent("A", Some("s"), "a")).is_empty());
    assert_eq!(conversations.sees(0.2, says(0, "Yes.")), ["end s Yes."]);
    assert!(conversations.sees(0.3, intent("A", Some("s"), "a")).is_empty());
    assert!(conversations.sees(0.4, intent("B", Some("s"), "b")).is_empty());
}

#[test]
fn a_question_gets_the_answer_of_its_session() {
    let mut conversations = with_session();
    assert_eq!(conversations.sees(0.1, asked(0, "Sure?")), ["ask in s Sure?"]);
    assert!(conversations.sees(0.15, intent("A", Some("s"), "a")).is_empty(), "the intent before, once more");
    assert!(conversations.sees(1.0, intent("Foreign", Some("s"), "x")).is_empty(), "somebody else's");
    assert_eq!(conversations.sees(2.0, intent("Yes", Some("s"), "yes")), ["0 hears Yes"]);
    assert_eq!(conversations.sees(2.1, asked(0, "Really?")), ["ask in s Really?"]);
    assert!(conversations.sees(2.15, intent("Yes", Some("s"), "yes")).is_empty(), "once more");
    assert_eq!(conversations.sees(4.0, intent("Yes", Some("s"), "yes")), ["0 hears Yes"]);
}

#[test]
fn words_that_were_not_recognized_are_heard_too() {
    let mut conversations = with_session();
    conversations.sees(0.1, asked(0, "Sure?"));
    assert_eq!(conversations.sees(2.0, not_recognized("s", Some("perhaps"), None)), ["0 hears \"perhaps\""]);
}

#[test]
fn the_end_of_a_session_is_an_answer_and_what_follows_is_a_notification() {
    for (termination, expected) in [
        (timeout(), "Silence"),
        (Termination::AbortedByUser, "Cancelled"),
        (Termination::IntentNotRecognized, "Interrupted(IntentNotRecognized)"),
    ] {
        let mut conversations = with_session();
        conversations.sees(0.1, asked(0, "Sure?"));
        let expected = [format!("0 hears nothing: {expected}")];
        assert_eq!(conversations.sees(9.0, ended("s", termination)), expected);
        assert_eq!(conversations.sees(9.1, asked(0, "Sure?")), expected);
        assert_eq!(conversations.sees(9.2, says(0, "Fine.")), [notification("Fine.")]);
    }
}

#[test]
fn an_unanswered_question_ends_as_people_expect() {
    let failed = |why: Unanswered| Input::Finished(0, Outcome::Done(Err(Failure::from(why))));
    let after = |why: Unanswered| with_session().sees(1.0, failed(why));
    assert_eq!(after(Unanswered::Silence), ["end s I did not hear anything."]);
    let expected = [format!("end s {}", Phrases::default().not_understood().in_lang(None))];
    assert_eq!(after(Unanswered::NotUnderstood { input: "x".to_owned() }), expected);
    assert_eq!(after(Unanswered::Cancelled), ["end s silently"]);
    assert_eq!(after(Unanswered::Interrupted(timeout())), ["end s silently"]);
    let other = || Unanswered::Other(Box::new(recognized("B", Some("s"), "b")));
    assert_eq!(after(other()), expected, "nothing else was said");
    let mut conversations = with_session();
    conversations.sees(1.0, asked(0, "Sure?"));
    conversations.sees(2.0, intent("B", Some("s"), "b"));
    assert_eq!(conversations.sees(2.1, failed(other())), ["working 61000 ms on s", "call 1 for 1"]);
    assert_eq!(conversations.sees(2.2, says(1, "B is done.")), ["end s B is done."]);
}

#[test]
fn a_handler_is_cancelled_with_its_session() {
    let mut conversations = with_session();
    assert_eq!(conversations.sees(1.0, ended("s", Termination::AbortedByUser)), ["cancel 0"]);
    assert!(conversations.sees(1.1, says(0, "Too late.")).is_empty());
    assert!(conversations.sees(1.2, intent("A", Some("s"), "a")).is_empty());
}

#[test]
fn a_slow_handler_is_covered_then_given_up() {
    let mut conversations = with_session();
    assert_eq!(conversations.poll_timeout(), Some(at(2.0)));
    let phrases = Phrases::default();
    assert_eq!(conversations.waits_until(2.0), [format!("say {}", phrases.thinking().in_lang(None))]);
    assert_eq!(conversations.poll_timeout(), Some(at(10.0)));
    let apology = format!("end s {}", phrases.too_slow().in_lang(None));
    assert_eq!(conversations.waits_until(10.0), ["cancel 0", &apology]);
    assert_eq!(conversations.poll_timeout(), None);
    assert!(conversations.sees(11.0, says(0, "Too late.")).is_empty());
}

#[test]
fn people_may_think_about_a_question_and_the_time_of_the_handler_starts_again() {
    let mut conversations = with_session();
    conversations.sees(1.0, asked(0, "Sure?"));
    assert!(conversations.waits_until(60.0).is_empty());
    assert_eq!(conversations.sees(61.0, intent("Yes", Some("s"), "yes")), ["0 hears Yes"]);
    assert_eq!(conversations.poll_timeout(), Some(at(63.0)));
}

#[test]
fn a_question_that_no_manager_answers_is_given_up() {
    let mut conversations = with_session();
    conversations.sees(1.0, asked(0, "Sure?"));
    let expected = ["0 hears nothing: Interrupted(Timeout { component: None })", "end s silently"];
    assert_eq!(conversations.waits_until(121.0), expected);
    assert_eq!(conversations.sees(122.0, says(0, "Never mind.")), [notification("Never mind.")]);
}

#[test]
fn a_handler_with_a_late_deadline_tells_the_manager() {
    let mut conversations = conversations();
    let outputs = conversations.sees(0.0, intent("B", Some("s"), "b"));
    assert_eq!(outputs, ["working 61000 ms on s", "call 1 for 0"]);
}

#[test]
fn without_a_session_a_question_starts_one() {
    let mut conversations = conversations();
    assert_eq!(conversations.sees(0.0, intent("A", None, "a")), ["call 0 for 0"]);
    let start = conversations.sees(0.1, asked(0, "Sure?"));
    assert!(start[0].starts_with("start Action") && start[0].ends_with("petasos/test/0"), "{start:?}");
    assert!(conversations.sees(0.2, started("s", "petasos/test/0")).is_empty());
    assert_eq!(conversations.sees(3.0, intent("Yes", Some("s"), "yes")), ["0 hears Yes"]);
    assert_eq!(conversations.sees(3.1, says(0, "Done.")), ["end s Done."]);
}

#[test]
fn a_session_that_starts_too_late_ends_at_once() {
    let mut conversations = conversations();
    conversations.sees(0.0, intent("A", None, "a"));
    conversations.sees(0.1, asked(0, "Sure?"));
    conversations.sees(0.2, says(0, "Never mind."));
    assert_eq!(conversations.sees(0.3, started("s", "petasos/test/0")), ["end s silently"]);
    assert!(conversations.sees(0.4, started("s", "petasos/test/0")).is_empty());
    assert!(conversations.sees(0.5, started("t", "somebody else's")).is_empty());
}

#[test]
fn a_reply_that_the_broker_missed_is_repeated_if_the_session_ended_without_it() {
    let mut conversations = with_session();
    conversations.sees(0.1, Input::Connected(false));
    assert_eq!(conversations.sees(0.2, says(0, "Yes.")), ["end s Yes."]);
    conversations.sees(3.0, Input::Connected(true));
    assert_eq!(conversations.sees(4.0, ended("s", timeout())), [notification("Yes.")]);
    assert!(conversations.sees(4.1, ended("s", timeout())).is_empty());

    let mut conversations = with_session();
    conversations.sees(0.1, Input::Connected(false));
    conversations.sees(0.2, says(0, "Yes."));
    assert!(conversations.sees(11.0, ended("s", timeout())).is_empty(), "too late to be of use");
}

#[test]
fn a_session_of_the_skill_ends_with_its_text_or_silently() {
    let mut conversations = conversations();
    let key = 1 << 63;
    conversations.sees(0.0, Input::Open(key, kitchen(), None));
    let outputs = conversations.sees(0.1, Input::Close(key, Some("Hello.".into())));
    assert_eq!(outputs, ["cancel 9223372036854775808", &notification("Hello.")]);
    conversations.sees(1.0, Input::Open(key, kitchen(), None));
    conversations.sees(1.1, asked(key, "Sure?"));
    conversations.sees(1.2, started("s", "petasos/test/9223372036854775808"));
    let outputs = conversations.sees(2.0, ended("s", timeout()));
    assert_eq!(outputs, ["9223372036854775808 hears nothing: Silence"]);
    assert_eq!(conversations.sees(2.1, Input::Close(key, None)), ["cancel 9223372036854775808"]);
}

#[test]
fn what_the_nlu_did_not_recognize_is_handled_when_the_manager_gives_up() {
    let mut conversations = Conversations::new(Config { not_recognized: Some(A), ..config() });
    let mut message = NluIntentNotRecognized::new("hm");
    message.session_id = Some(id("s"));
    assert!(conversations.sees(0.0, Input::NluNotRecognized(message, kitchen())).is_empty());
    assert_eq!(conversations.sees(0.1, ended("s", Termination::IntentNotRecognized)), ["call 0 for 0"]);
    assert_eq!(conversations.sees(0.2, says(0, "What?")), [notification("What?")]);
}

#[test]
fn what_the_manager_asks_about_is_answered_in_its_session() {
    let mut conversations = Conversations::new(Config { not_recognized: Some(A), ..config() });
    let mut message = NluIntentNotRecognized::new("hm");
    message.session_id = Some(id("s"));
    conversations.sees(0.0, Input::NluNotRecognized(message, kitchen()));
    assert_eq!(conversations.sees(0.1, not_recognized("s", None, None)), ["call 0 for 0"]);
    assert_eq!(conversations.sees(0.2, says(0, "What?")), ["end s What?"]);
    assert!(conversations.sees(0.3, ended("s", Termination::IntentNotRecognized)).is_empty());
}

#[test]
fn a_fallback_takes_what_no_other_skill_handles() {
    let mut conversations = Conversations::new(Config { fallback: Some(A), ..config() });
    let mut status = SkillStatus::new(Level::new("other").unwrap(), Presence::Online);
    status.intents = vec![SkillIntent::new(IntentName::new("Theirs").unwrap())];
    conversations.sees(0.0, Input::SkillStatus(Box::new(status.clone())));
    conversations.sees(0.1, Input::Continued(ContinueSession::new(id("asked"))));
    assert!(conversations.sees(1.0, intent("Theirs", Some("s"), "x")).is_empty(), "another skill handles it");
    assert!(conversations.sees(1.1, intent("Yes", Some("asked"), "yes")).is_empty(), "another has asked");
    assert_eq!(conversations.sees(1.2, intent("Foreign", Some("t"), "x")), ["call 0 for 0"]);
    status.state = Presence::Offline;
    conversations.sees(2.0, Input::SkillStatus(Box::new(status)));
    assert_eq!(conversations.sees(2.1, intent("Theirs", Some("s"), "x")), ["call 0 for 1"]);
}

#[test]
fn the_same_intent_typed_twice_at_once_is_one() {
    let mut conversations = conversations();
    assert_eq!(conversations.sees(0.0, intent("A", None, "a")), ["call 0 for 0"]);
    assert!(conversations.sees(0.05, intent("A", None, "a")).is_empty());
    assert_eq!(conversations.sees(1.0, intent("A", None, "a")), ["call 0 for 1"]);
}

#[test]
fn more_conversations_than_there_may_be_are_apologised_for() {
    let limits = Limits { conversations: 1, ..Limits::default() };
    let mut conversations = Conversations::new(Config { default_limits: limits, ..config() });
    conversations.sees(0.0, intent("A", Some("s"), "a"));
    let apology = format!("end t {}", Phrases::default().apology().in_lang(None));
    assert_eq!(conversations.sees(0.1, intent("A", Some("t"), "a")), [apology]);
    assert!(conversations.sees(0.2, intent("A", Some("t"), "a")).is_empty());
    assert_eq!(conversations.sees(0.3, says(0, "Yes.")), ["end s Yes."]);
}

#[test]
fn a_skill_that_stops_ends_its_sessions_with_an_apology() {
    let mut conversations = with_session();
    conversations.shut_down(at(1.0));
    let outputs = conversations.summaries();
    assert_eq!(outputs.len(), 2);
    assert!(outputs[1].starts_with("end s "));
}

#[test]
fn a_manager_that_gives_up_before_the_handler_leaves_nobody_without_a_reply() {
    let mut conversations = conversations();
    conversations.sees(0.0, intent("B", Some("s"), "b"));
    let sorry = format!("start Notification {{ text: {:?} }} ", Phrases::default().too_slow().in_lang(None));
    assert_eq!(conversations.sees(30.0, ended("s", timeout())), ["cancel 0".to_owned(), sorry]);
}

#[test]
fn after_a_cancellation_a_handler_that_goes_on_says_nothing() {
    let mut conversations = with_session();
    conversations.sees(0.1, asked(0, "Sure?"));
    conversations.sees(1.0, ended("s", Termination::AbortedByUser));
    assert_eq!(conversations.waits_until(60.0), ["cancel 0"]);
}

#[test]
fn the_end_of_a_session_that_we_gave_up_cancels_no_handler() {
    let mut conversations = with_own_session();
    conversations.waits_until(121.0);
    let mut end = SessionEnded::new(id("s"), kitchen().id, Termination::Nominal);
    end.custom_data = Some("petasos/test/0".to_owned());
    assert!(conversations.sees(121.1, Input::Ended(end)).is_empty());
    assert_eq!(conversations.sees(122.0, says(0, "Never mind.")), [notification("Never mind.")]);
}

#[test]
fn a_reply_that_the_broker_missed_is_repeated_in_a_session_that_we_started_too() {
    let mut conversations = with_own_session();
    conversations.sees(1.0, intent("Yes", Some("s"), "yes"));
    conversations.sees(1.1, Input::Connected(false));
    conversations.sees(1.2, says(0, "Done."));
    let mut end = SessionEnded::new(id("s"), kitchen().id, timeout());
    end.custom_data = Some("petasos/test/0".to_owned());
    assert_eq!(conversations.sees(4.0, Input::Ended(end)), [notification("Done.")]);
}

#[test]
fn a_session_that_is_no_longer_needed_ends_although_it_was_queued() {
    let mut conversations = conversations();
    let key = 1 << 63;
    let data = "petasos/test/9223372036854775808";
    conversations.sees(0.0, Input::Open(key, kitchen(), None));
    conversations.sees(0.1, asked(key, "Sure?"));
    let mut queued = SessionQueued::new(id("s"), kitchen().id);
    queued.custom_data = Some(data.to_owned());
    assert!(conversations.sees(0.2, Input::Queued(queued)).is_empty());
    let outputs = conversations.sees(5.0, Input::Close(key, Some("Never mind.".into())));
    assert_eq!(outputs, ["cancel 9223372036854775808", "end s silently", &notification("Never mind.")]);
    // Rhasspy's manager ends no queued ones.
    assert_eq!(conversations.sees(9.0, started("s", data)), ["end s silently"]);
}

#[test]
fn words_that_another_skill_asked_for_are_left_to_it() {
    let mut conversations = Conversations::new(Config { not_recognized: Some(A), ..config() });
    conversations.sees(0.0, Input::Continued(ContinueSession::new(id("asked"))));
    assert!(conversations.sees(1.0, not_recognized("asked", Some("hm"), None)).is_empty());
    let of_another = not_recognized("started", Some("hm"), Some("petasos/other/7/0"));
    assert!(conversations.sees(1.1, of_another).is_empty());
    assert_eq!(conversations.sees(1.2, not_recognized("free", Some("hm"), None)), ["call 0 for 0"]);
}

#[test]
fn a_session_that_stays_open_after_its_end_goes_on() {
    let keep_open = || Input::Finished(0, Outcome::Done(Ok(Reply::KeepOpen("Yes.".into()))));
    for (dialect, end) in [(Dialect::RHASSPY, keep_open()), (Dialect::ALICE, says(0, "Yes."))] {
        let mut conversations = Conversations::new(Config { dialect, ..config() });
        conversations.sees(0.0, intent("A", Some("s"), "a"));
        assert_eq!(conversations.sees(1.0, end), ["end s Yes."]);
        assert!(conversations.sees(1.1, intent("A", Some("s"), "a")).is_empty(), "once more");
        assert_eq!(conversations.sees(5.0, intent("B", Some("s"), "b")).last().unwrap(), "call 1 for 1");
    }
}

#[test]
fn another_intent_in_a_dialogue_goes_to_its_own_handler() {
    let mut conversations = Conversations::new(Config { dialogues: Some(A), ..config() });
    let data = r#"{"dialogue":"test/Off","version":1,"expects":"*","state":null}"#;
    let in_dialogue = |name: &str| {
        let mut recognized = recognized(name, Some("s"), name);
        let mut message = Arc::unwrap_or_clone(recognized.message);
        message.custom_data = Some(data.to_owned());
        recognized.message = Arc::new(message);
        recognized
    };
    assert_eq!(conversations.sees(0.0, Input::Intent(Arc::new(in_dialogue("Yes")))), ["call 0 for 0"]);
    conversations.sees(0.1, asked(0, "Sure?"));
    assert_eq!(conversations.sees(2.0, Input::Intent(Arc::new(in_dialogue("B")))), ["0 hears B"]);
    let other = Failure::from(Unanswered::Other(Box::new(in_dialogue("B"))));
    let outputs = conversations.sees(2.1, Input::Finished(0, Outcome::Done(Err(other))));
    assert_eq!(outputs, ["working 61000 ms on s", "call 1 for 1"]);
}
