//! The houses of Snips and of Project Alice: there the manager announces the intents itself, and toggles give no reason.

use petasos_tests::{Heard, Installation};
use serde_json::json;

const INTENT: &str = "hermes/intent/GetTime";
const SAY: &str = "hermes/tts/say";
const STARTED: &str = "hermes/dialogueManager/sessionStarted";
const ENDED: &str = "hermes/dialogueManager/sessionEnded";

#[test]
fn in_a_house_of_snips_the_manager_announces_the_intent() {
    let house = Installation::start(&["--dialect", "snips"]);
    let before = house.ear();
    let started = one_turn(&house);

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
    let house = Installation::start(&["--dialect", "alice"]);
    one_turn(&house);
    for topic in ["hermes/hotword/toggleOff", "hermes/hotword/toggleOn"] {
        let toggles = house.observer.all(topic, &json!({"siteId": "kitchen"}));
        assert_eq!(toggles.len(), 1, "{toggles:?}");
    }
}

#[test]
fn in_a_house_of_alice_the_satellites_feel_the_core_s_heart() {
    let house = Installation::start(&["--dialect", "alice"]);
    let mut ear = house.ear();
    let first = ear.expect("projectalice/devices/coreHeartbeat", &json!({}));
    let second = ear.expect("projectalice/devices/coreHeartbeat", &json!({"uid": first.text("uid")}));
    assert!((second.at - first.at).as_secs_f64() < 4.0);

    house.publish("projectalice/devices/greeting", &json!({"uid": "satellite", "siteId": "kitchen"}));
    ear.expect("projectalice/devices/connectionAccepted", &json!({"uid": "satellite"}));
}

/// Wake word, question, intent, answer, end; all other parts are played here.
fn one_turn(house: &Installation) -> Heard {
    let mut ear = house.ear();
    house.wake("kitchen");
    let started = ear.expect(STARTED, &json!({"siteId": "kitchen"}));
    let session = started.session();
    ear.expect("hermes/asr/startListening", &json!({"siteId": "kitchen", "sessionId": session}));
    house.capture("kitchen", session, "what time is it");
    let query = ear.expect("hermes/nlu/query", &json!({"sessionId": session, "input": "what time is it"}));
    let intent = json!({"intentName": "GetTime", "confidenceScore": 0.9});
    house.publish(
        "hermes/nlu/intentParsed",
        &json!({
            "id": query.json.get("id"), "input": "what time is it", "intent": intent, "slots": [],
            "sessionId": session, "siteId": "kitchen",
        }),
    );
    ear.expect(INTENT, &json!({"sessionId": session, "intent": {"intentName": "GetTime"}}));
    house.publish("hermes/dialogueManager/endSession", &json!({"sessionId": session, "text": "It is noon."}));
    let say = ear.expect(SAY, &json!({"text": "It is noon.", "siteId": "kitchen"}));
    house.speech_finished(&say);
    ear.clone().expect("hermes/hotword/toggleOn", &json!({"siteId": "kitchen"}));
    ear.expect(ENDED, &json!({"sessionId": session}));
    house.settle();
    assert_eq!(house.observer.all(INTENT, &json!({"sessionId": session})).len(), 1, "announced once");
    house.expect_peace();
    started
}
