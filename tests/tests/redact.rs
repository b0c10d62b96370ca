//! `petasos redact`, as people run it: a recording goes in, and one that may be shown to others comes out.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, with the reason")]

use std::fs;
use std::path::{Path, PathBuf};

use petasos_tests::{Ended, Tool};
use serde_json::{Value, json};

/// What must not be found in what is left.
const SECRET: &str = "xanthippe";

/// A recording of one message of each sort, in a folder of its own.
struct Recorded {
    folder: tempfile::TempDir,
}

impl Recorded {
    fn new() -> Self {
        let recorded = Self { folder: tempfile::tempdir().unwrap() };
        let frame = "UklGRiwAAABXQVZFZm10IBAAAAABAAEAgD4AAAB9AAACABAAZGF0YQgAAAAAAAAAAAAAAA==";
        let lines = [
            json!({
                "petasos": "session", "version": 1, "started": "2026-01-01T00:00:00Z", "broker": "xanthippe.example:1883",
                "title": "Xanthippe sings", "kept": {"text": true, "audio": true},
            }),
            entry(
                "hermes/asr/textCaptured",
                "json",
                &json!({"text": "call Xanthippe", "likelihood": 1.0, "siteId": "kitchen"}),
            ),
            entry("hermes/audioServer/kitchen/playBytes/1", "base64", &json!(frame)),
            entry("zigbee2mqtt/xanthippe", "text", &json!("ON")),
        ];
        let lines = lines.map(|line| format!("{line}\n"));
        fs::write(recorded.path("kitchen.jsonl"), lines.concat()).unwrap();
        recorded
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
fn a_clean_file_is_written_beside_the_recording() {
    let recorded = Recorded::new();
    let before = read(&recorded.path("kitchen.jsonl"));
    let ended = recorded.redact(&["--json"]);
    let clean = recorded.path("kitchen.redacted.jsonl");
    let expected = json!({
        "file": clean.display().to_string(), "messages": 3, "replaced": 4, "fields": 0, "sounds": 1, "payloads": 1,
        "damaged": 0,
    });
    assert_eq!((ended.code, ended.json()), (Some(0), vec![expected]), "{}", ended.err);
    assert_eq!(read(&recorded.path("kitchen.jsonl")), before);
    let left = read(&clean);
    assert!(!left.to_lowercase().contains(SECRET), "{left}");
    assert_eq!(left.lines().count(), 4);
    assert!(left.contains("kitchen") && left.contains("\"leftOut\":{\"bytes\":52,"), "{left}");
}

#[test]
fn a_clean_file_can_be_cleaned_again() {
    let recorded = Recorded::new();
    assert_eq!(recorded.redact(&["--in-place"]).code, Some(0));
    let once = read(&recorded.path("kitchen.jsonl"));
    assert_eq!(recorded.redact(&["--in-place"]).code, Some(0));
    let twice = read(&recorded.path("kitchen.jsonl"));
    assert_eq!(once.lines().count(), twice.lines().count());
    assert_ne!(once, twice, "each time has a key of its own");
}

#[test]
fn sound_beside_the_file_goes_with_it() {
    let recorded = Recorded::new();
    assert_eq!(recorded.redact(&["--in-place", "--keep", "all"]).code, Some(0));
    assert!(recorded.path("kitchen.audio").is_dir());
    assert!(read(&recorded.path("kitchen.jsonl")).contains("call Xanthippe"));
    assert_eq!(recorded.redact(&["--in-place", "--keep", "audio"]).code, Some(0));
    assert!(recorded.path("kitchen.audio").is_dir());
    assert_eq!(recorded.redact(&["--in-place"]).code, Some(0));
    let left: Vec<_> =
        fs::read_dir(recorded.folder.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert_eq!(left, ["kitchen.jsonl"]);
}

#[test]
fn nothing_is_overwritten_unasked() {
    let recorded = Recorded::new();
    let file = recorded.path("kitchen.jsonl").display().to_string();
    let itself = recorded.redact(&["-o", &file, "--force"]);
    assert_eq!(itself.code, Some(1));
    assert!(itself.err.contains("is the recording itself"), "{}", itself.err);
    assert_eq!(recorded.redact(&[]).code, Some(0));
    let again = recorded.redact(&[]);
    assert_eq!(again.code, Some(1));
    assert!(again.err.contains("exists: name another file"), "{}", again.err);
    assert_eq!(recorded.redact(&["--force"]).code, Some(0));
}

#[test]
fn standard_output_is_a_file_too() {
    let recorded = Recorded::new();
    let ended = recorded.redact(&["-o", "-", "--hide", "sites"]);
    assert_eq!(ended.json().len(), 4);
    assert!(!ended.out.contains("kitchen"), "{}", ended.out);
    assert!(ended.err.starts_with("standard output: 3 messages;"), "{}", ended.err);
}

#[test]
fn what_does_not_go_together_is_refused() {
    let recorded = Recorded::new();
    let ended = recorded.redact(&["--keep", "text", "--hide", "sites"]);
    assert_eq!(ended.code, Some(2));
    assert!(!recorded.path("kitchen.redacted.jsonl").exists());
}

#[test]
fn damaged_lines_are_left_out_and_counted() {
    let recorded = Recorded::new();
    let torn =
        format!("{}oops xanthippe\n{{\"at\": 2.0, \"topic\": \"xanth", read(&recorded.path("kitchen.jsonl")));
    fs::write(recorded.path("kitchen.jsonl"), torn).unwrap();
    let ended = recorded.redact(&[]);
    assert!(ended.out.ends_with("; 2 damaged lines left out\n"), "{}", ended.out);
    assert!(!read(&recorded.path("kitchen.redacted.jsonl")).contains(SECRET));
}
