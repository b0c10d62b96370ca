//! What is claimed about a turn holds or fails.

use std::panic::{AssertUnwindSafe, catch_unwind};

use petasos_messages::payload::Termination;

use crate::skills::home;

/// What a claim says when it fails.
fn failure<T>(claim: impl FnOnce() -> T) -> String {
    let Err(panic) = catch_unwind(AssertUnwindSafe(claim)) else {
        return "(it holds)".to_owned();
    };
    panic.downcast_ref::<String>().cloned().unwrap_or_else(|| "(no words)".to_owned())
}

/// The first line of that: the rest is the conversation.
fn short<T>(claim: impl FnOnce() -> T) -> String {
    failure(claim).lines().next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_question_is_asked_and_nothing_else_is_the_case() {
    let mut t = home();
    let turn = t.hear("set the kitchen light").await;
    turn.asked("Which colour?")
        .said("Which colour?")
        .said_matching(|words| words.ends_with('?'))
        .said_all(["Which colour?"])
        .said_at("default", "Which colour?")
        .listens()
        .filter(["color", "SetLight"])
        .no_mqtt("lamp/#");
    assert_eq!(turn.words(), ["Which colour?"]);
    let failures = [
        short(|| turn.asked("Which color?")),
        short(|| turn.said("Okay")),
        short(|| turn.said_matching(str::is_empty)),
        short(|| turn.said_all(["Which", "colour?"])),
        short(|| turn.said_at("hall", "Which colour?")),
        short(|| turn.heard_nothing()),
        short(|| turn.filter(["color"])),
        short(|| turn.ended()),
        short(|| turn.ended_with(&Termination::AbortedByUser)),
        short(|| turn.no_mqtt("hermes/tts/+")),
    ];
    insta::assert_snapshot!(failures.join("\n"));
}

#[tokio::test]
async fn a_conversation_is_over_and_nothing_else_is_the_case() {
    let mut t = home();
    let turn = t.hear("set the kitchen light to red").await;
    turn.said("Okay").ended().ended_with(&Termination::Nominal);
    let failures = [
        short(|| turn.asked("Okay")),
        short(|| turn.listens()),
        short(|| turn.filter([])),
        short(|| turn.ended_with(&Termination::Timeout { component: None })),
        short(|| turn.no_mqtt("lamp/set")),
    ];
    insta::assert_snapshot!(failures.join("\n"));
}

#[tokio::test]
async fn a_failed_claim_tells_the_conversation() {
    let mut t = home();
    t.hear("set the kitchen light").await.asked("Which colour?");
    let turn = t.hear("cyan").await;
    insta::assert_snapshot!(failure(|| turn.said("Red it is")));
}

#[tokio::test]
async fn a_timeout_of_one_component_is_not_that_of_another() {
    use petasos_messages::Component;
    let mut t = home().dialect(petasos_messages::Dialect::SNIPS);
    t.wake().await.listens();
    let turn = t.silence().await;
    turn.ended_with(&Termination::Timeout { component: Some(Component::Asr.into()) });
    turn.ended_with(&Termination::Timeout { component: None });
    let other = Termination::Timeout { component: Some(Component::Nlu.into()) };
    assert_ne!(short(|| turn.ended_with(&other)), "(it holds)");
}

#[tokio::test]
async fn a_message_is_what_it_is_claimed_to_be() {
    let mut t = home();
    t.hear("set the kitchen light to red").await.said("Okay");
    let message = t.mqtt("lamp/+").await;
    message.json_eq(r#"{"color": "red", "state": "ON"}"#).text_eq(r#"{"state":"ON","color":"red"}"#);
    assert_eq!((message.topic(), message.json()["color"].as_str()), ("lamp/set", Some("red")));
    let failures = [
        short(|| message.json_eq(r#"{"color": "cyan"}"#)),
        short(|| message.json_eq("cyan")),
        short(|| message.text_eq("red")),
    ];
    insta::assert_snapshot!(failures.join("\n"));
}

#[tokio::test]
async fn a_message_that_never_comes_fails_with_the_conversation() {
    let mut t = home();
    t.hear("where am I").await.said("In the default");
    let message = t.mqtt("lamp/set").await;
    insta::assert_snapshot!(failure(|| message.payload().clone()));
    assert!(t.mqtt("notes/#").await.to_string().starts_with("  seconds"));
}

#[tokio::test]
async fn what_is_no_json_cannot_be_compared_with_json() {
    let mut t = home();
    t.hear("write this down").await.asked("What?");
    t.hear("buy milk").await.said("I wrote: buy milk");
    let message = t.mqtt("notes/new").await;
    message.text_eq("buy milk");
    insta::assert_snapshot!(short(|| message.json()));
}
