//! A terminal to type into, with a screen that can be read: a private tmux.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::time::Duration;

use tempfile::TempDir;

use crate::SOON;
use crate::test_clock::poll;

const COLUMNS: &str = "80";
const ROWS: &str = "24";

/// Runs a program, writes its exit code to a file, and keeps the terminal open so that the screen can be read. Ctrl-C goes
/// to the program.
const WRAPPER: &str = "trap : INT; \"$@\"; echo $? > \"$0\"; exec tail -f /dev/null";

/// A terminal in which a program runs. Ends with its owner, and the program with it.
#[derive(Debug)]
pub struct Terminal {
    folder: TempDir,
}

impl Terminal {
    /// A terminal of 80 columns and 24 rows in which this was started, with its folder and its variables. Its home is an
    /// empty folder, so that settings of the user who runs the tests do not affect it.
    pub fn start(program: &Command) -> Self {
        let folder = TempDir::with_prefix("petasos-terminal-").expect("a folder for temporary files");
        let terminal = Self { folder };
        let home = terminal.folder.path();
        let mut command = terminal.tmux();
        command.args(["-f", "/dev/null", "new-session", "-d", "-x", COLUMNS, "-y", ROWS]);
        command.env("HOME", home).env("XDG_STATE_HOME", home).env("LANG", "C.UTF-8").env_remove("NO_COLOR");
        command.envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
        if let Some(folder) = program.get_current_dir() {
            command.arg("-c").arg(folder);
        }
        command.args(["--", "sh", "-c", WRAPPER]).arg(terminal.exit_file());
        command.arg(program.get_program()).args(program.get_args());
        succeed(&mut command);
        terminal
    }

    pub fn type_line(&self, line: &str) {
        self.type_text(line);
        self.press("Enter");
    }

    pub fn type_text(&self, text: &str) {
        succeed(self.tmux().args(["send-keys", "-l", "--", text]));
    }

    /// Presses a key, by its name in tmux: `Up`, `C-c`.
    pub fn press(&self, key: &str) {
        succeed(self.tmux().args(["send-keys", key]));
    }

    /// The screen, without the blanks at the ends of lines and of the screen.
    pub fn screen(&self) -> String {
        self.capture(&[])
    }

    /// The screen and all that has scrolled off its top. Wrapped lines are joined.
    pub fn transcript(&self) -> String {
        self.capture(&["-J", "-S", "-"])
    }

    fn capture(&self, how: &[&str]) -> String {
        let shown = succeed(self.tmux().args(["capture-pane", "-p"]).args(how));
        let text = String::from_utf8_lossy(&shown.stdout).into_owned();
        let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
        lines.join("\n").trim_end().to_owned()
    }

    /// Waits for this text on the screen.
    pub fn wait_for(&self, text: &str) {
        self.wait_until(text, |screen| screen.contains(text));
    }

    /// Waits until the screen matches; `what` names that.
    pub fn wait_until(&self, what: &str, matches: impl Fn(&str) -> bool) {
        let seen = poll(SOON, || matches(&self.screen()).then_some(()));
        assert!(seen.is_some(), "no {what:?} on the screen within {SOON:?}:\n{}", self.screen());
    }

    /// Waits for the program's end, and returns its exit code.
    pub fn exit_code(&self, within: Duration) -> i32 {
        let ended = || fs::read_to_string(self.exit_file()).ok()?.trim().parse().ok();
        poll(within, ended)
            .unwrap_or_else(|| panic!("the program has not ended within {within:?}:\n{}", self.screen()))
    }

    fn exit_file(&self) -> PathBuf {
        self.folder.path().join("exit-code")
    }

    fn tmux(&self) -> Command {
        let mut command = Command::new("tmux");
        command.arg("-S").arg(self.folder.path().join("tmux")).env_remove("TMUX");
        command
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.tmux().arg("kill-server").status();
    }
}

fn succeed(command: &mut Command) -> Output {
    let output = command.output().unwrap_or_else(|error| panic!("no tmux: {error}; run `cargo xtask setup`"));
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {complaint}");
    output
}
