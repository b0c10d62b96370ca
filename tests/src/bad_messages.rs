//! What nobody should send and somebody does: malformed, oversized, wrongly typed, stale and foreign messages, made from
//! tables. None of them may change anything.
//!
//! The kinds are those that harmed other managers: a `siteId` that is a list ended Rhasspy's, a `textCaptured` without
//! likelihood hung its session, a not-understood of somebody else's session beeped in the room.

use serde_json::{Value, json};

/// A message that must not change anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadMessage {
    /// Where it goes.
    pub topic: String,
    /// What goes there.
    pub payload: Vec<u8>,
}

impl BadMessage {
    fn new(topic: &str, payload: impl Into<Vec<u8>>) -> Self {
        Self { topic: topic.to_owned(), payload: payload.into() }
    }

    fn json(topic: &str, message: &Value) -> Self {
        Self::new(topic, message.to_string())
    }
}

const START: &str = "hermes/dialogueManager/startSession";
const CONTINUE: &str = "hermes/dialogueManager/continueSession";
const END: &str = "hermes/dialogueManager/endSession";
const CONFIGURE: &str = "hermes/dialogueManager/configure";
const DETECTED: &str = "hermes/hotword/default/detected";
const CAPTURED: &str = "hermes/asr/textCaptured";
const NOT_RECOGNIZED: &str = "hermes/nlu/intentNotRecognized";
const INTENT: &str = "hermes/intent/GetTime";
const SAY_FINISHED: &str = "hermes/tts/sayFinished";

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

/// Payloads that are no JSON object, whatever the topic: the first of each topic is the kind everybody sends sooner or
/// later.
#[must_use]
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

/// Objects in which something has the wrong type, or is missing. `live` is a session that listens at the kitchen.
#[must_use]
pub fn wrongly_typed(live: &str) -> Vec<BadMessage> {
    let notification = json!({"type": "notification", "text": "x"});
    let mut bad = vec![
        BadMessage::json(START, &json!({"siteId": "kitchen"})),
        BadMessage::json(START, &json!({"siteId": "kitchen", "init": {"canBeEnqueued": true}})),
        BadMessage::json(
            START,
            &json!({"siteId": "kitchen", "init": {"type": "foo", "canBeEnqueued": true}}),
        ),
        BadMessage::json(START, &json!({"siteId": "kitchen", "init": [1, 2]})),
        BadMessage::json(START, &json!({"siteId": "kitchen", "init": "notification"})),
        BadMessage::json(START, &json!({"siteId": "kitchen", "init": {"type": "notification"}})),
        BadMessage::json(CONTINUE, &json!({"text": "no session"})),
        BadMessage::json(END, &json!({"text": "no session"})),
        BadMessage::json(CAPTURED, &json!({"siteId": "kitchen", "sessionId": live})),
        BadMessage::json(CAPTURED, &json!({"text": {"a": 1}, "siteId": "kitchen", "sessionId": live})),
        BadMessage::json(CAPTURED, &json!({"text": ["a"], "siteId": "kitchen", "sessionId": live})),
        BadMessage::json(CONFIGURE, &json!({"siteId": "kitchen", "intents": "all"})),
        BadMessage::json(CONFIGURE, &json!({"siteId": "kitchen", "intents": [7]})),
    ];
    for wrong in [json!(["kitchen"]), json!({"name": "kitchen"}), json!([[["kitchen"]]]), json!([])] {
        bad.push(BadMessage::json(START, &json!({"siteId": wrong, "init": notification})));
        bad.push(BadMessage::json(DETECTED, &json!({"siteId": wrong, "modelId": "default"})));
        bad.push(BadMessage::json(
            CAPTURED,
            &json!({"siteId": wrong, "text": "x", "likelihood": 1, "seconds": 1}),
        ));
        bad.push(BadMessage::json(END, &json!({"sessionId": wrong})));
        bad.push(BadMessage::json(CONTINUE, &json!({"sessionId": wrong, "text": "x"})));
    }
    bad
}

