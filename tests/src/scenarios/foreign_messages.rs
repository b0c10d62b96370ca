//! Late, doubled, foreign and malformed messages: they change nothing.

use serde_json::json;

use crate::topic_names::{
    CAPTURED, CONTINUE, DETECTED, END, HOTWORD_OFF, HOTWORD_ON, NOT_RECOGNIZED, PARSED, QUERY, SAY,
    SAY_FINISHED, START,
};

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
    installation.publish(PARSED, &parsed);
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
    session.end_silently();
    session.capture("what time is it", 0.9);
    installation.publish(PARSED, &installation.dialect.intent_parsed(&query.json, "GetTime", &[]));
    installation.publish(NOT_RECOGNIZED, &installation.dialect.intent_not_recognized(&query.json));
    session.continue_session(Some("Anything else?"), &json!({}));
    session.end(Some("Goodbye."));
}

fn foreign(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    let query = json!({"input": "elsewhere", "id": "web", "sessionId": "web-1", "siteId": "kitchen"});
    installation.publish(QUERY, &query);
    installation.publish(PARSED, &installation.dialect.intent_parsed(&query, "GetTime", &[]));
    installation.publish(SAY_FINISHED, &json!({"id": "web", "sessionId": "web-1", "siteId": "kitchen"}));
    installation.publish_play_finished("kitchen", "web");
    installation.publish(END, &json!({"sessionId": "web-1", "text": "Goodbye."}));
    session.tell_time();
}

fn malformed(installation: &mut RecordedInstallation) {
    let publish = |topic: &str, payload: &[u8]| installation.publish_bytes(topic, payload);
    publish(START, b"");
    publish(START, b"{\"init\":");
    publish(START, b"[1, 2, 3]");
    publish(START, br#"{"init":{"type":"dance"},"siteId":"kitchen"}"#);
    publish(CONTINUE, b"null");
    publish(DETECTED, b"\xff\xfe\x00");
    let mut session = installation.wake("kitchen");
    publish(CAPTURED, br#"{"text": 5}"#);
    publish(PARSED, b"not JSON at all");
    publish(END, br#"{"sessionId": ["a", "b"]}"#);
    session.tell_time();
}

fn muted(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    installation.publish(HOTWORD_OFF, &json!({"siteId": "kitchen", "sessionId": null}));
    session.turn("be quiet for an hour", "Quiet", &[]).end_silently();
    installation.publish(HOTWORD_ON, &json!({"siteId": "kitchen", "sessionId": null}));
}

fn speech_of_a_skill(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    session.turn("what time is it", "GetTime", &[]);
    let say = json!({"text": "It is noon.", "siteId": "kitchen", "id": "skill-1", "sessionId": session.id});
    installation.publish(SAY, &say);
    session.speak("It is noon.").expect_ended_for_any_reason();
}
