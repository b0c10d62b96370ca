//! `petasos doctor`, beside a real broker and the real manager, and on recordings.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use petasos_tests::child_process::Process;
use petasos_tests::module_graph::files;
use petasos_tests::topic_names::{END, ENDED, SAY, STARTED};
use petasos_tests::{Installation, Mosquitto, Observer, SOON, Tool, built_programs};
use serde_json::{Value, json};

/// A recording of an installation that is `ill` or `well`.
fn recording(kind: &str, name: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/watch/tests/recordings");
    root.join(kind).join(format!("{name}.jsonl")).display().to_string()
}

fn events(lines: &[Value], event: &str) -> Vec<Value> {
    lines.iter().filter(|line| line["event"] == event).cloned().collect()
}

#[test]
fn the_problems_of_a_recording_are_explained_and_fail() {
    let ended = Tool::run_alone(&["doctor", &recording("ill", "two-managers")]).expect_code(1);
    insta::assert_snapshot!(ended.out);
}

#[test]
fn a_recording_without_problems_succeeds() {
    let ended = Tool::run_alone(&["doctor", &recording("well", "two-managers")]).expect_code(0);
    assert!(ended.out.starts_with("nothing wrong found in "), "{ended:?}");
}

#[test]
fn a_hint_is_reported_and_does_not_fail() {
    let lines =
        Tool::run_alone(&["doctor", &recording("ill", "clock-jumps"), "--json"]).expect_code(0).json();
    assert_eq!(events(&lines, "finding")[0]["diagnosis"], "clock-jumps");
    assert_eq!(events(&lines, "summary")[0]["hints"], 1);
}

#[test]
fn a_file_that_is_not_a_recording_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file: PathBuf = folder.path().join("no.jsonl");
    fs::write(&file, "hello\n").unwrap();
    let ended = Tool::run_alone(&["doctor", &file.display().to_string()]).expect_code(1);
    assert!(ended.err.contains("no.jsonl") && ended.err.contains("header"), "{ended:?}");
    // Invariants need a file.
    Tool::run_alone(&["doctor", "--invariants"]).expect_code(2);
}

#[test]
fn invariants_that_the_manager_broke_are_reported() {
    let ill = Tool::run_alone(&["doctor", &recording("ill", "two-managers"), "--invariants", "--json"]);
    let lines = ill.json();
    let broken = events(&lines, "violation");
    assert!(broken.iter().any(|line| line["invariant"] == "one session per room"), "{ill:?}");
    let left_out = &events(&lines, "invariants")[0]["leftOut"];
    assert!(left_out.as_array().unwrap().contains(&json!("obligations are written down first")));
}

#[test]
fn findings_about_a_live_installation_are_reported_when_a_signal_ends_it() {
    let installation = Installation::start(&[]);
    let mut doctor = installation.broker.subscribed(&["hermes/#"], || {
        let mut command = Command::new(built_programs::petasos());
        command.env("PETASOS_MQTT_PORT", installation.broker.port().to_string());
        Process::start("petasos", command.args(["doctor", "--duration", "60", "--quiet", "--json"]))
    });
    let mut messages = installation.messages();
    let listening = installation.wake_and_listen("kitchen");
    installation.end(listening.session());
    messages.expect(ENDED, &json!({"sessionId": listening.session()}));
    installation.publish(END, &json!({"text": "no session"}));
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
fn a_retained_message_is_found_at_once() {
    let broker = Mosquitto::start();
    let observer = Observer::start(&broker);
    observer.publish_retained(SAY, br#"{"text": "Hello"}"#);
    observer.messages().expect(SAY, &json!({}));
    let ended = Tool::run(&broker, &["doctor", "--duration", "1", "--json"]).expect_code(1);
    assert_eq!(events(&ended.json(), "finding")[0]["diagnosis"], "retained", "{ended:?}");
}

/// The problems that a session was recorded with on purpose.
fn expected(session: &str) -> &'static [&'static str] {
    match session {
        "broken-asr" | "broken-nlu" | "broken-tts" => &["component-error"],
        "broker-restart" => &["recording-has-gaps"],
        "doubled" => &["doubled-messages"],
        "late-skill" => &["late-answer"],
        // Every answer is published twice, sometimes byte for byte, sometimes not.
        "late" => &["two-asrs", "two-nlus", "two-skills", "doubled-messages"],
        "malformed" => &["malformed"],
        "silent-skill" | "silent-skill-with-queue" => &["intent-unanswered"],
        _ => &[],
    }
}

fn corpus() -> Vec<PathBuf> {
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("sessions"), "jsonl")
}

#[test]
fn the_problems_of_the_corpus_are_those_that_were_recorded_on_purpose() {
    let corpus = corpus();
    assert!(corpus.len() >= 40, "there are {} recordings only", corpus.len());
    for path in corpus {
        let ended = Tool::run_alone(&["doctor", &path.display().to_string(), "--invariants", "--json"]);
        let lines = ended.json();
        let expected = expected(path.file_stem().and_then(OsStr::to_str).unwrap());
        let findings = events(&lines, "finding");
        let found: Vec<&str> = findings.iter().filter_map(|line| line["diagnosis"].as_str()).collect();
        let unexpected = found.iter().any(|found| !expected.contains(found));
        assert!(!unexpected && found.is_empty() == expected.is_empty(), "{}: {found:?}", path.display());
        assert_eq!(events(&lines, "violation"), [] as [Value; 0], "{}", path.display());
        assert_eq!(events(&lines, "summary").len(), 1, "{}: {ended:?}", path.display());
    }
}

#[test]
fn every_session_of_the_corpus_ends_in_its_recording() {
    for path in corpus() {
        let text = fs::read_to_string(&path).unwrap();
        let messages: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let sessions = |topic: &str| {
            let published = messages.iter().filter(|message| message["topic"] == topic);
            published.filter_map(|message| message["json"]["sessionId"].as_str()).collect::<BTreeSet<_>>()
        };
        let started = sessions(STARTED);
        let ended = sessions(ENDED);
        let open: Vec<_> = started.difference(&ended).collect();
        assert!(open.is_empty(), "{}: {open:?}", path.display());
    }
}
