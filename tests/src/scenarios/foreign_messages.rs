//! Messages that come late, twice, from elsewhere, or broken: they change nothing.

use serde_json::json;

use super::Scenario;
use super::recorded_installation::RecordedInstallation;

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario::new("doubled", "Each message comes twice", doubled),
    Scenario::new("late", "Answers for a session that is long over", late),
    Scenario::new("foreign", "Others talk to NLU, TTS and loudspeaker past the manager", foreign),
    Scenario::new("malformed", "Messages that cannot be read", malformed),
    Scenario::new("muted", "Somebody else switches the wake word off during a session", muted),
    Scenario::new("speech-of-a-skill", "A skill speaks past the manager in its session", speech_of_a_skill),
];

fn doubled(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    let query = session.transcribe("what time is it");
    session.capture("what time is it", 0.9);
    session.recognize(&query, "GetTime", &[]);
    let parsed = installation.dialect.intent_parsed(&query.json, "GetTime", &[]);
    installation.publish("hermes/nlu/intentParsed", &parsed);
    session.end(Some("It is noon."));
    session.end(Some("It is noon."));
    let say = session.expect_say("It is noon.");
    installation.speak(&say);
    installation.finish_saying(&say);
    session.expect_ended("nominal");
}

fn late(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    let query = session.transcribe("what time is it");
    session.recognize(&query, "GetTime", &[]);
    session.end(None);
    session.expect_ended("nominal");
    session.capture("what time is it", 0.9);
    installation
        .publish("hermes/nlu/intentParsed", &installation.dialect.intent_parsed(&query.json, "GetTime", &[]));
    installation
        .publish("hermes/nlu/intentNotRecognized", &installation.dialect.intent_not_recognized(&query.json));
    session.continue_session(Some("Anything else?"), &json!({}));
    session.end(Some("Goodbye."));
}

fn foreign(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    let query = json!({"input": "elsewhere", "id": "web", "sessionId": "web-1", "siteId": "kitchen"});
    installation.publish("hermes/nlu/query", &query);
    installation
        .publish("hermes/nlu/intentParsed", &installation.dialect.intent_parsed(&query, "GetTime", &[]));
    installation
        .publish("hermes/tts/sayFinished", &json!({"id": "web", "sessionId": "web-1", "siteId": "kitchen"}));
    installation.publish_play_finished("kitchen", "web");
    installation
        .publish("hermes/dialogueManager/endSession", &json!({"sessionId": "web-1", "text": "Goodbye."}));
    session.turn("what time is it", "GetTime", &[]);
    session.answer("It is noon.");
}

fn malformed(installation: &mut RecordedInstallation) {
    let say = |topic: &str, payload: &[u8]| installation.publish_bytes(topic, payload);
    say("hermes/dialogueManager/startSession", b"");
    say("hermes/dialogueManager/startSession", b"{\"init\":");
    say("hermes/dialogueManager/startSession", b"[1, 2, 3]");
    say("hermes/dialogueManager/startSession", br#"{"init":{"type":"dance"},"siteId":"kitchen"}"#);
    say("hermes/dialogueManager/continueSession", b"null");
    say("hermes/hotword/default/detected", b"\xff\xfe\x00");
    let mut session = installation.wake("kitchen");
    say("hermes/asr/textCaptured", br#"{"text": 5}"#);
    say("hermes/nlu/intentParsed", b"not JSON at all");
    say("hermes/dialogueManager/endSession", br#"{"sessionId": ["a", "b"]}"#);
    session.turn("what time is it", "GetTime", &[]);
    session.answer("It is noon.");
}

fn muted(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    installation.publish("hermes/hotword/toggleOff", &json!({"siteId": "kitchen", "sessionId": null}));
    session.turn("be quiet for an hour", "Quiet", &[]);
    session.end(None);
    session.expect_ended("nominal");
    installation.publish("hermes/hotword/toggleOn", &json!({"siteId": "kitchen", "sessionId": null}));
}

fn speech_of_a_skill(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    session.turn("what time is it", "GetTime", &[]);
    let say = json!({"text": "It is noon.", "siteId": "kitchen", "id": "skill-1", "sessionId": session.id});
    installation.publish("hermes/tts/say", &say);
    session.speak("It is noon.");
    session.expect_ended_for_any_reason();
}
