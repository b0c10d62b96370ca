//! A page of the documentation, followed as a reader follows it: each command is run, each line is typed, and what the page
//! shows must come.
//!
//! A `sh` block is run in the reader's folder. A `text` block is its output: on the terminal in which the last demonstration
//! runs, or of the last command that has ended. Lines after `>` are typed; `...` matches anything.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::child_process::Process;
use crate::message_match::looks_like;
use crate::mosquitto::free_port;
use crate::pseudo_terminal::Terminal;
use crate::test_clock::poll;
use crate::{SOON, built_programs};

/// The port that pages name for a broker of the reader's own; the reader here takes one that is free.
const PORT: &str = "18830";

/// Follows a page from its first block to its last; returns how many there were.
pub fn follow(page: &str) -> usize {
    let page = page.replace(PORT, &free_port().to_string());
    let blocks = blocks(&page);
    let mut reader = Reader::new();
    for (language, lines) in &blocks {
        match *language {
            "sh" => reader.run(&lines.join("\n")),
            "text" => reader.expect(lines),
            language => panic!("a block of {language:?} cannot be followed"),
        }
    }
    blocks.len()
}

/// The blocks of a page: their language, and their lines.
fn blocks(page: &str) -> Vec<(&str, Vec<&str>)> {
    let mut lines = page.lines();
    let mut blocks = Vec::new();
    while let Some(line) = lines.next() {
        if let Some(language) = line.strip_prefix("```") {
            blocks.push((language, lines.by_ref().take_while(|line| *line != "```").collect()));
        }
    }
    blocks
}

/// The reader's folder and open terminals.
#[derive(Debug)]
struct Reader {
    folder: TempDir,
    /// Commands that run until the page ends.
    daemons: Vec<Process>,
    demonstration: Option<Demonstration>,
    /// The output of the last command that has ended.
    printed: String,
}

#[derive(Debug)]
struct Demonstration {
    terminal: Terminal,
    /// False where messages are shown as they come (`-v`): their order may differ.
    in_order: bool,
}

impl Reader {
    fn new() -> Self {
        let folder = TempDir::with_prefix("petasos-reader-").expect("a folder for temporary files");
        provide_cargo(folder.path());
        Self { folder, daemons: Vec::new(), demonstration: None, printed: String::new() }
    }

    fn run(&mut self, script: &str) {
        if script.starts_with("cargo run -p petasosd") {
            let daemon = Process::start("petasosd", &mut self.shell(&format!("exec {script}")));
            daemon.wait_for_line("ready");
            self.daemons.push(daemon);
        } else if script.starts_with("cargo run -p petasos -- demo") && !script.contains("--script") {
            let terminal = Terminal::start(&self.shell(script));
            self.demonstration = Some(Demonstration { terminal, in_order: !script.contains(" -v") });
        } else {
            let output = self.shell(script).output().expect("there is a shell");
            assert!(output.status.success(), "{script}\n{}", String::from_utf8_lossy(&output.stderr));
            self.printed = String::from_utf8_lossy(&output.stdout).into_owned();
        }
    }

    /// A shell in the reader's folder.
    fn shell(&self, script: &str) -> Command {
        let folder = self.folder.path();
        let path = std::env::var("PATH").unwrap_or_default();
        let mut command = Command::new("sh");
        command.arg("-c").arg(script).current_dir(folder);
        command.env("PATH", format!("{}:{path}", folder.join("bin").display()));
        command
    }

    fn expect(&mut self, lines: &[&str]) {
        let Some(demonstration) = &self.demonstration else {
            assert!(
                contains_lines(&self.printed, lines, true),
                "not printed: {lines:#?}\nbut: {}",
                self.printed
            );
            return;
        };
        let mut typed = None;
        for group in lines.chunk_by(|_, next| !next.starts_with("> ")) {
            let shown = match group.split_first().map(|(first, shown)| (first.strip_prefix("> "), shown)) {
                Some((Some(line), shown)) => {
                    demonstration.terminal.type_line(line);
                    typed = Some(line);
                    shown
                }
                _ => group,
            };
            demonstration.expect(typed, shown);
        }
        if typed == Some("quit") {
            let terminal = &demonstration.terminal;
            assert_eq!(terminal.exit_code(SOON), 0, "{}", terminal.transcript());
            self.demonstration = None;
        }
    }
}

impl Demonstration {
    /// Waits until these lines have come, after the line that was typed last.
    fn expect(&self, typed: Option<&str>, lines: &[&str]) {
        let since = |transcript: &str| {
            let typed = typed.and_then(|typed| transcript.rfind(&format!("> {typed}")));
            transcript.get(typed.unwrap_or_default()..).unwrap_or_default().to_owned()
        };
        let seen = poll(SOON, || {
            contains_lines(&since(&self.terminal.transcript()), lines, self.in_order).then_some(())
        });
        assert!(seen.is_some(), "{lines:#?} has not come:\n{}", self.terminal.transcript());
    }
}

fn contains_lines(text: &str, lines: &[&str], in_order: bool) -> bool {
    let mut text_lines = text.lines();
    lines.iter().all(|line| {
        if !in_order {
            text_lines = text.lines();
        }
        text_lines.any(|text| looks_like(line, text))
    })
}

/// Puts a `cargo` into the folder that runs the programs that are built already.
fn provide_cargo(folder: &Path) {
    let script = format!(
        "#!/bin/sh\n[ \"$1 $2\" = 'run -p' ] || exit 1\nprogram=$3\nshift 3\n[ \"$1\" != -- ] || shift\n\
         case $program in petasos) exec '{}' \"$@\";; petasosd) exec '{}' \"$@\";; esac\nexit 1\n",
        built_programs::petasos().display(),
        built_programs::petasosd().display(),
    );
    let file = folder.join("bin/cargo");
    fs::create_dir(folder.join("bin")).expect("a folder in a fresh folder");
    fs::write(&file, script).expect("a file in a fresh folder");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).expect("a file of ours");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_between_fences() {
        let page = "Words.\n```sh\na\nb\n```\nMore.\n```text\n```\n";
        assert_eq!(blocks(page), [("sh", vec!["a", "b"]), ("text", vec![])]);
    }

    #[test]
    fn lines_come_in_their_order_unless_it_does_not_matter() {
        let text = "a 1\nb\nc";
        assert!(contains_lines(text, &["a ...", "c"], true));
        assert!(!contains_lines(text, &["c", "a ..."], true));
        assert!(contains_lines(text, &["c", "a ..."], false));
        assert!(!contains_lines(text, &["d"], false));
    }

    #[test]
    fn a_page_that_shows_other_output_fails() {
        let page = "```sh\necho one\n```\n```text\ntwo\n```\n";
        assert!(std::panic::catch_unwind(|| follow(page)).is_err());
        assert_eq!(follow(&page.replace("two", "o...e")), 2);
    }
}
