//! A terminal to type into as a person does, with a screen that can be read: a tmux of our own.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::time::Duration;

use tempfile::TempDir;

use crate::SOON;
use crate::test_clock::poll;

/// What a person sees who has a window of the usual size.
const COLUMNS: &str = "80";
const ROWS: &str = "24";

/// Runs a program, writes down how it ended, and stays, so that the screen does. Ctrl-C is for the program.
const WRAPPER: &str = "trap : INT; \"$@\"; echo $? > \"$0\"; exec tail -f /dev/null";

/// A terminal in which a program runs. Ends with its owner, and the program with it.
#[derive(Debug)]
pub struct Terminal {
    folder: TempDir,
}

impl Terminal {
    /// A terminal of 80 columns and 24 rows in which this was started, with its folder and its variables. It finds an empty
    /// home, so that nothing of the person who runs the tests changes what it does.
    ///
    /// # Panics
    ///
    /// When there is no tmux, or it does not start.
    #[must_use]
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

    /// Types a line and presses Enter.
    pub fn type_line(&self, line: &str) {
        self.type_text(line);
        self.press("Enter");
    }

    /// Types this.
    pub fn type_text(&self, text: &str) {
        succeed(self.tmux().args(["send-keys", "-l", "--", text]));
    }

    /// Presses a key, by its name in tmux: `Up`, `C-c`.
    pub fn press(&self, key: &str) {
        succeed(self.tmux().args(["send-keys", key]));
    }

    /// What stands on the screen, without the blank at the ends of lines and of the screen.
    #[must_use]
    pub fn screen(&self) -> String {
        self.capture(&[])
    }

    /// What stands on the screen, and all that has left it at the top. Lines are whole.
    #[must_use]
    pub fn transcript(&self) -> String {
        self.capture(&["-J", "-S", "-"])
    }

    fn capture(&self, how: &[&str]) -> String {
        let shown = succeed(self.tmux().args(["capture-pane", "-p"]).args(how));
        let text = String::from_utf8_lossy(&shown.stdout).into_owned();
        let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
        lines.join("\n").trim_end().to_owned()
    }

    /// Waits until this stands on the screen.
    ///
    /// # Panics
    ///
    /// When it does not within [`SOON`].
    pub fn wait_for(&self, text: &str) {
        self.wait_until(text, |screen| screen.contains(text));
    }

    /// Waits until the screen is as wanted; `what` names that.
    ///
    /// # Panics
    ///
    /// When it is not within [`SOON`].
    pub fn wait_until(&self, what: &str, is_so: impl Fn(&str) -> bool) {
        let seen = poll(SOON, || is_so(&self.screen()).then_some(()));
        assert!(seen.is_some(), "no {what:?} on the screen within {SOON:?}:\n{}", self.screen());
    }

    /// Waits until the program has ended, and tells its exit code.
    ///
    /// # Panics
    ///
    /// When it has not ended in time.
    #[must_use]
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
