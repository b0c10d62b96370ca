//! Lines that are typed at a terminal, with history and completion.
//!
//! They are read on a thread of their own, since reading blocks. The next prompt is shown only after the last line has been handled, so
//! that what it printed stands above it.

use std::collections::VecDeque;
use std::fmt::Display;
use std::io::{Write as _, stdin, stdout};
use std::path::PathBuf;
use std::sync::mpsc as std_mpsc;
use std::thread::{self, JoinHandle};

use nix::sys::termios::{self, SetArg, Termios};
use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::FileHistory;
use rustyline::validate::Validator;
use rustyline::{Config, Context, Editor, ExternalPrinter, Helper};
use tokio::sync::mpsc;

use crate::Error;

/// The most lines in the history.
const HISTORY: usize = 500;

/// Switches bracketed paste off, which is on while a line is typed.
const PASTE_UNMARKED: &str = "\u{1b}[?2004l";

/// A printer that does not break the line that is being typed.
pub(crate) type Printer = Box<dyn ExternalPrinter + Send>;

/// The lines that the user types at a terminal.
#[derive(Debug)]
pub(crate) struct Keyboard {
    /// What is typed; it ends when the user leaves.
    pub(crate) lines: mpsc::Receiver<String>,
    /// Asks for the next line, with this prompt.
    prompts: std_mpsc::Sender<String>,
    thread: JoinHandle<()>,
    terminal: Terminal,
}

/// The terminal as it was before. Dropping this restores it, even in the middle of a line.
#[derive(Debug)]
struct Terminal {
    before: Termios,
    /// Whether a prompt is shown.
    asking: bool,
}

impl Terminal {
    fn as_it_is() -> Result<Self, Error> {
        let before = termios::tcgetattr(stdin()).map_err(unusable)?;
        Ok(Self { before, asking: false })
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // A terminal that is gone cannot be restored.
        let _ = termios::tcsetattr(stdin(), SetArg::TCSADRAIN, &self.before);
        if self.asking {
            let _ = writeln!(stdout(), "{PASTE_UNMARKED}");
        }
    }
}

impl Keyboard {
    /// Takes over the terminal. The tab key completes these words at the beginning of a line.
    pub(crate) fn open(words: Vec<String>) -> Result<(Self, Printer), Error> {
        let terminal = Terminal::as_it_is()?;
        let config =
            Config::builder().max_history_size(HISTORY).map_err(unusable)?.auto_add_history(true).build();
        let mut editor: Editor<Words, FileHistory> = Editor::with_config(config).map_err(unusable)?;
        editor.set_helper(Some(Words(words)));
        let history = history_file();
        if let Some(file) = &history {
            // At the first start there is no history.
            let _ = editor.load_history(file);
        }
        let printer = Box::new(editor.create_external_printer().map_err(unusable)?);
        let (line, lines) = mpsc::channel(1);
        let (prompts, prompt) = std_mpsc::channel();
        let thread = thread::Builder::new()
            .name("keyboard".to_owned())
            .spawn(move || read(&mut editor, &prompt, &line, history.as_ref()))
            .map_err(unusable)?;
        Ok((Self { lines, prompts, thread, terminal }, printer))
    }

    /// Shows the prompt for the next line.
    pub(crate) fn ask(&mut self, prompt: &str) {
        self.terminal.asking = true;
        // The thread has ended once the user has left.
        let _ = self.prompts.send(prompt.to_owned());
    }

    /// Releases the terminal, and waits until the history is saved. Only while no prompt is shown: reading cannot be interrupted.
    pub(crate) fn close(self) {
        drop(self.prompts);
        // A panic of the thread was reported already.
        let _ = self.thread.join();
    }

    /// The line that was asked for has come.
    pub(crate) fn answered(&mut self) {
        self.terminal.asking = false;
    }
}

fn unusable(error: impl Display) -> Error {
    Error::Terminal(error.to_string())
}

/// Reads lines until the user leaves or the program ends.
fn read(
    editor: &mut Editor<Words, FileHistory>,
    prompts: &std_mpsc::Receiver<String>,
    lines: &mpsc::Sender<String>,
    history: Option<&PathBuf>,
) {
    // Lines that are pasted together come as one.
    let mut pasted = VecDeque::new();
    while let Ok(prompt) = prompts.recv() {
        if pasted.is_empty() {
            let Some(typed) = read_line(editor, &prompt) else { break };
            pasted = apart(&typed);
        }
        let Some(line) = pasted.pop_front() else { break };
        if lines.blocking_send(line).is_err() {
            break;
        }
    }
    if let Some(file) = history {
        // The history is a convenience: if it cannot be saved, it is lost.
        let _ = file.parent().map(std::fs::create_dir_all);
        let _ = editor.save_history(file);
    }
}

/// What is typed until enter is pressed; `None` when the user leaves.
fn read_line(editor: &mut Editor<Words, FileHistory>, prompt: &str) -> Option<String> {
    let mut interrupted = false;
    loop {
        match editor.readline(prompt) {
            Ok(line) => return Some(line),
            // The first Ctrl-C clears the line, the second leaves.
            Err(ReadlineError::Interrupted) if !interrupted => interrupted = true,
            Err(_) => return None,
        }
    }
}

/// The lines of a text, at least one.
fn apart(text: &str) -> VecDeque<String> {
    text.trim_end().split('\n').map(|line| line.trim().to_owned()).collect()
}

/// The file with the history, in the user's folder for state.
fn history_file() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let state = set("XDG_STATE_HOME").or_else(|| Some(set("HOME")?.join(".local/state")))?;
    Some(state.join("petasos").join("demo_history"))
}

/// The words a line may begin with.
struct Words(Vec<String>);

impl Completer for Words {
    type Candidate = String;

    fn complete(
        &self,
        line: &str,
        cursor: usize,
        _: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<String>)> {
        let typed = line.get(..cursor).unwrap_or(line);
        let fitting = self.0.iter().filter(|word| word.starts_with(typed));
        Ok((0, fitting.cloned().collect()))
    }
}

impl Hinter for Words {
    type Hint = String;
}
impl Highlighter for Words {}
impl Validator for Words {}
impl Helper for Words {}

#[cfg(test)]
mod tests {
    use super::*;
    use rustyline::history::DefaultHistory;

    #[test]
    fn lines_that_are_pasted_together_are_said_one_by_one() {
        assert_eq!(apart("turn on the light"), ["turn on the light"]);
        assert_eq!(apart("one\r\n two \nthree\n"), ["one", "two", "three"]);
        assert_eq!(apart(""), [""]);
    }

    #[test]
    fn what_is_typed_is_completed_to_all_that_begins_so() {
        let words = Words(["break tts", "break nlu", "bedroom: "].map(str::to_owned).to_vec());
        let history = DefaultHistory::new();
        let complete = |line: &str| words.complete(line, line.len(), &Context::new(&history)).unwrap().1;
        assert_eq!(complete("bre"), ["break tts", "break nlu"]);
        assert_eq!(complete("bed"), ["bedroom: "]);
        assert!(complete("turn on").is_empty());
    }
}
