//! `petasos doctor`, beside a real broker and the real manager, and on recordings.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use petasos_tests::process::Process;
use petasos_tests::{House, Mosquitto, Observer, SOON, Tool, programs};
use serde_json::{Value, json};

/// Recordings of houses that are `ill` or `well`.
fn recording(kind: &str, name: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/watch/tests/recordings");
    root.join(kind).join(format!("{name}.jsonl")).display().to_string()
}

/// The lines of this event.
fn events(lines: &[Value], event: &str) -> Vec<Value> {
    lines.iter().filter(|line| line["event"] == event).cloned().collect()
}

#[test]
fn a_recording_of_an_ill_house_is_explained_and_fails() {
    let ended = Tool::run_alone(&["doctor", &recording("ill", "two-managers")]);
    assert_eq!(ended.code, Some(1));
    insta::assert_snapshot!(ended.out);
}

#[test]
fn a_recording_of_a_house_that_is_well_succeeds() {
    let ended = Tool::run_alone(&["doctor", &recording("well", "two-managers")]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(ended.out.starts_with("nothing wrong found in "), "{ended:?}");
}

#[test]
fn a_hint_is_told_and_harms_nobody() {
    let ended = Tool::run_alone(&["doctor", &recording("ill", "clock-jumps"), "--json"]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let lines = ended.json();
    assert_eq!(events(&lines, "finding")[0]["diagnosis"], "clock-jumps");
    assert_eq!(events(&lines, "summary")[0]["hints"], 1);
}

#[test]
fn what_is_no_recording_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file: PathBuf = folder.path().join("no.jsonl");
    fs::write(&file, "hello\n").unwrap();
    let ended = Tool::run_alone(&["doctor", &file.display().to_string()]);
    assert_eq!(ended.code, Some(1));
    assert!(ended.err.contains("no.jsonl") && ended.err.contains("header"), "{ended:?}");
    assert_eq!(Tool::run_alone(&["doctor", "--invariants"]).code, Some(2), "they need a file");
}

#[test]
fn the_invariants_judge_what_a_manager_did() {
    let ill = Tool::run_alone(&["doctor", &recording("ill", "two-managers"), "--invariants", "--json"]);
    let lines = ill.json();
    let broken = events(&lines, "violation");
    assert!(broken.iter().any(|line| line["invariant"] == "one session per room"), "{ill:?}");
    let left_out = &events(&lines, "invariants")[0]["leftOut"];
    assert!(left_out.as_array().unwrap().contains(&json!("obligations are written down first")));
}

#[test]
fn a_live_house_is_listened_to_and_what_was_found_is_told_though_it_ends_early() {
    let house = House::start(&[]);
    let mut doctor = house.broker.subscribed(&["hermes/#"], || {
        let mut command = Command::new(programs::petasos());
        command.env("PETASOS_MQTT_PORT", house.broker.port().to_string());
        Process::start("petasos", command.args(["doctor", "--duration", "60", "--quiet", "--json"]))
    });
    let mut ear = house.ear();
    let listening = house.wake_and_listen("kitchen");
    house.end(listening.session());
    ear.expect("hermes/dialogueManager/sessionEnded", &json!({"sessionId": listening.session()}));
    house.publish("hermes/dialogueManager/endSession", &json!({"text": "no session"}));
    doctor.wait_for_line("\"malformed\"");

    assert_eq!(doctor.terminate(SOON).code(), Some(143));
    doctor.wait_for_line("\"summary\"");
    let lines = doctor.lines();
    let lines: Vec<Value> = lines.iter().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let found: Vec<_> = events(&lines, "finding").iter().map(|line| line["diagnosis"].clone()).collect();
    assert_eq!(found, ["malformed"], "{lines:?}");
    assert_eq!(events(&lines, "summary")[0]["sessions"], 1, "{lines:?}");
}

#[test]
fn what_the_broker_keeps_is_found_at_once() {
    let broker = Mosquitto::start();
    let observer = Observer::start(&broker);
    observer.publish_retained("hermes/tts/say", br#"{"text": "Hello"}"#);
    observer.ear().expect("hermes/tts/say", &json!({}));
    let ended = Tool::run(&broker, &["doctor", "--duration", "1", "--json"]);
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert_eq!(events(&ended.json(), "finding")[0]["diagnosis"], "retained", "{ended:?}");
}
