//! The program: its commands and its configuration.

#![expect(clippy::expect_used, reason = "a helper of a test fails by panicking")]

use std::process::{Command, Output};

fn lights(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_petasos-lights"));
    // Nothing of the machine's own settings.
    command.env_clear().args(arguments).output().expect("the program starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn every_language_is_exported_for_every_nlu() {
    for lang in ["en", "de"] {
        for format in ["rhasspy", "snips", "home-assistant"] {
            let exported = lights(&["export", format, "--lang", lang]);
            assert!(exported.status.success(), "{format} {lang}: {}", text(&exported.stderr));
            assert!(text(&exported.stdout).contains("LightSwitch"), "{format} {lang}");
        }
    }
}

#[test]
fn the_usual_rooms_and_lamps_are_exported_without_a_configuration() {
    let exported = text(&lights(&["export", "rhasspy"]).stdout);
    assert!(exported.contains("\nkitchen\n") && exported.contains("\nfloor lamp\n"), "{exported}");
}

#[test]
fn check_shows_the_effective_configuration() {
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/../../config/lights.toml");
    let checked = lights(&["check", "--config", example]);
    assert!(checked.status.success(), "{}", text(&checked.stderr));
    let shown = text(&checked.stdout);
    assert!(shown.contains("answer_seconds = 2\n"), "{shown}");
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    let file = folder.path().join("shown.toml");
    std::fs::write(&file, &shown).expect("a file in a fresh folder");
    let again = lights(&["check", "--config", &file.display().to_string()]);
    assert_eq!(text(&again.stdout), shown);
}

#[test]
fn wrong_settings_are_named_with_their_position() {
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    let file = folder.path().join("lights.toml");
    std::fs::write(&file, "[lights]\nanswer_secondz = 3\n").expect("a file in a fresh folder");
    let wrong = lights(&["check", "--config", &file.display().to_string()]);
    let err = text(&wrong.stderr);
    assert_eq!(wrong.status.code(), Some(2), "{err}");
    for part in ["answer_secondz", "answer_seconds", "line 2"] {
        assert!(err.contains(part), "{err}");
    }
}

#[test]
fn the_help_shows_the_usage() {
    let help = text(&lights(&["--help"]).stdout);
    for part in ["petasos-lights export rhasspy --lang de", "Exit codes:"] {
        assert!(help.contains(part), "{help}");
    }
    assert_eq!(lights(&["--no-such-flag"]).status.code(), Some(2));
}
