//! What goes over the bus in each dialect, for people to read: one snapshot per conversation.

mod support;

use std::time::Duration;

use petasos_dialogue::{Policy, SansIo};
use petasos_messages::Dialect;
use support::{Talk, everywhere, with_sounds};

fn one_turn(policy: Policy) -> String {
    let dialect = policy.everywhere.dialect();
    let sounds = !policy.sounds.wake.is_empty();
    let mut talk = Talk::with(policy);
    talk.wake("kitchen");
    if sounds {
        talk.heard("kitchen");
    }
    talk.captured("what time is it");
    if sounds {
        talk.heard("kitchen");
    }
    talk.understood(dialect, "GetTime").end("It is noon.").spoken();
    std::mem::take(&mut talk.trace)
}

fn question(dialect: Dialect) -> String {
    let mut talk = Talk::new(dialect);
    talk.wake("kitchen").captured("turn off the light").understood(dialect, "Off");
    talk.ask("Really?").spoken().captured("yes").understood(dialect, "Yes").end("");
    std::mem::take(&mut talk.trace)
}

#[test]
fn one_turn_without_sounds() {
    insta::assert_snapshot!("rhasspy_one_turn", one_turn(Policy::new(Dialect::RHASSPY)));
    insta::assert_snapshot!("snips_one_turn", one_turn(Policy::new(Dialect::SNIPS)));
    insta::assert_snapshot!("alice_one_turn", one_turn(Policy::new(Dialect::ALICE)));
}

#[test]
fn one_turn_with_sounds() {
    insta::assert_snapshot!(
        "rhasspy_one_turn_with_sounds",
        one_turn(with_sounds(Policy::new(Dialect::RHASSPY)))
    );
    insta::assert_snapshot!("snips_one_turn_with_sounds", one_turn(with_sounds(Policy::new(Dialect::SNIPS))));
}

#[test]
fn a_question_and_its_answer() {
    insta::assert_snapshot!("rhasspy_question", question(Dialect::RHASSPY));
    insta::assert_snapshot!("snips_question", question(Dialect::SNIPS));
    insta::assert_snapshot!("alice_question", question(Dialect::ALICE));
}

#[test]
fn a_greeting_is_spoken_only_where_one_is_configured() {
    let policy = everywhere(Dialect::ALICE, |site| {
        site.phrases.entry(String::new()).or_default().greeting = Some("Yes?".into());
    });
    let mut talk = Talk::with(policy);
    talk.wake("kitchen").spoken();
    insta::assert_snapshot!("alice_greeting", talk.trace);
}

#[test]
fn a_notification_at_an_idle_site() {
    for dialect in Dialect::ALL {
        let mut talk = Talk::new(dialect);
        talk.notify("kitchen", "The washing is done.").spoken();
        insta::assert_snapshot!(format!("{dialect:?}_notification").to_lowercase(), talk.trace);
    }
}

#[test]
fn alice_asks_again_three_times_and_then_lets_go() {
    let mut talk = Talk::new(Dialect::ALICE);
    talk.wake("kitchen");
    for _ in 0..4 {
        talk.captured("mumble").not_recognized();
        if talk.phase("kitchen") == Some("speaking") {
            talk.spoken();
        }
    }
    insta::assert_snapshot!("alice_not_understood", talk.trace);
}

#[test]
fn the_wanted_state_is_said_again_after_10_and_25_seconds() {
    let mut talk = Talk::new(Dialect::RHASSPY);
    talk.wake("kitchen").end("").after(Duration::from_secs(60));
    insta::assert_snapshot!("rhasspy_reassertion", talk.trace);
    assert_eq!(talk.core.poll_timeout(), None);
    assert_eq!(talk.core.statistics().sites, 0);
}
