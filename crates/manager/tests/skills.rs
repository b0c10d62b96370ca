//! Skills that come and go, as the running manager learns of them: from what the broker keeps, and while it runs.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

mod support;

use std::time::Duration;

use petasos_bus::{Bus, Class, Publish};
use serde_json::json;
use support::House;

const STATUS: &str = "petasos/skills/lights/status";

/// The skill's status, which the broker keeps.
fn keep(house: &House, state: &str) {
    let status = json!({"state": state, "intents": [{"name": "SetColor", "slots": []}]});
    let publish = Publish::new(STATUS, status.to_string(), Class::Obligation).retained();
    house.ear.publish(publish).unwrap();
}

/// Somebody asks for something that the NLU takes for an intent.
async fn ask_for(house: &mut House, intent: &str) -> String {
    let session = house.wake().await;
    let captured =
        json!({"text": "cyan", "likelihood": 1, "seconds": 1, "siteId": "kitchen", "sessionId": session});
    house.say("hermes/asr/textCaptured", &captured);
    let query = house.expect_json("hermes/nlu/query").await;
    let understood = json!({
        "input": "cyan", "intent": {"intentName": intent, "confidenceScore": 1}, "slots": [], "id": query["id"],
        "siteId": "kitchen", "sessionId": session
    });
    house.say(&format!("hermes/intent/{intent}"), &understood);
    session
}

/// The manager says that the skill is not there, and ends the session.
async fn expect_apology(house: &mut House) {
    let say = house.expect_json("hermes/tts/say").await;
    assert_eq!(say["text"], "Sorry, that is not available right now.");
    house.say("hermes/tts/sayFinished", &json!({"id": say["id"], "siteId": "kitchen"}));
    let ended = house.expect_json("hermes/dialogueManager/sessionEnded").await;
    assert_eq!(ended["termination"]["reason"], "error");
}

#[tokio::test(start_paused = true)]
async fn a_skill_that_died_before_the_manager_came_is_known_from_what_the_broker_kept() {
    let mut house = House::new();
    keep(&house, "offline");
    let running = house.start("");
    house.ready().await;
    ask_for(&mut house, "SetColor").await;
    expect_apology(&mut house).await;
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_skill_that_dies_before_it_has_answered_is_apologised_for_and_may_come_back() {
    let mut house = House::new();
    let running = house.start("");
    house.ready().await;
    keep(&house, "online");
    ask_for(&mut house, "SetColor").await;
    keep(&house, "offline");
    expect_apology(&mut house).await;

    keep(&house, "online");
    let session = ask_for(&mut house, "SetColor").await;
    house.say("hermes/dialogueManager/endSession", &json!({"sessionId": session}));
    let ended = house.expect_json("hermes/dialogueManager/sessionEnded").await;
    assert_eq!(ended["termination"]["reason"], "nominal");
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_nobody_asked_for_does_not_keep_the_room_waiting() {
    let mut house = House::new();
    let status = json!({"state": "online", "intents": [{"name": "AllOff"}], "answers": ["PetasosYes"]});
    house.ear.publish(Publish::new(STATUS, status.to_string(), Class::Obligation).retained()).unwrap();
    let running = house.start("");
    house.ready().await;
    ask_for(&mut house, "PetasosYes").await;
    let ended = house.expect_json("hermes/dialogueManager/sessionEnded").await;
    assert_eq!(ended["termination"]["reason"], "intentNotRecognized");
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_status_that_is_cleared_is_forgotten() {
    let mut house = House::new();
    keep(&house, "offline");
    let running = house.start("everywhere.timeouts.skill_seconds = 20");
    house.ready().await;
    house.ear.publish(Publish::new(STATUS, Vec::new(), Class::Obligation).retained()).unwrap();
    ask_for(&mut house, "SetColor").await;
    let ended = house.expect_json("hermes/dialogueManager/sessionEnded").await;
    assert_eq!(ended["termination"]["reason"], "timeout", "it was waited for, as nobody knows it");
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_skill_that_needs_longer_is_waited_for() {
    let mut house = House::new();
    let running = house.start("everywhere.timeouts.skill_seconds = 2");
    house.ready().await;
    let session = ask_for(&mut house, "SetColor").await;
    house.say(
        "petasos/skills/lights/working",
        &json!({"sessionId": session, "siteId": "kitchen", "ms": 30_000}),
    );
    tokio::time::sleep(Duration::from_secs(25)).await;
    house.say("hermes/dialogueManager/endSession", &json!({"sessionId": session}));
    let ended = house.expect_json("hermes/dialogueManager/sessionEnded").await;
    assert_eq!(ended["termination"]["reason"], "nominal");
    running.stop().await;
}
