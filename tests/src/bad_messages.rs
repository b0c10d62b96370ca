//! Malformed, oversized, wrongly typed, stale and foreign messages, made from tables. None of them may change anything.
//!
//! The kinds are those that harmed other managers: a `siteId` that is a list ended Rhasspy's, a `textCaptured` without
//! likelihood hung its session, an `intentNotRecognized` of a foreign session caused a beep.

use serde_json::{Value, json};

use crate::topic_names::{CAPTURED, CONFIGURE, CONTINUE, DETECTED, END, NOT_RECOGNIZED, SAY_FINISHED, START};

/// A message that must not change anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadMessage {
    pub topic: String,
    pub payload: Vec<u8>,
}

impl BadMessage {
    fn new(topic: &str, payload: impl Into<Vec<u8>>) -> Self {
        Self { topic: topic.to_owned(), payload: payload.into() }
    }

    fn json((topic, message): (&str, Value)) -> Self {
        Self::new(topic, message.to_string())
    }
}

const INTENT: &str = "hermes/intent/GetTime";

/// Topics whose payload must be a JSON object with something in it.
const TOPICS: [&str; 13] = [
    START,
    CONTINUE,
    END,
    CONFIGURE,
    DETECTED,
    CAPTURED,
    NOT_RECOGNIZED,
    INTENT,
    SAY_FINISHED,
    "hermes/error/asr",
    "hermes/error/nlu",
    "hermes/error/tts",
    "hermes/error/audioServer/play",
];

/// Payloads that are not JSON objects, for every topic.
pub fn malformed() -> Vec<BadMessage> {
    let deep = "[".repeat(100_000);
    let deep_object = "{\"init\":".repeat(20_000);
    let payloads: [&[u8]; 12] = [
        b"{oops",
        b"[1]",
        b"7",
        b"\"text\"",
        b"true",
        b"\xff\xfe\x00\x01",
        b"\0\0\0\0",
        b"{\"siteId\":\"kitchen",
        b"{\"siteId\":\"kitchen\"} {}",
        b"{'siteId':'kitchen'}",
        deep.as_bytes(),
        deep_object.as_bytes(),
    ];
    let pairs = TOPICS.iter().flat_map(|&topic| payloads.map(|payload| BadMessage::new(topic, payload)));
    pairs.collect()
}

/// Objects in which a field has the wrong type or is missing. `live` is a session that listens at the site `kitchen`.
pub fn wrongly_typed(live: &str) -> Vec<BadMessage> {
    let notification = json!({"type": "notification", "text": "x"});
    let mut bad = vec![
        (START, json!({"siteId": "kitchen"})),
        (START, json!({"siteId": "kitchen", "init": {"canBeEnqueued": true}})),
        (START, json!({"siteId": "kitchen", "init": {"type": "foo", "canBeEnqueued": true}})),
        (START, json!({"siteId": "kitchen", "init": [1, 2]})),
        (START, json!({"siteId": "kitchen", "init": "notification"})),
        (START, json!({"siteId": "kitchen", "init": {"type": "notification"}})),
        (CONTINUE, json!({"text": "no session"})),
        (END, json!({"text": "no session"})),
        (CAPTURED, json!({"siteId": "kitchen", "sessionId": live})),
        (CAPTURED, json!({"text": {"a": 1}, "siteId": "kitchen", "sessionId": live})),
        (CAPTURED, json!({"text": ["a"], "siteId": "kitchen", "sessionId": live})),
        (CONFIGURE, json!({"siteId": "kitchen", "intents": "all"})),
        (CONFIGURE, json!({"siteId": "kitchen", "intents": [7]})),
    ];
    for wrong in [json!(["kitchen"]), json!({"name": "kitchen"}), json!([[["kitchen"]]]), json!([])] {
        bad.extend([
            (START, json!({"siteId": wrong, "init": notification})),
            (DETECTED, json!({"siteId": wrong, "modelId": "default"})),
            (CAPTURED, json!({"siteId": wrong, "text": "x", "likelihood": 1, "seconds": 1})),
            (END, json!({"sessionId": wrong})),
            (CONTINUE, json!({"sessionId": wrong, "text": "x"})),
        ]);
    }
    bad.into_iter().map(BadMessage::json).collect()
}

