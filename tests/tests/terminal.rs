//! `petasos demo` in a real terminal.

use std::process::Command;

use petasos_tests::{SOON, Terminal, built_programs};

/// Starts the demonstration, and waits for its prompt.
fn demonstration(arguments: &[&str]) -> Terminal {
    let terminal = Terminal::start(Command::new(built_programs::petasos()).arg("demo").args(arguments));
    terminal.wait_for("kitchen>");
    terminal
}

/// The screen, without the port, which differs each time.
fn screen(terminal: &Terminal) -> String {
    let screen = terminal.screen();
    let Some((before, after)) = screen.split_once("127.0.0.1:") else { return screen };
    let after = after.trim_start_matches(|character: char| character.is_ascii_digit());
    format!("{before}127.0.0.1:PORT{after}")
}

#[test]
fn a_first_conversation() {
    let terminal = demonstration(&["--fast"]);
    terminal.type_line("turn on the light");
    terminal.wait_for("kitchen  assistant: Okay.");
    terminal.type_line("bedroom: change the colour of the light");
    terminal.wait_for("bedroom  assistant: Which colour?");
    terminal.type_line("bedroom: blue");
    terminal.wait_for("bedroom  assistant: Okay.");
    terminal.type_line("quit");
    assert_eq!(terminal.exit_code(SOON), 0);
    insta::assert_snapshot!(screen(&terminal));
}

#[test]
fn a_line_can_be_recalled_and_edited() {
    let terminal = demonstration(&["--fast"]);
    terminal.type_line("turn on the lught");
    terminal.wait_for("kitchen  you: turn on the lught");
    terminal.press("Up");
    terminal.wait_until("the line typed before", |screen| screen.ends_with("kitchen> turn on the lught"));
    for key in ["Left", "Left", "Left", "BSpace", "i", "Enter"] {
        terminal.press(key);
    }
    terminal.wait_for("kitchen  you: turn on the light");
}

#[test]
fn output_does_not_break_the_line_being_typed() {
    let terminal = demonstration(&["--fast"]);
    terminal.type_line("set a timer for one second");
    terminal.wait_for("assistant: The timer is set for 1 second.");
    terminal.type_text("what time i");
    terminal.wait_for("assistant: The 1 second timer is up.");
    terminal.wait_until("the unfinished line", |screen| screen.ends_with("kitchen> what time i"));
    terminal.type_line("s it");
    terminal.wait_for("kitchen  you: what time is it");
}

#[test]
fn a_component_is_broken_and_mended() {
    let terminal = demonstration(&["--fast"]);
    terminal.type_line("break tts");
    terminal.type_line("what time is it");
    terminal.wait_for("\u{2717}");
    terminal.type_line("mend tts");
    terminal.type_line("turn on the light");
    terminal.wait_for("assistant: Okay.");
}

#[test]
fn ctrl_c_clears_the_line_and_a_second_one_ends_the_demonstration() {
    let terminal = demonstration(&[]);
    terminal.type_text("turn on");
    terminal.press("C-c");
    terminal.wait_until("an empty line", |screen| screen.ends_with("kitchen>"));
    terminal.press("C-c");
    assert_eq!(terminal.exit_code(SOON), 0);
}

#[test]
fn each_message_fits_its_line() {
    let terminal = demonstration(&["--fast", "-v"]);
    terminal.type_line("turn on the light");
    terminal.wait_for("assistant: Okay.");
    terminal.type_line("quit");
    assert_eq!(terminal.exit_code(SOON), 0);
    let transcript = terminal.transcript();
    let messages: Vec<&str> = transcript.lines().filter(|line| line.contains(" \u{2192} ")).collect();
    assert!(messages.len() > 10, "{transcript}");
    assert!(messages.iter().all(|line| line.chars().count() <= 80), "{transcript}");
}
