//! Redacts whole messages.

use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;
use serde_json::json;

use crate::{Entry, Header, Hide, Kept, Payload, Redactor};

fn redactor() -> Redactor {
    Redactor::new(7, Kept::default())
}

fn entry(topic: &str, payload: impl Into<Bytes>) -> Entry {
    Entry::new(Duration::from_millis(5), Timestamp::UNIX_EPOCH, topic, payload)
}

/// A topic and payload after redaction, in one line.
fn redacted(redactor: &mut Redactor, topic: &str, payload: impl Into<Bytes>) -> String {
    let entry = redactor.redact(entry(topic, payload));
    match entry.payload {
        Payload::Bytes(bytes) => format!("{} {}", entry.topic, String::from_utf8_lossy(&bytes)),
        Payload::LeftOut { bytes, sound } => format!("{} {bytes} bytes left out, {sound:?}", entry.topic),
    }
}

#[test]
fn a_turn_can_still_be_followed() {
    let mut redactor = redactor();
    let turn = [
        ("hermes/hotword/jarvis/detected", json!({"siteId": "kitchen", "modelId": "jarvis"})),
        (
            "hermes/dialogueManager/sessionStarted",
            json!({"sessionId": "s-1", "siteId": "kitchen", "customData": "jarvis"}),
        ),
        (
            "hermes/asr/textCaptured",
            json!({"text": "Call Anna at 5", "likelihood": 0.93, "siteId": "kitchen", "sessionId": "s-1"}),
        ),
        (
            "hermes/intent/user:Call",
            json!({
                "input": "call anna at 5", "intent": {"intentName": "user:Call", "confidenceScore": 1.0}, "siteId": "kitchen",
                "sessionId": "s-1", "slots": [
                    {"entity": "person", "slotName": "who", "rawValue": "anna", "value": {"kind": "Custom", "value": "Anna"}, "range": {"start": 5, "end": 9}},
                    {"entity": "snips/number", "slotName": "when", "rawValue": "5", "value": {"kind": "Number", "value": 5.0}},
                ],
            }),
        ),
        (
            "hermes/dialogueManager/endSession",
            json!({"sessionId": "s-1", "text": "Calling Anna.", "customData": {"number": "0049"}}),
        ),
    ];
    let lines = turn.map(|(topic, payload)| redacted(&mut redactor, topic, payload.to_string()));
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn what_is_not_known_is_left_out() {
    let mut redactor = redactor();
    let lines = [
        redacted(&mut redactor, "hermes/tts/say", "{\"text\": \"Anna"),
        redacted(&mut redactor, "hermes/tts/say", &b"\xff\xfe"[..]),
        redacted(&mut redactor, "zigbee2mqtt/Anna's lamp/set", "ON"),
        redacted(&mut redactor, "hermes/asr/Anna's/toggleOn", "{}"),
        redacted(&mut redactor, "projectalice/events/doorOpened", "{\"who\":\"Anna\"}"),
        redacted(&mut redactor, "hermes/audioServer/kitchen/audioFrame", "Anna"),
        redacted(&mut redactor, "hermes/asr/toggleOn", ""),
        redacted(&mut redactor, "hermes/dialogueManager/versionRequest", "{\"who\":\"Anna\"}"),
    ];
    insta::assert_snapshot!(lines.join("\n"));
    assert_eq!(redactor.removed().payloads, 6);
}

#[test]
fn names_stay_unless_they_are_hidden() {
    let payload = r#"{"siteId":"kitchen","intentFilter":["user:Call"]}"#;
    let topic = "hermes/asr/startListening";
    assert_eq!(redacted(&mut redactor(), topic, payload), format!("{topic} {payload}"));
    let mut sites = redactor().hiding(Hide { sites: true, intents: false });
    assert_eq!(
        redacted(&mut sites, topic, payload),
        format!("{topic} {}", payload.replace("kitchen", "dosukubo"))
    );
    let mut intents = redactor().hiding(Hide { sites: false, intents: true });
    assert_eq!(
        redacted(&mut intents, topic, payload),
        format!("{topic} {}", payload.replace("user:Call", "sigofiri:Kanehapi"))
    );
}

#[test]
fn the_header_loses_hosts_titles_and_paths() {
    let mut header = Header::new(Timestamp::UNIX_EPOCH);
    header.broker = Some("anna.example.org:1883".to_owned());
    header.title = Some("Anna calls".to_owned());
    header.recorder = Some("petasos 0.1.0".to_owned());
    let settings = json!({
        "mqtt": {"password": "secret"}, "state": {"directory": "/home/anna"}, "default_site": "kitchen",
        "everywhere": {"cancel_words": {"en": ["stop it"]}, "timeouts": {"skill_seconds": 5}},
        "site": {"anna's room": {"microphone": false}},
    });
    header.settings = settings.as_object().cloned().unwrap_or_default();
    insta::assert_debug_snapshot!(redactor().header(header));
}
