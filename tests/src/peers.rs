//! Rhasspy's own services, as published, from the virtual environment that `cargo xtask setup` makes.

use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::child_process::Process;
use crate::mosquitto::Mosquitto;
use crate::topic_names::{QUERY, SAY};

/// The real `rhasspy-nlu-hermes`.
#[derive(Debug)]
pub struct Nlu {
    _process: Process,
    _graph: TempDir,
}

/// What an NLU is trained on.
#[derive(Debug, Clone, Copy)]
pub struct Lessons<'a> {
    /// The file of templates.
    pub sentences: &'a Path,
    /// The language of its numbers.
    pub language: &'a str,
    /// Folders with `slots` and `slot_programs` in them.
    pub folders: &'a [&'a Path],
}

impl Nlu {
    /// Trains it on `tests/peers/sentences.ini` and starts it; returns when it is subscribed.
    pub fn start(broker: &Mosquitto) -> Self {
        let sentences = &peer("sentences.ini");
        Self::taught(broker, &Lessons { sentences, language: "en", folders: &[] }, &["--no-fuzzy"])
    }

    /// Trains it, starts it with these arguments, and returns when it is subscribed.
    pub fn taught(broker: &Mosquitto, lessons: &Lessons<'_>, arguments: &[&str]) -> Self {
        let folder = TempDir::with_prefix("petasos-nlu-").expect("a folder for temporary files");
        let graph = folder.path().join("graph.pickle.gz");
        let trained = Command::new(installed("python"))
            .arg(peer("train.py"))
            .args([lessons.sentences, &graph])
            .arg(lessons.language)
            .args(lessons.folders)
            .status();
        assert!(trained.is_ok_and(|status| status.success()), "training failed; run `cargo xtask setup`");
        let mut command = service("rhasspy-nlu-hermes", broker);
        command.arg("--intent-graph").arg(&graph).args(arguments);
        let start = || Process::start("rhasspy-nlu-hermes", &mut command);
        let process = broker.subscribed(&[QUERY], start);
        Self { _process: process, _graph: folder }
    }
}

/// The real `rhasspy-tts-cli-hermes`, which speaks with espeak-ng.
#[derive(Debug)]
pub struct Tts {
    _process: Process,
}

impl Tts {
    /// Starts it, speaking fast so that tests need not wait long; returns when it is subscribed.
    pub fn start(broker: &Mosquitto) -> Self {
        let mut command = service("rhasspy-tts-cli-hermes", broker);
        command.args(["--temporary-wav", "--tts-command", "espeak-ng -v en -s 400 -w {file}"]);
        let start = || Process::start("rhasspy-tts-cli-hermes", &mut command);
        let filters = [SAY, "hermes/audioServer/+/playFinished"];
        Self { _process: broker.subscribed(&filters, start) }
    }
}

/// A skill written with the real `rhasspy-hermes-app`: `tests/peers/skill.py`.
#[derive(Debug)]
pub struct Skill {
    _process: Process,
}

impl Skill {
    /// Starts it; returns when it is subscribed.
    pub fn start(broker: &Mosquitto) -> Self {
        let mut command = Command::new(installed("python"));
        command.arg(peer("skill.py")).args(connection(broker));
        let filters = [
            "hermes/intent/GetTime",
            "hermes/intent/TurnOff",
            "hermes/intent/Yes",
            "hermes/intent/No",
            "hermes/dialogueManager/intentNotRecognized",
        ];
        Self { _process: broker.subscribed(&filters, || Process::start("skill.py", &mut command)) }
    }
}

/// The manager that Petasos replaces: the real `rhasspy-dialogue-hermes`.
#[derive(Debug)]
pub struct RhasspyDialogue {
    _process: Process,
}

impl RhasspyDialogue {
    /// Starts it; returns when it is subscribed.
    pub fn start(broker: &Mosquitto) -> Self {
        Self::start_with(broker, &[])
    }

    /// Starts it with these arguments more; returns when it is subscribed.
    pub fn start_with(broker: &Mosquitto, arguments: &[String]) -> Self {
        let mut command = service("rhasspy-dialogue-hermes", broker);
        command.args(arguments);
        let start = || Process::start("rhasspy-dialogue-hermes", &mut command);
        Self { _process: broker.subscribed(&["hermes/hotword/+/detected"], start) }
    }
}

fn service(name: &str, broker: &Mosquitto) -> Command {
    let mut command = Command::new(installed(name));
    command.args(connection(broker)).arg("--debug");
    command
}

fn connection(broker: &Mosquitto) -> [String; 4] {
    ["--host".into(), "127.0.0.1".into(), "--port".into(), broker.port().to_string()]
}

fn installed(program: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../.cache/venv-rhasspy/bin").join(program)
}

/// A file of `tests/peers`.
pub fn peer(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("peers").join(file)
}

/// The slot lists and programs that each of Rhasspy's profiles brings along.
pub fn profile() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/rhasspy")
}
