//! Session files, played to a manager on a broker as people do it.

use std::fs;
use std::path::{Path, PathBuf};

use petasos_tests::{Installation, Mosquitto, Tool};
use serde_json::{Value, json};

/// A light is switched off, after two questions.
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
fn a_session_that_was_recorded_comes_out_of_a_running_manager() {
    let installation = Installation::start(&[]);
    let (code, told, err) = replay(&installation.broker, &kitchen(), &["--diff"]);
    assert_eq!((code, err.as_str()), (Some(0), ""), "{told:?}");
    let [told] = told.as_slice() else { panic!("one line: {told:?}") };
    assert_eq!((&told["same"], &told["notPlayed"], &told["beside"]), (&json!(true), &json!(0), &json!({})));
    installation.expect_idle();
}

#[test]
fn a_session_can_be_played_twice_and_without_pauses() {
    let installation = Installation::start(&[]);
    for _ in 0..2 {
        let (code, told, _) = replay(&installation.broker, &kitchen(), &["--pace", "none"]);
        assert_eq!(code, Some(0), "{told:?}");
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
    let (code, told, _) = replay(&installation.broker, &other, &[]);
    assert_eq!(code, Some(1), "{told:?}");
    let difference = &told[0]["differences"][0];
    assert_eq!((&difference["what"], &difference["topic"]), (&json!("changed"), &json!("hermes/tts/say")));
    let text = json!([{"path": "text", "recorded": "really?", "live": "are you sure?"}]);
    assert_eq!(difference["fields"], text);
}

#[test]
fn messages_of_other_rooms_are_told_apart() {
    let installation = Installation::start(&[]);
    let settled = std::thread::scope(|scope| {
        let replayed = scope.spawn(|| replay(&installation.broker, &kitchen(), &["--force"]));
        while !replayed.is_finished() {
            installation.settle();
        }
        replayed.join().unwrap()
    });
    let (code, told, _) = settled;
    assert_eq!(code, Some(0), "{told:?}");
    let beside = told[0]["beside"].as_object().unwrap();
    assert!(beside.contains_key("hermes/dialogueManager/sessionStarted"), "{beside:?}");
}

#[test]
fn where_nobody_answers_the_exit_code_says_so() {
    let broker = Mosquitto::start();
    let (code, told, err) = replay(&broker, &kitchen(), &["--deadline", "0.2", "--pace", "none"]);
    assert_eq!(code, Some(3), "{told:?}");
    assert!(err.contains("no dialogue manager of Petasos"), "{err}");
}

#[test]
fn nobody_is_talked_over() {
    let installation = Installation::start(&[]);
    installation.wake_and_listen("office");
    let (code, told, _) = replay(&installation.broker, &kitchen(), &[]);
    assert_eq!(code, Some(1));
    let message = told[0]["message"].as_str().unwrap();
    assert!(message.contains("sessions open: 1") && message.contains("--force"), "{message}");
}
