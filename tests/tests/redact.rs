//! `petasos redact` makes a recording that may be shown to others.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, with the reason")]

use std::fs;
use std::path::{Path, PathBuf};

use petasos_tests::topic_names::CAPTURED;
use petasos_tests::{Ended, Tool};
use serde_json::{Value, json};

/// What must be removed, in upper or lower case.
const SECRET: &str = "xanthippe";

/// A recording with one message of each form.
struct Recording {
    folder: tempfile::TempDir,
}

impl Recording {
    fn new() -> Self {
        let recording = Self { folder: tempfile::tempdir().unwrap() };
        let frame = "UklGRiwAAABXQVZFZm10IBAAAAABAAEAgD4AAAB9AAACABAAZGF0YQgAAAAAAAAAAAAAAA==";
        let captured = json!({"text": "call Xanthippe", "likelihood": 1.0, "siteId": "kitchen"});
        let lines = [
            json!({
                "petasos": "session", "version": 1, "started": "2026-01-01T00:00:00Z", "broker": "xanthippe.example:1883",
                "title": "Xanthippe sings", "kept": {"text": true, "audio": true},
            }),
            entry(CAPTURED, "json", &captured),
            entry("hermes/audioServer/kitchen/playBytes/1", "base64", &json!(frame)),
            entry("zigbee2mqtt/xanthippe", "text", &json!("ON")),
        ];
        let lines = lines.map(|line| format!("{line}\n"));
        fs::write(recording.path("kitchen.jsonl"), lines.concat()).unwrap();
        recording
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn redact(&self, arguments: &[&str]) -> Ended {
        let file = self.path("kitchen.jsonl").display().to_string();
        Tool::run_alone(&[&["redact", file.as_str()], arguments].concat())
    }
}

fn entry(topic: &str, form: &str, payload: &Value) -> Value {
    json!({"at": 1.0, "wall": "2026-01-01T00:00:01Z", "topic": topic, "qos": 0, "retain": false, form: payload})
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

#[test]
fn a_redacted_file_is_written_beside_the_recording() {
    let recording = Recording::new();
    let before = read(&recording.path("kitchen.jsonl"));
    let ended = recording.redact(&["--json"]);
    let redacted = recording.path("kitchen.redacted.jsonl");
    let expected = json!({
        "file": redacted.display().to_string(), "messages": 3, "replaced": 4, "fields": 0, "sounds": 1, "payloads": 1,
        "damaged": 0,
    });
    assert_eq!(ended.expect_code(0).json(), [expected]);
    assert_eq!(read(&recording.path("kitchen.jsonl")), before);
    let left = read(&redacted);
    assert!(!left.to_lowercase().contains(SECRET), "{left}");
    assert_eq!(left.lines().count(), 4);
    assert!(left.contains("kitchen") && left.contains("\"leftOut\":{\"bytes\":52,"), "{left}");
}

#[test]
fn a_redacted_file_can_be_redacted_again() {
    let recording = Recording::new();
    recording.redact(&["--in-place"]).expect_code(0);
    let once = read(&recording.path("kitchen.jsonl"));
    recording.redact(&["--in-place"]).expect_code(0);
    let twice = read(&recording.path("kitchen.jsonl"));
    assert_eq!(once.lines().count(), twice.lines().count());
    assert_ne!(once, twice, "each time has its own key");
}

#[test]
fn audio_beside_the_file_is_removed_with_it() {
    let recording = Recording::new();
    recording.redact(&["--in-place", "--keep", "all"]).expect_code(0);
    assert!(recording.path("kitchen.audio").is_dir());
    assert!(read(&recording.path("kitchen.jsonl")).contains("call Xanthippe"));
    recording.redact(&["--in-place", "--keep", "audio"]).expect_code(0);
    assert!(recording.path("kitchen.audio").is_dir());
    recording.redact(&["--in-place"]).expect_code(0);
    let left: Vec<_> =
        fs::read_dir(recording.folder.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert_eq!(left, ["kitchen.jsonl"]);
}

#[test]
fn files_are_only_overwritten_on_request() {
    let recording = Recording::new();
    let file = recording.path("kitchen.jsonl").display().to_string();
    recording.redact(&["-o", &file, "--force"]).expect_error(1, "is the recording itself");
    recording.redact(&[]).expect_code(0);
    recording.redact(&[]).expect_error(1, "exists: name another file");
    recording.redact(&["--force"]).expect_code(0);
}

#[test]
fn the_redacted_file_can_go_to_standard_output() {
    let recording = Recording::new();
    let ended = recording.redact(&["-o", "-", "--hide", "sites"]);
    assert_eq!(ended.json().len(), 4);
    assert!(!ended.out.contains("kitchen"), "{}", ended.out);
    assert!(ended.err.starts_with("standard output: 3 messages;"), "{}", ended.err);
}

#[test]
fn contradicting_options_are_refused() {
    let recording = Recording::new();
    recording.redact(&["--keep", "text", "--hide", "sites"]).expect_code(2);
    assert!(!recording.path("kitchen.redacted.jsonl").exists());
}

#[test]
fn damaged_lines_are_removed_and_counted() {
    let recording = Recording::new();
    let whole = read(&recording.path("kitchen.jsonl"));
    let damaged = whole + "oops xanthippe\n{\"at\": 2.0, \"topic\": \"xanth";
    fs::write(recording.path("kitchen.jsonl"), damaged).unwrap();
    let ended = recording.redact(&[]);
    assert!(ended.out.ends_with("; 2 damaged lines left out\n"), "{}", ended.out);
    assert!(!read(&recording.path("kitchen.redacted.jsonl")).contains(SECRET));
}
