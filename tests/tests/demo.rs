//! One conversation, the example script of `petasos demo`, in one installation after the other: with a real broker, with Rhasspy's real
//! NLU and TTS in place of the demonstration's own, and beside Rhasspy's own manager.

#![expect(clippy::expect_used, reason = "a test fails by panicking, with the reason")]

use std::path::PathBuf;
use std::process::Command;

use petasos_messages::SiteId;
use petasos_tests::peers::{Lessons, Nlu, RhasspyDialogue, Tts};
use petasos_tests::{Mosquitto, Observer, Petasosd, built_programs, petasos_nlu};
use serde_json::json;
use tempfile::TempDir;

/// The conversation ends here where a manager takes half a minute to notice that a skill never answers.
const UNANSWERED: &str = "# A skill that never answers";

#[test]
fn the_conversation_works_on_mosquitto() {
    let broker = Mosquitto::start();
    converse(&broker, "", script());
}

#[test]
fn the_conversation_works_with_rhasspys_nlu_and_tts() {
    let broker = Mosquitto::start();
    let observer = Observer::start(&broker);
    let (folder, sentences) = sentences();
    // What each of Rhasspy's profiles brings along: how numbers are spoken.
    let profile = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus/rhasspy");
    let lessons = Lessons { sentences: &sentences, language: "en", folders: &[folder.path(), &profile] };
    let _nlu = Nlu::taught(&broker, &lessons, &["--no-fuzzy"]);
    let _tts = Tts::start(&broker);
    converse(&broker, "nlu,tts", script());
    let spoken = observer.all("hermes/audioServer/+/playBytes/#", &json!({}));
    assert!(!spoken.is_empty(), "the real TTS has said nothing");
}

#[test]
fn the_conversation_works_beside_rhasspys_manager() {
    let broker = Mosquitto::start();
    let _manager = RhasspyDialogue::start(&broker);
    let (_folder, sentences) = sentences();
    let _nlu = petasos_nlu::start(&broker, &sentences, &[]);
    let script = script();
    let (answered, _) =
        script.split_once(UNANSWERED).expect("the script comes to a skill that never answers");
    converse(&broker, "manager,nlu", answered.to_owned());
}

#[test]
fn the_conversation_works_beside_a_manager_that_was_there_before() {
    let broker = Mosquitto::start();
    let _daemon = Petasosd::start(&broker, &["--session-timeout", "4"]);
    let said = converse(&broker, "", script());
    assert!(said.contains("A dialogue manager (petasos) is already running, so ours stays out."), "{said}");
}

/// What the skills of the demonstration understand: a folder with the slot lists, and the file of templates in it.
fn sentences() -> (TempDir, PathBuf) {
    let sites = ["kitchen", "bedroom"].map(|name| SiteId::new(name).expect("a name"));
    let sentences =
        petasos_demo::skill_sentences(&sites, "en".parse().expect("a language")).expect("sentences");
    let folder = TempDir::with_prefix("petasos-demo-").expect("a folder for temporary files");
    let file = folder.path().join("sentences.ini");
    std::fs::write(&file, sentences.templates).expect("a file in a fresh folder");
    std::fs::create_dir(folder.path().join("slots")).expect("a folder in a fresh folder");
    for (name, values) in sentences.lists {
        std::fs::write(folder.path().join("slots").join(name), values).expect("a file in a fresh folder");
    }
    (folder, file)
}

/// Runs a script on this broker, where others provide these components. Returns what was seen.
fn converse(broker: &Mosquitto, without: &str, script: String) -> String {
    let folder = TempDir::with_prefix("petasos-demo-").expect("a folder for temporary files");
    let file = folder.path().join("demo.script");
    std::fs::write(&file, script).expect("a file in a fresh folder");
    let mut command = Command::new(built_programs::petasos());
    command
        .args(["demo", "--fast", "--broker", &format!("127.0.0.1:{}", broker.port()), "--script"])
        .arg(file);
    if !without.is_empty() {
        command.args(["--without", without]);
    }
    let output = command.output().expect("the tool can be started");
    let seen = String::from_utf8_lossy(&output.stdout).into_owned();
    let complaints = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{seen}\n{complaints}");
    seen
}

fn script() -> String {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../config/demo.script");
    std::fs::read_to_string(file).expect("the example script can be read")
}
