//! The schema in the docs describes session files: what is written conforms to it, what is refused does not, and no key is missing.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::BTreeSet;
use std::fs;
use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;
use jsonschema::Validator;
use petasos_messages::{Component, Dialect};
use petasos_recording::{Entry, Header, Payload, Reader, Sender, Writer};
use serde_json::{Map, Value, json};
use tempfile::TempDir;

fn schema() -> Value {
    serde_json::from_str(include_str!("../../../docs/session-file.schema.json")).unwrap()
}

fn validator() -> Validator {
    jsonschema::validator_for(&schema()).unwrap()
}

/// A Snips frame: a header with more in it than the plainest, two samples, and half a one.
fn frame() -> Vec<u8> {
    let mut frame = b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x80\x3e\0\0\0\x7d\0\0\x02\0\x10\0".to_vec();
    frame.extend_from_slice(b"time\x08\0\0\0\x01\x02\x03\x04\x05\x06\x07\x08data\x05\0\0\0\x01\0\x02\0\x03");
    frame
}

fn entry(topic: &str, payload: Payload) -> Entry {
    Entry {
        at: Duration::from_micros(1_500_001),
        wall: Timestamp::from_millisecond(1_790_000_000_123).unwrap(),
        topic: topic.to_owned(),
        qos: 2,
        retain: true,
        dup: true,
        from: Sender::One(Component::Skill),
        payload,
    }
}

/// The lines of a file in which everything stands that can stand in one.
fn lines() -> Vec<Value> {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("house.jsonl");
    let mut header = Header::new(Timestamp::from_millisecond(-1).unwrap());
    header.dialect = Some(Dialect::ALICE);
    header.broker = Some("localhost:1883".to_owned());
    header.recorder = Some("petasos".to_owned());
    header.title = Some("a test".to_owned());
    header.settings = Map::from_iter([("session_timeout".to_owned(), json!(30))]);
    let mut writer = Writer::create(&path, &header).unwrap();
    let bytes = |bytes: &'static [u8]| Payload::Bytes(Bytes::from_static(bytes));
    let two = Sender::OneOf(vec![Component::Nlu, Component::DialogueManager]);
    for entry in [
        entry("hermes/tts/say", bytes(b"[1]")),
        entry("hermes/tts/say", bytes(b"ON")),
        entry("hermes/tts/say", bytes(b"\xff")),
        entry("hermes/audioServer/kitchen/audioFrame", Payload::Bytes(frame().into())),
        entry("hermes/audioServer/kitchen/playBytes/1", Payload::Bytes(frame().into())),
        entry("t", Payload::LeftOut { bytes: 1, sound: Some(Duration::from_millis(1)) }),
        Entry { from: two, ..entry("t", bytes(b"1")) },
        Entry { from: Sender::Unknown, ..entry("t", bytes(b"null")) },
    ] {
        writer.write(&entry).unwrap();
    }
    writer.finish().unwrap();
    let text = fs::read_to_string(&path).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn every_line_that_is_written_fits() {
    let (validator, lines) = (validator(), lines());
    assert_eq!(lines.len(), 9);
    for line in lines {
        assert!(validator.is_valid(&line), "{line}: {:?}", validator.iter_errors(&line).collect::<Vec<_>>());
    }
}

#[test]
fn every_key_that_is_written_is_described_and_no_other() {
    let lines = lines();
    let described = |pointer: &str| -> BTreeSet<String> {
        let schema = schema();
        schema.pointer(pointer).unwrap().as_object().unwrap().keys().cloned().collect()
    };
    let written = |values: &[&Value]| -> BTreeSet<String> {
        values.iter().flat_map(|value| value.as_object().unwrap().keys().cloned()).collect()
    };
    let (header, messages) = lines.split_first().unwrap();
    let inner = |key: &str| -> Vec<&Value> { messages.iter().filter_map(|line| line.get(key)).collect() };
    assert_eq!(described("/$defs/header/properties"), written(&[header]));
    assert_eq!(described("/$defs/message/properties"), written(&messages.iter().collect::<Vec<_>>()));
    assert_eq!(described("/$defs/audio/properties"), written(&inner("audio")));
    assert_eq!(described("/$defs/leftOut/properties"), written(&inner("leftOut")));
    let components = schema().pointer("/$defs/role/anyOf/0/enum").cloned().unwrap();
    assert_eq!(components, json!(Component::ALL.map(Component::as_str)));
}

#[test]
fn what_readers_refuse_does_not_fit() {
    let validator = validator();
    let good =
        json!({"at": 0, "wall": "1970-01-01T00:00:00Z", "topic": "t", "qos": 0, "retain": false, "json": 1});
    let header = r#"{"petasos":"session","version":1,"started":"1970-01-01T00:00:00Z","kept":{"text":true,"audio":true}}"#;
    let is_read = |line: &Value| {
        let file = format!("{header}\n{line}\n");
        Reader::new(file.as_bytes()).unwrap().all(|entry| entry.is_ok())
    };
    assert!(validator.is_valid(&good) && is_read(&good));
    for (key, value) in [
        ("at", json!(-1)),
        ("wall", json!("yesterday")),
        ("topic", json!(null)),
        ("qos", json!(3)),
        ("retain", json!("no")),
        ("text", json!("two payloads")),
        ("from", json!(1)),
        ("audio", json!({"file": "a.wav", "bytes": 1, "from": 1})),
        ("leftOut", json!({})),
    ] {
        let mut bad = good.clone();
        if ["audio", "leftOut"].contains(&key) {
            bad.as_object_mut().unwrap().remove("json");
        }
        bad.as_object_mut().unwrap().insert(key.to_owned(), value);
        assert!(!validator.is_valid(&bad), "{bad} fits");
        assert!(!is_read(&bad), "{bad} is read");
    }
}
