//! The dialects of Snips and of Project Alice: the manager publishes the intents itself, and toggles have no reason.

use petasos_tests::topic_names::{END, ENDED, HOTWORD_OFF, HOTWORD_ON, LISTEN, PARSED, QUERY, SAY, STARTED};
use petasos_tests::{Installation, ReceivedMessage};
use serde_json::json;

const INTENT: &str = "hermes/intent/GetTime";

#[test]
fn with_snips_the_manager_publishes_the_intent() {
    let installation = Installation::start(&["--dialect", "snips"]);
    let before = installation.messages();
    let started = one_turn(&installation);

    let site = json!({"siteId": "kitchen"});
    for topic in [HOTWORD_OFF, HOTWORD_ON] {
        let toggle = before.clone().expect(topic, &site);
        assert_eq!(toggle.json.get("reason"), None, "Snips knows no reasons: {toggle}");
    }
    let ended = before.clone().expect(ENDED, &json!({"sessionId": started.session()}));
    assert_eq!(ended.termination(), "nominal");
}

#[test]
fn with_alice_a_session_switches_the_wake_word_off_once() {
    let installation = Installation::start(&["--dialect", "alice"]);
    one_turn(&installation);
    for topic in [HOTWORD_OFF, HOTWORD_ON] {
        let toggles = installation.observer.all(topic, &json!({"siteId": "kitchen"}));
        assert_eq!(toggles.len(), 1, "{toggles:?}");
    }
}

#[test]
fn with_alice_the_manager_sends_the_core_s_heartbeat() {
    let installation = Installation::start(&["--dialect", "alice"]);
    let mut messages = installation.messages();
    let first = messages.expect("projectalice/devices/coreHeartbeat", &json!({}));
    let second = messages.expect("projectalice/devices/coreHeartbeat", &json!({"uid": first.text("uid")}));
    assert!((second.at - first.at).as_secs_f64() < 4.0);

    installation.publish("projectalice/devices/greeting", &json!({"uid": "satellite", "siteId": "kitchen"}));
    messages.expect("projectalice/devices/connectionAccepted", &json!({"uid": "satellite"}));
}

/// Wake word, question, intent, answer, end; all other components are played here.
fn one_turn(installation: &Installation) -> ReceivedMessage {
    let mut messages = installation.messages();
    installation.wake("kitchen");
    let started = messages.expect(STARTED, &json!({"siteId": "kitchen"}));
    let session = started.session();
    messages.expect(LISTEN, &json!({"siteId": "kitchen", "sessionId": session}));
    installation.capture("kitchen", session, "what time is it");
    let query = messages.expect(QUERY, &json!({"sessionId": session, "input": "what time is it"}));
    let intent = json!({"intentName": "GetTime", "confidenceScore": 0.9});
    let parsed = json!({
        "id": query.json.get("id"), "input": "what time is it", "intent": intent, "slots": [],
        "sessionId": session, "siteId": "kitchen",
    });
    installation.publish(PARSED, &parsed);
    messages.expect(INTENT, &json!({"sessionId": session, "intent": {"intentName": "GetTime"}}));
    installation.publish(END, &json!({"sessionId": session, "text": "It is noon."}));
    let say = messages.expect(SAY, &json!({"text": "It is noon.", "siteId": "kitchen"}));
    installation.speech_finished(&say);
    messages.clone().expect(HOTWORD_ON, &json!({"siteId": "kitchen"}));
    messages.expect(ENDED, &json!({"sessionId": session}));
    installation.settle();
    assert_eq!(installation.observer.all(INTENT, &json!({"sessionId": session})).len(), 1, "published once");
    installation.expect_idle();
    started
}
