//! What reading and writing one message costs: `cargo bench -p petasos-messages`.

#![allow(clippy::expect_used, reason = "a benchmark fails by panicking")]

use bytes::Bytes;
use divan::{Bencher, black_box};
use petasos_messages::{Dialect, Message, Topic};

/// Common messages of a conversation: a name, a topic, a payload.
const PACKETS: [(&str, &str, &[u8]); 6] = [
    (
        "toggle",
        "hermes/hotword/toggleOff",
        br#"{"siteId": "default", "reason": "dialogueSession"}"#,
    ),
    (
        "hotword",
        "hermes/hotword/default/detected",
        br#"{"modelId": "default", "modelVersion": "", "modelType": "personal", "currentSensitivity": 1.0, "siteId": "default"}"#,
    ),
    (
        "text_captured",
        "hermes/asr/textCaptured",
        br#"{"text": "what time is it", "likelihood": 0.9, "seconds": 0.1, "siteId": "default", "sessionId": "default-default-1128ab27-5dc7-46d1-8810-bbd47a62f88c"}"#,
    ),
    (
        "end_session",
        "hermes/dialogueManager/endSession",
        br#"{"sessionId": "default-default-1128ab27-5dc7-46d1-8810-bbd47a62f88c", "text": "it is noon"}"#,
    ),
    (
        "query",
        "hermes/nlu/query",
        br#"{"input": "what time is it", "siteId": "default", "id": null, "intentFilter": null, "sessionId": "default-default-1128ab27-5dc7-46d1-8810-bbd47a62f88c", "wakewordId": "default", "lang": null, "customData": "default", "asrConfidence": 0.9, "customEntities": null}"#,
    ),
    (
        "intent",
        "hermes/intent/GetTime",
        br#"{"input": "what time is it", "intent": {"intentName": "GetTime", "confidenceScore": 1.0}, "siteId": "default", "id": null, "slots": [{"entity": "e", "value": {"kind": "Unknown", "value": "v"}, "slotName": "e", "rawValue": "v", "confidence": 1.0, "range": {"start": 0, "end": 1, "rawStart": 0, "rawEnd": 1}}], "sessionId": "default-default-1128ab27-5dc7-46d1-8810-bbd47a62f88c", "customData": "default", "asrTokens": null, "asrConfidence": 0.9, "rawInput": "what time is it", "wakewordId": "default", "lang": null}"#,
    ),
];

fn names() -> impl Iterator<Item = &'static str> {
    PACKETS.iter().map(|(name, ..)| *name)
}

fn packet(name: &str) -> (&'static str, Bytes) {
    let (_, topic, payload) =
        PACKETS.iter().find(|(known, ..)| *known == name).expect("a packet of the list");
    (topic, Bytes::from_static(payload))
}

#[divan::bench(args = names())]
fn decode(bencher: Bencher<'_, '_>, name: &str) {
    let (topic, payload) = packet(name);
    bencher.bench(|| Message::decode(black_box(topic), black_box(payload.clone())));
}

#[divan::bench(args = names())]
fn encode(bencher: Bencher<'_, '_>, name: &str) {
    let (topic, payload) = packet(name);
    let message = Message::decode(topic, payload).expect("a good packet");
    bencher.bench(|| black_box(&message).encode(Dialect::RHASSPY));
}

#[divan::bench(args = names())]
fn topic_to_text(bencher: Bencher<'_, '_>, name: &str) {
    let (topic, payload) = packet(name);
    let message = Message::decode(topic, payload).expect("a good packet");
    bencher.bench(|| black_box(&message).topic(Dialect::RHASSPY).to_string());
}

#[divan::bench(args = names())]
fn topic_from_text(name: &str) -> Option<Topic> {
    packet(name).0.parse().ok()
}

fn main() {
    divan::main();
}
