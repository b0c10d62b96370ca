//! `petasos watch --tui` in a real terminal, with a real broker and the real manager.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use petasos_tests::topic_names::ENDED;
use petasos_tests::{Installation, SOON, Terminal, Tool, built_programs};
use tempfile::TempDir;

const FILTERS: [&str; 4] = ["hermes/#", "rhasspy/#", "projectalice/#", "petasos/#"];

/// A recording of an evening at four sites.
fn evening() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/watch/tests/installations/evening.jsonl")
}

/// Watches an installation; returns when it is subscribed.
fn watch(installation: &Installation) -> Terminal {
    let mut watch = Command::new(built_programs::petasos());
    watch.args(["watch", "--tui"]).env("PETASOS_MQTT_PORT", installation.broker.port().to_string());
    installation.broker.subscribed(&FILTERS, || Terminal::start(&watch))
}

fn watch_evening() -> Terminal {
    let terminal =
        Terminal::start(Command::new(built_programs::petasos()).args(["watch", "--tui"]).arg(evening()));
    terminal.wait_for("evening.jsonl");
    terminal
}

/// The terminal is as it was before: the screen is gone, and typed text is shown.
fn expect_restored(terminal: &Terminal) {
    assert!(!terminal.screen().contains("petasos watch"), "{}", terminal.screen());
    terminal.type_text("typed after it");
    terminal.wait_for("typed after it");
}

#[test]
fn a_session_is_shown_while_it_is_open_and_after_its_end() {
    let installation = Installation::start(&[]);
    let terminal = watch(&installation);
    terminal.wait_for("No session yet at 127.0.0.1");

    let listening = installation.wake_and_listen("kitchen");
    terminal.wait_for("kitchen  listening");
    terminal.wait_for("▶ listen");
    installation.capture("kitchen", listening.session(), "what time is it");
    terminal.wait_for("▶ nlu");
    terminal.wait_for("kitchen  thinking");
    installation.end(listening.session());
    terminal.wait_for("nominal");
    terminal.wait_for("kitchen  idle");

    for key in ["Enter", "Enter"] {
        terminal.press(key);
    }
    terminal.wait_for(ENDED);
    terminal.type_text("/textCap");
    terminal.press("Enter");
    terminal.press("Enter");
    terminal.wait_for("\"text\": \"what time is it\",");
    terminal.press("Escape");
    terminal.wait_until("no raw message", |screen| !screen.contains("\"text\": \""));
    terminal.type_text("q");
    assert_eq!(terminal.exit_code(SOON), 0);
    expect_restored(&terminal);
}

#[test]
fn a_lost_broker_is_reported_within_the_screen() {
    let mut installation = Installation::start(&[]);
    let terminal = watch(&installation);
    terminal.wait_for("No session yet");
    installation.broker.kill();
    terminal.wait_for("connection lost");
    installation.restart_broker();
    terminal.wait_until("the connection back", |screen| !screen.contains("connection lost"));
    terminal.press("C-c");
    assert_eq!(terminal.exit_code(SOON), 130);
}

#[test]
fn a_recording_is_shown_at_any_moment() {
    let terminal = watch_evening();
    terminal.wait_for("0:59.0 / 0:59.0");
    terminal.type_text("<..");
    terminal.wait_for("0:02.0 / 0:59.0");
    terminal.wait_for("kitchen  listening");
    terminal.type_text(">");
    terminal.wait_for("0:59.0 / 0:59.0");
    terminal.wait_for("timeout");
    terminal.press("C-c");
    assert_eq!(terminal.exit_code(SOON), 130);
    expect_restored(&terminal);
}

#[test]
fn the_terminal_is_restored_when_a_signal_ends_it() {
    let folder = TempDir::with_prefix("petasos-tui-").unwrap();
    let pid = folder.path().join("pid");
    let mut watch = Command::new("sh");
    watch.args(["-c", "echo $$ > \"$0\"; exec \"$@\""]).arg(&pid);
    watch.arg(built_programs::petasos()).args(["watch", "--tui"]).arg(evening());
    let terminal = Terminal::start(&watch);
    terminal.wait_for("evening.jsonl");
    let pid = fs::read_to_string(pid).unwrap();
    let killed = Command::new("kill").args(["-TERM", pid.trim()]).status().unwrap();
    assert!(killed.success());
    assert_eq!(terminal.exit_code(SOON), 143);
    expect_restored(&terminal);
}

#[test]
fn without_a_terminal_it_fails() {
    let file = evening();
    Tool::run_alone(&["watch", "--tui", file.to_str().unwrap()]).expect_error(1, "--tui needs a terminal");
}
