//! `petasos import` reads what the real `mosquitto_sub` prints.

#![expect(clippy::expect_used, reason = "a test fails by panicking, with the reason")]

use std::fs::{self, File};
use std::process::Command;

use petasos_tests::topic_names::{LISTEN, SAY, STOP_LISTENING};
use petasos_tests::{Mosquitto, Observer, Tool};
use serde_json::{Value, json};
use tempfile::TempDir;

const PLAIN: &str = r#"{"text":"Hällo","siteId":"a"}"#;
const SPACED: &str = "{\n  \"siteId\" : \"a\"\n}";
/// A WAV, with samples that look like line ends.
const AUDIO: &[u8] = b"RIFF\x28\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x80\x3e\0\0\0\x7d\0\0\x02\0\x10\0data\x04\0\0\0\n\n\xff\x0a";

/// A broker with four retained messages.
fn broker() -> Mosquitto {
    let broker = Mosquitto::start();
    let observer = Observer::start(&broker);
    let mut messages = observer.messages();
    observer.publish_retained(LISTEN, SPACED.as_bytes());
    observer.publish_retained("hermes/audioServer/a/audioFrame", AUDIO);
    observer.publish_retained(STOP_LISTENING, b"not JSON");
    observer.publish_retained(SAY, PLAIN.as_bytes());
    messages.expect(SAY, &json!({}));
    broker
}

/// Imports what `mosquitto_sub` prints of the four messages; returns the entries by topic, and standard error.
fn import(format: &[&str]) -> (Vec<Value>, String) {
    let broker = broker();
    let folder = TempDir::new().expect("a folder");
    let printed = folder.path().join("messages.txt");
    let port = broker.port().to_string();
    let status = Command::new("mosquitto_sub")
        .args(["-h", "127.0.0.1", "-p", &port, "-t", "hermes/#", "-C", "4", "-W", "20"])
        .args(format)
        .stdout(File::create(&printed).expect("a file in a fresh folder"))
        .status();
    assert!(status.is_ok_and(|status| status.success()), "mosquitto_sub failed; run `cargo xtask setup`");
    let printed = printed.to_string_lossy().into_owned();
    let imported = Tool::run_alone(&["import", &printed, "--dialect", "rhasspy"]);
    let text = fs::read_to_string(&printed).unwrap_or_default();
    assert_eq!(imported.code, Some(0), "{}\n{text}", imported.err);
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
fn json_objects_have_times_and_lack_payloads_that_are_not_json() {
    let (lines, err) = import(&["-F", "%J"]);
    let expected = [(LISTEN, &json!({"siteId": "a"})), (SAY, &json!({"text": "Hällo", "siteId": "a"}))];
    assert_eq!(payloads(&lines, "json"), expected);
    assert!(lines.iter().all(|line| line["retain"] == json!(true)), "{lines:?}");
    assert!(err.contains("messages missing: 2;") && err.contains("what was sent: 1;"), "{err}");
    assert!(!err.contains("times:"), "{err}");
}

#[test]
fn json_objects_with_strings_keep_text_unchanged() {
    let (lines, err) = import(&["-F", "%j"]);
    let texts = [(LISTEN, &json!(SPACED)), (STOP_LISTENING, &json!("not JSON"))];
    assert_eq!(payloads(&lines, "text"), texts);
    assert_eq!(payloads(&lines, "json").len(), 1);
    let audio = [("hermes/audioServer/a/audioFrame", &json!({"bytes": AUDIO.len()}))];
    assert_eq!(payloads(&lines, "leftOut"), audio);
    assert!(err.contains("payloads missing: 1;"), "{err}");
}

#[test]
fn plain_lines_keep_every_byte_and_lack_times() {
    let (lines, err) = import(&["-v"]);
    let texts = [(LISTEN, &json!(SPACED)), (STOP_LISTENING, &json!("not JSON"))];
    assert_eq!(payloads(&lines, "text"), texts);
    assert_eq!(payloads(&lines, "json").len(), 1);
    let audio = "UklGRigAAABXQVZFZm10IBAAAAABAAEAgD4AAAB9AAACABAAZGF0YQQAAAAKCv8K";
    assert_eq!(payloads(&lines, "base64"), [("hermes/audioServer/a/audioFrame", &json!(audio))]);
    assert!(err.contains("times: unknown"), "{err}");
}
