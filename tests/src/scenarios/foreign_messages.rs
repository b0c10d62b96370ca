//! Messages that come late, twice, from elsewhere, or broken: they change nothing.

use serde_json::json;

use super::Scene;
use super::stage::Stage;

pub(super) const SCENES: &[Scene] = &[
    Scene::new("doubled", "Each message comes twice", doubled),
    Scene::new("late", "Answers for a session that is long over", late),
    Scene::new("foreign", "Others talk to NLU, TTS and loudspeaker past the manager", foreign),
    Scene::new("malformed", "Messages that cannot be read", malformed),
    Scene::new("muted", "Somebody else switches the wake word off during a session", muted),
    Scene::new("speech-of-a-skill", "A skill speaks past the manager in its session", speech_of_a_skill),
];

fn doubled(stage: &mut Stage) {
    let mut talk = stage.wake("kitchen");
    let query = talk.hears("what time is it");
    talk.captured("what time is it", 0.9);
    talk.understands(&query, "GetTime", &[]);
    let parsed = stage.dialect.parsed(&query.json, "GetTime", &[]);
    stage.publish("hermes/nlu/intentParsed", &parsed);
    talk.ends(Some("It is noon."));
    talk.ends(Some("It is noon."));
    let say = talk.says("It is noon.");
    stage.speak(&say);
    stage.finish_speaking(&say);
    talk.is_over("nominal");
}

fn late(stage: &mut Stage) {
    let mut talk = stage.wake("kitchen");
    let query = talk.hears("what time is it");
    talk.understands(&query, "GetTime", &[]);
    talk.ends(None);
    talk.is_over("nominal");
    talk.captured("what time is it", 0.9);
    stage.publish("hermes/nlu/intentParsed", &stage.dialect.parsed(&query.json, "GetTime", &[]));
    stage.publish("hermes/nlu/intentNotRecognized", &stage.dialect.not_understood(&query.json));
    talk.goes_on(Some("Anything else?"), &json!({}));
    talk.ends(Some("Goodbye."));
}

fn foreign(stage: &mut Stage) {
    let mut talk = stage.wake("kitchen");
    let query = json!({"input": "elsewhere", "id": "web", "sessionId": "web-1", "siteId": "kitchen"});
    stage.publish("hermes/nlu/query", &query);
    stage.publish("hermes/nlu/intentParsed", &stage.dialect.parsed(&query, "GetTime", &[]));
    stage.publish("hermes/tts/sayFinished", &json!({"id": "web", "sessionId": "web-1", "siteId": "kitchen"}));
    stage.played("kitchen", "web");
    stage.publish("hermes/dialogueManager/endSession", &json!({"sessionId": "web-1", "text": "Goodbye."}));
    talk.turn("what time is it", "GetTime", &[]);
    talk.answers("It is noon.");
}

fn malformed(stage: &mut Stage) {
    let say = |topic: &str, payload: &[u8]| stage.publish_bytes(topic, payload);
    say("hermes/dialogueManager/startSession", b"");
    say("hermes/dialogueManager/startSession", b"{\"init\":");
    say("hermes/dialogueManager/startSession", b"[1, 2, 3]");
    say("hermes/dialogueManager/startSession", br#"{"init":{"type":"dance"},"siteId":"kitchen"}"#);
    say("hermes/dialogueManager/continueSession", b"null");
    say("hermes/hotword/default/detected", b"\xff\xfe\x00");
    let mut talk = stage.wake("kitchen");
    say("hermes/asr/textCaptured", br#"{"text": 5}"#);
    say("hermes/nlu/intentParsed", b"not JSON at all");
    say("hermes/dialogueManager/endSession", br#"{"sessionId": ["a", "b"]}"#);
    talk.turn("what time is it", "GetTime", &[]);
    talk.answers("It is noon.");
}

fn muted(stage: &mut Stage) {
    let mut talk = stage.wake("kitchen");
    stage.publish("hermes/hotword/toggleOff", &json!({"siteId": "kitchen", "sessionId": null}));
    talk.turn("be quiet for an hour", "Quiet", &[]);
    talk.ends(None);
    talk.is_over("nominal");
    stage.publish("hermes/hotword/toggleOn", &json!({"siteId": "kitchen", "sessionId": null}));
}

fn speech_of_a_skill(stage: &mut Stage) {
    let mut talk = stage.wake("kitchen");
    talk.turn("what time is it", "GetTime", &[]);
    let say = json!({"text": "It is noon.", "siteId": "kitchen", "id": "skill-1", "sessionId": talk.session});
    stage.publish("hermes/tts/say", &say);
    talk.speaks("It is noon.");
    talk.is_over_somehow();
}
