//! Skills that come and go, as the running manager learns of them: from what the broker keeps, and while it runs.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

mod support;

use std::time::Duration;

use serde_json::json;
use support::Installation;

const STATUS: &str = "petasos/skills/lights/status";

/// The skill's status, which the broker keeps.
fn keep(installation: &Installation, state: &str) {
    let status = json!({"state": state, "intents": [{"name": "SetColor", "slots": []}]});
    installation.publish_retained(STATUS, status.to_string());
}

/// Somebody asks for something that the NLU takes for an intent.
async fn ask_for(installation: &mut Installation, intent: &str) -> String {
    let session = installation.wake().await;
    installation.captured(&session, "cyan");
    let query = installation.expect_json("hermes/nlu/query").await;
    let understood = json!({
        "input": "cyan", "intent": {"intentName": intent, "confidenceScore": 1}, "slots": [], "id": query["id"],
        "siteId": "kitchen", "sessionId": session
    });
    installation.publish(&format!("hermes/intent/{intent}"), &understood);
    session
}

/// The manager says that the skill is not there, and ends the session.
async fn expect_apology(installation: &mut Installation) {
    let say = installation.expect_json("hermes/tts/say").await;
    assert_eq!(say["text"], "Sorry, that is not available right now.");
    installation.publish("hermes/tts/sayFinished", &json!({"id": say["id"], "siteId": "kitchen"}));
    installation.expect_end("error").await;
}

#[tokio::test(start_paused = true)]
async fn a_skill_that_died_before_the_manager_came_is_known_from_what_the_broker_kept() {
    let mut installation = Installation::new();
    keep(&installation, "offline");
    let running = installation.start("");
    installation.ready().await;
    ask_for(&mut installation, "SetColor").await;
    expect_apology(&mut installation).await;
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_skill_that_dies_before_it_has_answered_is_apologised_for_and_may_come_back() {
    let (mut installation, running) = Installation::running("").await;
    keep(&installation, "online");
    ask_for(&mut installation, "SetColor").await;
    keep(&installation, "offline");
    expect_apology(&mut installation).await;

    keep(&installation, "online");
    let session = ask_for(&mut installation, "SetColor").await;
    installation.publish("hermes/dialogueManager/endSession", &json!({"sessionId": session}));
    installation.expect_end("nominal").await;
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_nobody_asked_for_does_not_keep_the_room_waiting() {
    let mut installation = Installation::new();
    let status = json!({"state": "online", "intents": [{"name": "AllOff"}], "answers": ["PetasosYes"]});
    installation.publish_retained(STATUS, status.to_string());
    let running = installation.start("");
    installation.ready().await;
    ask_for(&mut installation, "PetasosYes").await;
    installation.expect_end("intentNotRecognized").await;
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_status_that_is_cleared_is_forgotten() {
    let mut installation = Installation::new();
    keep(&installation, "offline");
    let running = installation.start("everywhere.timeouts.skill_seconds = 20");
    installation.ready().await;
    installation.publish_retained(STATUS, Vec::new());
    ask_for(&mut installation, "SetColor").await;
    let ended = installation.expect_json("hermes/dialogueManager/sessionEnded").await;
    assert_eq!(ended["termination"]["reason"], "timeout", "it was waited for, as nobody knows it");
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_skill_that_needs_longer_is_waited_for() {
    let (mut installation, running) = Installation::running("everywhere.timeouts.skill_seconds = 2").await;
    let session = ask_for(&mut installation, "SetColor").await;
    installation.publish(
        "petasos/skills/lights/working",
        &json!({"sessionId": session, "siteId": "kitchen", "ms": 30_000}),
    );
    tokio::time::sleep(Duration::from_secs(25)).await;
    installation.publish("hermes/dialogueManager/endSession", &json!({"sessionId": session}));
    installation.expect_end("nominal").await;
    running.stop().await;
}
