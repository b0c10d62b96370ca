//! Skills with Rhasspy's real NLU and TTS on a real broker: the same programs, the same conversations, with Rhasspy's own dialogue
//! manager and with `petasosd`.

#![expect(clippy::expect_used, reason = "a helper of a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::process::Command;

use petasos_tests::child_process::Process;
use petasos_tests::peers::{Lessons, RhasspyDialogue, profile};
use petasos_tests::skill_installation::SkillInstallation;
use petasos_tests::{Mosquitto, Petasosd, built_programs};
use tempfile::TempDir;

const SKILLS: [&str; 2] = ["petasos-clock", "petasos-timers"];

/// Exports the sentences of every skill into one file.
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

/// Adds the sentences of a skill, without the intents that are there already, such as yes and no.
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

/// The same conversations with any manager.
fn converse<Manager>(manager: impl FnOnce(&Mosquitto) -> Manager) {
    let folder = TempDir::with_prefix("petasos-skills-").expect("a folder for temporary files");
    let folder = folder.path();
    let sentences = &export(folder);
    let [clock, timers] = SKILLS.map(|skill| folder.join(skill));
    let lessons = Lessons { sentences, language: "en", folders: &[&clock, &timers, &profile()] };
    let mut installation = SkillInstallation::start("kitchen", manager, &lessons);
    let _skills = SKILLS.map(|skill| start(&installation.broker, skill, folder));

    let time = installation.turn("what time is it");
    assert!(time.starts_with("It is "), "{time}");
    installation.expect_nominal_end();

    assert_eq!(installation.turn("start a timer"), "For how long?");
    let set = installation.answer("ten minutes");
    assert!(set.contains("10 minutes"), "{set}");
    installation.expect_nominal_end();

    let set = installation.turn("set a timer for two hours");
    assert!(set.contains("2 hours"), "{set}");
    installation.expect_nominal_end();

    let sure = installation.turn("cancel all timers");
    assert!(sure.ends_with('?'), "{sure}");
    installation.answer("yes");
    installation.expect_nominal_end();
}

#[test]
fn skills_work_with_rhasspys_own_manager() {
    converse(RhasspyDialogue::start);
}

#[test]
fn skills_work_with_petasosd() {
    converse(|broker| Petasosd::start(broker, &[]));
}
