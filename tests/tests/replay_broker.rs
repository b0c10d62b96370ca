//! `petasos replay` of session files to a manager on a broker.

use std::fs;
use std::path::{Path, PathBuf};

use petasos_tests::topic_names::{SAY, STARTED};
use petasos_tests::{Installation, Mosquitto, Tool};
use serde_json::{Value, json};

/// A session in which a light is switched off after two questions.
fn kitchen() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/replay/tests/sessions/kitchen.jsonl")
}

fn replay(broker: &Mosquitto, file: &Path, more: &[&str]) -> (Option<i32>, Vec<Value>, String) {
    let (file, address) = (file.display().to_string(), format!("127.0.0.1:{}", broker.port()));
    let mut arguments = vec!["replay", &file, "--broker", &address, "--json"];
    arguments.extend(more);
    let ended = Tool::run(broker, &arguments);
    (ended.code, ended.json(), ended.err)
}

#[test]
fn a_running_manager_publishes_what_was_recorded() {
    let installation = Installation::start(&[]);
    let (code, report, err) = replay(&installation.broker, &kitchen(), &["--diff"]);
    assert_eq!((code, err.as_str()), (Some(0), ""), "{report:?}");
    let [report] = report.as_slice() else { panic!("one line: {report:?}") };
    let found = (&report["same"], &report["notPlayed"], &report["beside"]);
    assert_eq!(found, (&json!(true), &json!(0), &json!({})));
    installation.expect_idle();
}

#[test]
fn a_session_can_be_played_twice_and_without_pauses() {
    let installation = Installation::start(&[]);
    for _ in 0..2 {
        let (code, report, _) = replay(&installation.broker, &kitchen(), &["--pace", "none"]);
        assert_eq!(code, Some(0), "{report:?}");
    }
}

#[test]
fn another_answer_of_the_manager_is_a_difference() {
    let installation = Installation::start(&[]);
    let folder = tempfile::tempdir().unwrap();
    let other = folder.path().join("other.jsonl");
    let text = fs::read_to_string(kitchen()).unwrap();
    let question = |line: &str| line.contains("hermes/tts/say\"") && line.contains("are you sure?");
    let lines = text
        .lines()
        .map(|line| if question(line) { line.replace("are you sure?", "really?") } else { line.to_owned() });
    fs::write(&other, lines.collect::<Vec<_>>().join("\n")).unwrap();
    let (code, report, _) = replay(&installation.broker, &other, &[]);
    assert_eq!(code, Some(1), "{report:?}");
    let difference = &report[0]["differences"][0];
    assert_eq!((&difference["what"], &difference["topic"]), (&json!("changed"), &json!(SAY)));
    let text = json!([{"path": "text", "recorded": "really?", "live": "are you sure?"}]);
    assert_eq!(difference["fields"], text);
}

#[test]
fn messages_of_other_sites_are_reported_separately() {
    let installation = Installation::start(&[]);
    let (code, report, _) = std::thread::scope(|scope| {
        let replayed = scope.spawn(|| replay(&installation.broker, &kitchen(), &["--force"]));
        while !replayed.is_finished() {
            installation.settle();
        }
        replayed.join().unwrap()
    });
    assert_eq!(code, Some(0), "{report:?}");
    let beside = report[0]["beside"].as_object().unwrap();
    assert!(beside.contains_key(STARTED), "{beside:?}");
}

#[test]
fn without_a_manager_the_exit_code_is_3() {
    let broker = Mosquitto::start();
    let (code, report, err) = replay(&broker, &kitchen(), &["--deadline", "0.2", "--pace", "none"]);
    assert_eq!(code, Some(3), "{report:?}");
    assert!(err.contains("petasosd has not announced itself"), "{err}");
}

#[test]
fn open_sessions_are_not_disturbed() {
    let installation = Installation::start(&[]);
    installation.wake_and_listen("office");
    let (code, report, _) = replay(&installation.broker, &kitchen(), &[]);
    assert_eq!(code, Some(1));
    let message = report[0]["message"].as_str().unwrap();
    assert!(message.contains("open sessions: 1") && message.contains("--force"), "{message}");
}
