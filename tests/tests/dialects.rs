//! The houses of Snips and of Project Alice: there the manager announces the intents itself, and toggles give no reason.

use petasos_tests::{Installation, ReceivedMessage};
use serde_json::json;

const INTENT: &str = "hermes/intent/GetTime";
const SAY: &str = "hermes/tts/say";
const STARTED: &str = "hermes/dialogueManager/sessionStarted";
const ENDED: &str = "hermes/dialogueManager/sessionEnded";

#[test]
fn in_a_house_of_snips_the_manager_announces_the_intent() {
    let installation = Installation::start(&["--dialect", "snips"]);
    let before = installation.messages();
    let started = one_turn(&installation);

    let site = json!({"siteId": "kitchen"});
    for topic in ["hermes/hotword/toggleOff", "hermes/hotword/toggleOn"] {
        let toggle = before.clone().expect(topic, &site);
        assert_eq!(toggle.json.get("reason"), None, "Snips knows no reasons: {toggle}");
    }
    let ended = before.clone().expect(ENDED, &json!({"sessionId": started.session()}));
    assert_eq!(ended.json.pointer("/termination/reason"), Some(&json!("nominal")));
}

#[test]
fn in_a_house_of_alice_a_session_mutes_the_wake_word_once() {
    let installation = Installation::start(&["--dialect", "alice"]);
    one_turn(&installation);
    for topic in ["hermes/hotword/toggleOff", "hermes/hotword/toggleOn"] {
        let toggles = installation.observer.all(topic, &json!({"siteId": "kitchen"}));
        assert_eq!(toggles.len(), 1, "{toggles:?}");
    }
}

#[test]
fn in_a_house_of_alice_the_satellites_feel_the_core_s_heart() {
    let installation = Installation::start(&["--dialect", "alice"]);
    let mut messages = installation.messages();
    let first = messages.expect("projectalice/devices/coreHeartbeat", &json!({}));
    let second = messages.expect("projectalice/devices/coreHeartbeat", &json!({"uid": first.text("uid")}));
    assert!((second.at - first.at).as_secs_f64() < 4.0);

    installation.publish("projectalice/devices/greeting", &json!({"uid": "satellite", "siteId": "kitchen"}));
    messages.expect("projectalice/devices/connectionAccepted", &json!({"uid": "satellite"}));
}

/// Wake word, question, intent, answer, end; all other parts are played here.
fn one_turn(installation: &Installation) -> ReceivedMessage {
    let mut messages = installation.messages();
    installation.wake("kitchen");
    let started = messages.expect(STARTED, &json!({"siteId": "kitchen"}));
    let session = started.session();
    messages.expect("hermes/asr/startListening", &json!({"siteId": "kitchen", "sessionId": session}));
    installation.capture("kitchen", session, "what time is it");
    let query =
        messages.expect("hermes/nlu/query", &json!({"sessionId": session, "input": "what time is it"}));
    let intent = json!({"intentName": "GetTime", "confidenceScore": 0.9});
    installation.publish(
        "hermes/nlu/intentParsed",
        &json!({
            "id": query.json.get("id"), "input": "what time is it", "intent": intent, "slots": [],
            "sessionId": session, "siteId": "kitchen",
        }),
    );
    messages.expect(INTENT, &json!({"sessionId": session, "intent": {"intentName": "GetTime"}}));
    installation
        .publish("hermes/dialogueManager/endSession", &json!({"sessionId": session, "text": "It is noon."}));
    let say = messages.expect(SAY, &json!({"text": "It is noon.", "siteId": "kitchen"}));
    installation.speech_finished(&say);
    messages.clone().expect("hermes/hotword/toggleOn", &json!({"siteId": "kitchen"}));
    messages.expect(ENDED, &json!({"sessionId": session}));
    installation.settle();
    assert_eq!(installation.observer.all(INTENT, &json!({"sessionId": session})).len(), 1, "announced once");
    installation.expect_idle();
    started
}
