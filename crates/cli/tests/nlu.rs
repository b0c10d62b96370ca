//! The commands about templates, which need no broker.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, with the reason")]

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const TEMPLATES: &str = "\
[Light]
turn (on | off){state} [the] ($lights){name}
set (brightness){what:level} to (0..100){level}

[Time]
what time is it
";

/// A folder with templates and a slot list.
fn folder_with(templates: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("slots")).unwrap();
    fs::write(folder.path().join("slots/lights"), "(living room lamp):lamp_1\nkitchen light\n").unwrap();
    fs::write(folder.path().join("sentences.ini"), templates).unwrap();
    folder
}

fn petasos(folder: &TempDir, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_petasos"))
        .current_dir(folder.path())
        .arg("nlu")
        .args(arguments)
        .output()
        .unwrap()
}

/// Standard output, standard error and the exit code.
fn shown(output: &Output) -> String {
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    format!("{}{}exit code {}", text(&output.stdout), text(&output.stderr), output.status.code().unwrap())
}

fn run(templates: &str, arguments: &[&str]) -> String {
    shown(&petasos(&folder_with(templates), arguments))
}

#[test]
fn good_templates_are_counted() {
    insta::assert_snapshot!(run(TEMPLATES, &["check", "sentences.ini"]));
    insta::assert_snapshot!(run(TEMPLATES, &["check", "sentences.ini", "--json"]));
}

#[test]
fn mistakes_are_shown_where_they_are() {
    let wrong = "[Light]\nturn (on\nwatch $movies\n";
    insta::assert_snapshot!(run(wrong, &["check", "sentences.ini"]));
}

#[test]
fn an_unknown_converter_is_a_warning() {
    insta::assert_snapshot!(run("[Weigh]\nweigh ten!stones\n", &["check", "sentences.ini"]));
}

#[test]
fn a_file_that_is_not_there_is_named() {
    insta::assert_snapshot!(run(TEMPLATES, &["check", "nowhere.ini"]));
}

#[test]
fn what_would_be_understood_is_shown_with_its_slots() {
    insta::assert_snapshot!(run(TEMPLATES, &["test", "sentences.ini", "Turn on the living room lamp!"]));
    insta::assert_snapshot!(run(TEMPLATES, &["test", "sentences.ini", "set brightness to very 20"]));
    insta::assert_snapshot!(run(TEMPLATES, &["test", "sentences.ini", "sing"]));
}

#[test]
fn programs_get_what_would_be_published() {
    let arguments = ["test", "sentences.ini", "--json", "turn off kitchen light"];
    insta::assert_snapshot!(run(TEMPLATES, &arguments));
}

#[test]
fn a_near_match_and_other_intents_can_be_ruled_out() {
    let near = ["test", "sentences.ini", "so what time is it"];
    for (more, code) in [(&[][..], 0), (&["--no-near"], 3), (&["--intent", "Light"], 3)] {
        let output = petasos(&folder_with(TEMPLATES), &[&near[..], more].concat());
        assert_eq!(output.status.code(), Some(code), "{more:?}");
    }
}

#[test]
fn all_sentences_are_generated_in_their_order() {
    let arguments = ["generate", "sentences.ini", "--all"];
    let output = run(TEMPLATES, &arguments);
    assert_eq!(output.lines().count(), 8 + 101 + 1 + 1);
    insta::assert_snapshot!(output.lines().take(10).collect::<Vec<_>>().join("\n"));
}

#[test]
fn the_same_seed_gives_the_same_sentences_each_once() {
    let arguments =
        ["generate", "sentences.ini", "--intent", "Light", "--count", "20", "--seed", "7", "--json"];
    let output = run(TEMPLATES, &arguments);
    assert_eq!(output, run(TEMPLATES, &arguments));
    let mut lines: Vec<&str> = output.lines().collect();
    lines.sort_unstable();
    lines.dedup();
    assert_eq!(lines.len(), 20 + 1, "{output}");
    assert!(!output.contains("\"Time\""));
}

#[test]
fn fewer_sentences_than_were_wanted_are_no_failure() {
    let arguments = ["generate", "sentences.ini", "--intent", "Time"];
    insta::assert_snapshot!(run(TEMPLATES, &arguments));
}

#[test]
fn an_intent_that_is_not_there_is_named() {
    let generated = run(TEMPLATES, &["generate", "sentences.ini", "--intent", "Fly"]);
    insta::assert_snapshot!(generated);
    let tried = run(TEMPLATES, &["test", "sentences.ini", "what time is it", "--intent", "Fly"]);
    assert_eq!(tried, generated);
}

#[test]
fn programs_do_not_run_unless_allowed() {
    let arguments = ["check", "sentences.ini", "--slot-programs", "programs"];
    let output = petasos(&folder_with(TEMPLATES), &arguments);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("--allow-programs"));
}

/// A command whose standard output cannot be written.
fn with_full_output(folder: &TempDir, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_petasos"));
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    command.current_dir(folder.path()).arg("nlu").args(arguments).stdout(full).stderr(Stdio::piped());
    command
}

#[test]
fn a_command_that_cannot_print_says_so() {
    let folder = folder_with(TEMPLATES);
    for arguments in [
        &["check", "sentences.ini"][..],
        &["check", "sentences.ini", "--json"],
        &["test", "sentences.ini", "what time is it"],
        &["test", "sentences.ini", "what time is it", "--json"],
    ] {
        let shown = shown(&with_full_output(&folder, arguments).output().unwrap());
        assert!(shown.starts_with("petasos: ") && shown.ends_with("exit code 1"), "{arguments:?}: {shown}");
    }
}

#[test]
fn the_nlu_serves_although_its_output_cannot_be_written() {
    let folder = folder_with(TEMPLATES);
    // Nothing listens at this port, which takes a privileged process.
    let mut nlu =
        with_full_output(&folder, &["--sentences", "sentences.ini", "--port", "1"]).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(nlu.stderr.take().unwrap()).read_line(&mut line).unwrap();
    nlu.kill().unwrap();
    nlu.wait().unwrap();
    assert!(line.contains("reconnecting"), "{line}");
}