/// Ids that would become topics of their own, and ids and texts beyond any bound.
#[must_use]
pub fn oversized_and_odd() -> Vec<BadMessage> {
    let long = "x".repeat(70_000);
    let mut bad = vec![
        BadMessage::json(END, &json!({"sessionId": long})),
        BadMessage::json(SAY_FINISHED, &json!({"siteId": "kitchen", "id": long})),
        BadMessage::new(END, "x".repeat(2_000_000)),
        BadMessage::json("hermes/audioServer/kitchen/playBytes/1", &json!("no WAV")),
        BadMessage::new("hermes/audioServer/kitchen/playBytes/2", "RIFF\u{7f}\u{7f}\u{7f}\u{7f}WAVEfmt "),
        BadMessage::new("hermes/audioServer/kitchen/playFinished", "{oops"),
        BadMessage::new(&format!("hermes/hotword/{}/detected", "w".repeat(40_000)), "{oops"),
    ];
    for site in ["#", "+", "kit/+/chen", "nul\0", &long] {
        let notification = json!({"type": "notification", "text": "x"});
        bad.push(BadMessage::json(START, &json!({"siteId": site, "init": notification})));
        bad.push(BadMessage::json(DETECTED, &json!({"siteId": site, "modelId": "default"})));
    }
    bad
}

/// Well-formed messages of sessions that are over, that nobody knows, or that live elsewhere. `live` listens at the
/// kitchen, `ended` was there before.
#[must_use]
pub fn stale_and_foreign(live: &str, ended: &str) -> Vec<BadMessage> {
    let mut bad = Vec::new();
    for session in [ended, "kitchen-default-unknown", ""] {
        bad.extend([
            BadMessage::json(CONTINUE, &json!({"sessionId": session, "text": "still there?"})),
            BadMessage::json(END, &json!({"sessionId": session, "text": "good bye"})),
            BadMessage::json(SAY_FINISHED, &json!({"siteId": "kitchen", "sessionId": session, "id": "late"})),
            BadMessage::json(
                "hermes/audioServer/kitchen/playFinished",
                &json!({"id": "late", "siteId": "kitchen", "sessionId": session}),
            ),
        ]);
    }
    for session in [ended, "kitchen-default-unknown"] {
        bad.extend([
            BadMessage::json(CAPTURED, &captured("kitchen", session)),
            BadMessage::json(
                NOT_RECOGNIZED,
                &json!({"input": "x", "siteId": "kitchen", "sessionId": session}),
            ),
            BadMessage::json(INTENT, &intent("kitchen", session)),
            BadMessage::json(
                "hermes/error/nlu",
                &json!({"error": "x", "siteId": "kitchen", "sessionId": session}),
            ),
            BadMessage::json(
                "hermes/error/asr",
                &json!({"error": "x", "siteId": "kitchen", "sessionId": session}),
            ),
        ]);
    }
    // The right session, heard in the wrong room.
    bad.push(BadMessage::json(CAPTURED, &captured("bath", live)));
    bad
}

/// Commands that a broker kept and plays to everybody who connects.
#[must_use]
pub fn retained() -> Vec<BadMessage> {
    let action = json!({"type": "action", "canBeEnqueued": true});
    vec![
        BadMessage::json(START, &json!({"siteId": "kitchen", "init": action})),
        BadMessage::json(DETECTED, &json!({"siteId": "kitchen", "modelId": "default"})),
        BadMessage::json(END, &json!({"sessionId": "kitchen-default-unknown"})),
        BadMessage::json(CONTINUE, &json!({"sessionId": "kitchen-default-unknown", "text": "x"})),
        BadMessage::json(CAPTURED, &captured("kitchen", "kitchen-default-unknown")),
        BadMessage::json(NOT_RECOGNIZED, &json!({"input": "x", "siteId": "kitchen"})),
        BadMessage::json(INTENT, &intent("kitchen", "kitchen-default-unknown")),
        BadMessage::new(CONFIGURE, "{oops"),
    ]
}

fn captured(site: &str, session: &str) -> Value {
    json!({"text": "what time is it", "likelihood": 1.0, "seconds": 1.0, "siteId": site, "sessionId": session})
}

fn intent(site: &str, session: &str) -> Value {
    let name = json!({"intentName": "GetTime", "confidenceScore": 1.0});
    json!({"input": "x", "intent": name, "siteId": site, "sessionId": session, "slots": []})
}
