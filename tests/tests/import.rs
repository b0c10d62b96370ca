//! `petasos import` reads what the real `mosquitto_sub` prints.

#![expect(clippy::expect_used, reason = "a test fails by panicking, with the reason")]

use std::fs::{self, File};
use std::process::Command;

use petasos_tests::{Mosquitto, Observer, Tool};
use serde_json::{Value, json};
use tempfile::TempDir;

const PLAIN: &str = r#"{"text":"Hällo","siteId":"a"}"#;
const SPACED: &str = "{\n  \"siteId\" : \"a\"\n}";
/// A sound: samples that look like line ends among others.
const SOUND: &[u8] = b"RIFF\x28\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x80\x3e\0\0\0\x7d\0\0\x02\0\x10\0data\x04\0\0\0\n\n\xff\x0a";

/// A broker that keeps four messages: what any `mosquitto_sub` that comes is told at once.
fn broker() -> Mosquitto {
    let broker = Mosquitto::start();
    let observer = Observer::start(&broker);
    let mut messages = observer.messages();
    observer.publish_retained("hermes/asr/startListening", SPACED.as_bytes());
    observer.publish_retained("hermes/audioServer/a/audioFrame", SOUND);
    observer.publish_retained("hermes/asr/stopListening", b"not JSON");
    observer.publish_retained("hermes/tts/say", PLAIN.as_bytes());
    messages.expect("hermes/tts/say", &json!({}));
    broker
}

/// What is imported of what `mosquitto_sub` prints of the four messages, by topic, and what is said about it.
fn import(format: &[&str]) -> (Vec<Value>, String) {
    let broker = broker();
    let folder = TempDir::new().expect("a folder");
    let printed = folder.path().join("house.txt");
    let port = broker.port().to_string();
    let status = Command::new("mosquitto_sub")
        .args(["-h", "127.0.0.1", "-p", &port, "-t", "hermes/#", "-C", "4", "-W", "20"])
        .args(format)
        .stdout(File::create(&printed).expect("a file in a fresh folder"))
        .status();
    assert!(status.is_ok_and(|status| status.success()), "mosquitto_sub failed; run `cargo xtask setup`");
    let printed = printed.to_string_lossy().into_owned();
    let imported = Tool::run_alone(&["import", &printed, "--dialect", "rhasspy"]);
    assert_eq!(
        imported.code,
        Some(0),
        "{}\n{}",
        imported.err,
        fs::read_to_string(&printed).unwrap_or_default()
    );
    let mut lines = imported.json();
    assert_eq!(lines.first().and_then(|header| header.get("dialect")), Some(&json!("rhasspy")));
    lines.remove(0);
    lines.sort_by_key(|line| line["topic"].to_string());
    (lines, imported.err)
}

fn payloads<'a>(lines: &'a [Value], key: &str) -> Vec<(&'a str, &'a Value)> {
    let with_key = lines.iter().filter_map(|line| Some((line["topic"].as_str()?, line.get(key)?)));
    with_key.collect()
}

#[test]
fn objects_have_times_and_lack_what_is_no_json() {
    let (lines, said) = import(&["-F", "%J"]);
    let expected = [
        ("hermes/asr/startListening", &json!({"siteId": "a"})),
        ("hermes/tts/say", &json!({"text": "Hällo", "siteId": "a"})),
    ];
    assert_eq!(payloads(&lines, "json"), expected);
    assert!(lines.iter().all(|line| line["retain"] == json!(true)), "{lines:?}");
    assert!(said.contains("messages missing: 2;") && said.contains("than were sent: 1;"), "{said}");
    assert!(!said.contains("made up"), "{said}");
}

#[test]
fn objects_with_strings_keep_text_as_it_was() {
    let (lines, said) = import(&["-F", "%j"]);
    let texts =
        [("hermes/asr/startListening", &json!(SPACED)), ("hermes/asr/stopListening", &json!("not JSON"))];
    assert_eq!(payloads(&lines, "text"), texts);
    assert_eq!(payloads(&lines, "json").len(), 1);
    let sound = [("hermes/audioServer/a/audioFrame", &json!({"bytes": SOUND.len()}))];
    assert_eq!(payloads(&lines, "leftOut"), sound);
    assert!(said.contains("payloads missing: 1;"), "{said}");
}

#[test]
fn plain_lines_keep_every_byte_and_lack_times() {
    let (lines, said) = import(&["-v"]);
    let texts =
        [("hermes/asr/startListening", &json!(SPACED)), ("hermes/asr/stopListening", &json!("not JSON"))];
    assert_eq!(payloads(&lines, "text"), texts);
    assert_eq!(payloads(&lines, "json").len(), 1);
    let sound = "UklGRigAAABXQVZFZm10IBAAAAABAAEAgD4AAAB9AAACABAAZGF0YQQAAAAKCv8K";
    assert_eq!(payloads(&lines, "base64"), [("hermes/audioServer/a/audioFrame", &json!(sound))]);
    assert!(said.contains("times: made up"), "{said}");
}
