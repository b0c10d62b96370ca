//! Skills beside Rhasspy's real NLU and speech on a real broker: the same programs, the same conversations, under Rhasspy's own dialogue
//! manager and under `petasosd`.

#![expect(clippy::expect_used, reason = "a helper of a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::process::Command;

use petasos_tests::child_process::Process;
use petasos_tests::peers::{Lessons, Nlu, RhasspyDialogue, Tts};
use petasos_tests::{MessageCursor, Mosquitto, Observer, Petasosd, Player, ScriptedAsr, built_programs};
use serde_json::json;
use tempfile::TempDir;

const SITE: &str = "kitchen";
const SKILLS: [&str; 2] = ["petasos-clock", "petasos-timers"];

/// A house with real parts and skills, and with a manager that lives as long.
struct Home<M> {
    observer: Observer,
    messages: MessageCursor,
    asr: ScriptedAsr,
    _manager: M,
    _parts: (Player, Nlu, Tts, Vec<Process>),
    _folder: TempDir,
    _broker: Mosquitto,
}

impl<M> Home<M> {
    fn new(manager: impl FnOnce(&Mosquitto) -> M) -> Self {
        let broker = Mosquitto::start();
        let folder = TempDir::with_prefix("petasos-skills-").expect("a folder for temporary files");
        let observer = Observer::start(&broker);
        let manager = manager(&broker);
        let sentences = export(folder.path());
        let mut folders: Vec<PathBuf> = SKILLS.iter().map(|skill| folder.path().join(skill)).collect();
        // What Rhasspy's profiles bring along.
        folders.push(Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/rhasspy"));
        let folders: Vec<&Path> = folders.iter().map(PathBuf::as_path).collect();
        let lessons = Lessons { sentences: &sentences, language: "en", folders: &folders };
        let nlu = Nlu::taught(&broker, &lessons, &["--no-fuzzy"]);
        let skills = SKILLS.iter().map(|skill| start(&broker, skill, folder.path())).collect();
        let parts = (Player::start(&broker), nlu, Tts::start(&broker), skills);
        let asr = ScriptedAsr::start(&broker);
        let messages = observer.messages();
        Self { observer, messages, asr, _manager: manager, _parts: parts, _folder: folder, _broker: broker }
    }

    /// Somebody wakes the house and says this; what the house says then.
    fn hear(&mut self, words: &str) -> String {
        let detected = json!({"modelId": "default", "modelVersion": "", "modelType": "personal",
            "currentSensitivity": 1.0, "siteId": SITE});
        self.observer.publish("hermes/hotword/default/detected", &detected);
        self.answer(words)
    }

    /// The house listens, and somebody says this; what the house says then.
    fn answer(&mut self, words: &str) -> String {
        self.asr.transcribe(SITE, words);
        self.messages.expect("hermes/nlu/query", &json!({"input": words}));
        self.messages.expect("hermes/tts/say", &json!({"siteId": SITE})).text("text").to_owned()
    }

    fn ended(&mut self) {
        let nominal = json!({"siteId": SITE, "termination": {"reason": "nominal"}});
        self.messages.expect("hermes/dialogueManager/sessionEnded", &nominal);
    }
}

/// Has every skill write its sentences, and puts them into one file.
fn export(folder: &Path) -> PathBuf {
    let mut all = String::new();
    for skill in SKILLS {
        let status = Command::new(built_programs::service(skill))
            .args(["export", "rhasspy", "--output"])
            .arg(folder.join(skill))
            .status();
        assert!(status.is_ok_and(|status| status.success()), "the sentences of {skill} cannot be exported");
        let name = skill.trim_start_matches("petasos-");
        let own = std::fs::read_to_string(folder.join(skill).join(format!("intents/{name}.ini")));
        merge(&mut all, &own.expect("the file that was exported"));
    }
    let file = folder.join("sentences.ini");
    std::fs::write(&file, all).expect("a file in a fresh folder");
    file
}

/// Adds the sentences of a skill: what skills have in common, such as yes and no, stands there once.
fn merge(all: &mut String, own: &str) {
    for section in own.split_inclusive("\n\n") {
        let is_there =
            section.lines().find(|line| line.starts_with('[')).is_some_and(|head| all.contains(head));
        if !is_there {
            all.push_str(section);
            all.push('\n');
        }
    }
}

fn start(broker: &Mosquitto, skill: &str, folder: &Path) -> Process {
    let mut command = Command::new(built_programs::service(skill));
    command.args(["--host", "127.0.0.1", "--port", &broker.port().to_string()]);
    command.env("STATE_DIRECTORY", folder.join(skill));
    broker.subscribed(&["hermes/intent/#"], || Process::start(skill, &mut command))
}

/// What people say to the skills, whoever the manager is.
fn converse<M>(mut home: Home<M>) {
    let time = home.hear("what time is it");
    assert!(time.starts_with("It is "), "{time}");
    home.ended();

    assert_eq!(home.hear("start a timer"), "For how long?");
    let set = home.answer("ten minutes");
    assert!(set.contains("10 minutes"), "{set}");
    home.ended();

    let set = home.hear("set a timer for two hours");
    assert!(set.contains("2 hours"), "{set}");
    home.ended();

    let sure = home.hear("cancel all timers");
    assert!(sure.ends_with('?'), "{sure}");
    home.answer("yes");
    home.ended();
}

#[test]
fn skills_talk_under_rhasspys_own_manager() {
    converse(Home::new(RhasspyDialogue::start));
}

#[test]
fn skills_talk_under_petasosd() {
    converse(Home::new(|broker| Petasosd::start(broker, &[])));
}