/// Ids that would change the topic, and ids and texts that are too long.
pub fn oversized_and_odd() -> Vec<BadMessage> {
    let long = "x".repeat(70_000);
    let mut bad = vec![
        BadMessage::json((END, json!({"sessionId": long}))),
        BadMessage::json((SAY_FINISHED, json!({"siteId": "kitchen", "id": long}))),
        BadMessage::new(END, "x".repeat(2_000_000)),
        BadMessage::json(("hermes/audioServer/kitchen/playBytes/1", json!("no WAV"))),
        BadMessage::new("hermes/audioServer/kitchen/playBytes/2", "RIFF\u{7f}\u{7f}\u{7f}\u{7f}WAVEfmt "),
        BadMessage::new("hermes/audioServer/kitchen/playFinished", "{oops"),
        BadMessage::new(&format!("hermes/hotword/{}/detected", "w".repeat(40_000)), "{oops"),
    ];
    for site in ["#", "+", "kit/+/chen", "nul\0", &long] {
        let notification = json!({"type": "notification", "text": "x"});
        bad.push(BadMessage::json((START, json!({"siteId": site, "init": notification}))));
        bad.push(BadMessage::json((DETECTED, json!({"siteId": site, "modelId": "default"}))));
    }
    bad
}

/// Well-formed messages of sessions that have ended, that are unknown, or that are at another site. `live` listens at the
/// site `kitchen`, `ended` was there before.
pub fn stale_and_foreign(live: &str, ended: &str) -> Vec<BadMessage> {
    let played = "hermes/audioServer/kitchen/playFinished";
    let mut bad = Vec::new();
    for session in [ended, "kitchen-default-unknown", ""] {
        bad.extend([
            (CONTINUE, json!({"sessionId": session, "text": "still there?"})),
            (END, json!({"sessionId": session, "text": "good bye"})),
            (SAY_FINISHED, json!({"siteId": "kitchen", "sessionId": session, "id": "late"})),
            (played, json!({"id": "late", "siteId": "kitchen", "sessionId": session})),
        ]);
    }
    for session in [ended, "kitchen-default-unknown"] {
        bad.extend([
            (CAPTURED, captured("kitchen", session)),
            (NOT_RECOGNIZED, json!({"input": "x", "siteId": "kitchen", "sessionId": session})),
            (INTENT, intent("kitchen", session)),
            ("hermes/error/nlu", json!({"error": "x", "siteId": "kitchen", "sessionId": session})),
            ("hermes/error/asr", json!({"error": "x", "siteId": "kitchen", "sessionId": session})),
        ]);
    }
    // A live session at the wrong site.
    bad.push((CAPTURED, captured("bath", live)));
    bad.into_iter().map(BadMessage::json).collect()
}

/// Commands that a broker has retained and sends to each new subscriber.
pub fn retained() -> Vec<BadMessage> {
    let action = json!({"type": "action", "canBeEnqueued": true});
    let commands = [
        (START, json!({"siteId": "kitchen", "init": action})),
        (DETECTED, json!({"siteId": "kitchen", "modelId": "default"})),
        (END, json!({"sessionId": "kitchen-default-unknown"})),
        (CONTINUE, json!({"sessionId": "kitchen-default-unknown", "text": "x"})),
        (CAPTURED, captured("kitchen", "kitchen-default-unknown")),
        (NOT_RECOGNIZED, json!({"input": "x", "siteId": "kitchen"})),
        (INTENT, intent("kitchen", "kitchen-default-unknown")),
    ];
    let malformed = BadMessage::new(CONFIGURE, "{oops");
    commands.into_iter().map(BadMessage::json).chain([malformed]).collect()
}

fn captured(site: &str, session: &str) -> Value {
    json!({"text": "what time is it", "likelihood": 1.0, "seconds": 1.0, "siteId": site, "sessionId": session})
}

fn intent(site: &str, session: &str) -> Value {
    let name = json!({"intentName": "GetTime", "confidenceScore": 1.0});
    json!({"input": "x", "intent": name, "siteId": site, "sessionId": session, "slots": []})
}
