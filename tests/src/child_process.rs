//! A process that the harness started: its log as lines to wait for, signals to end it. It ends with its owner.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crate::SOON;
use crate::test_clock::poll;

#[derive(Debug)]
pub struct Process {
    name: String,
    child: Child,
    log: Arc<Log>,
}

#[derive(Debug, Default)]
struct Log {
    lines: Mutex<Vec<String>>,
    changed: Condvar,
}

impl Process {
    pub fn start(name: &str, command: &mut Command) -> Self {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| {
                panic!("cannot start {name}: {error}; run `cargo xtask setup`. ({command:?})")
            });
        let log = Arc::new(Log::default());
        let (out, err) = (child.stdout.take(), child.stderr.take());
        if let (Some(out), Some(err)) = (out, err) {
            log.follow(out);
            log.follow(err);
        }
        Self { name: name.to_owned(), child, log }
    }

    /// What it has written so far.
    pub fn lines(&self) -> Vec<String> {
        self.log.lock().clone()
    }

    /// Waits for a line that contains this.
    pub fn wait_for_line(&self, part: &str) {
        self.wait_for(0, part, |line| line.contains(part));
    }

    /// Waits for a line that matches, from the one with this number on.
    pub fn wait_for(&self, from: usize, name: &str, matches: impl Fn(&str) -> bool) {
        let missing = |lines: &mut Vec<String>| !lines.iter().skip(from).any(|line| matches(line));
        let waited = self.log.changed.wait_timeout_while(self.log.lock(), SOON, missing);
        let timed_out = waited.unwrap_or_else(PoisonError::into_inner).1.timed_out();
        assert!(!timed_out, "{} has not written {name:?} within {SOON:?}", self.name);
    }

    pub fn is_running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Sends SIGKILL.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Sends SIGTERM and waits for the end.
    pub fn terminate(&mut self, within: Duration) -> ExitStatus {
        self.end_with("TERM", within)
    }

    /// Sends SIGINT, as Ctrl-C does, and waits for the end.
    pub fn interrupt(&mut self, within: Duration) -> ExitStatus {
        self.end_with("INT", within)
    }

    fn end_with(&mut self, signal: &str, within: Duration) -> ExitStatus {
        self.signal(signal);
        poll(within, || self.child.try_wait().ok().flatten())
            .unwrap_or_else(|| panic!("{} has not ended within {within:?}", self.name))
    }

    /// Sends SIGSTOP.
    pub fn pause(&self) {
        self.signal("STOP");
    }

    /// Sends SIGCONT.
    pub fn resume(&self) {
        self.signal("CONT");
    }

    fn signal(&self, name: &str) {
        send_signal(name, self.child.id());
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
        if thread::panicking() {
            eprintln!("--- log of {}\n{}", self.name, self.lines().join("\n"));
        }
    }
}

impl Log {
    fn lock(&self) -> MutexGuard<'_, Vec<String>> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Collects the lines of an output, on a thread that ends with it.
    fn follow(self: &Arc<Self>, source: impl Read + Send + 'static) {
        let log = Arc::clone(self);
        thread::spawn(move || {
            for line in BufReader::new(source).split(b'\n').map_while(Result::ok) {
                log.lock().push(String::from_utf8_lossy(&line).into_owned());
                log.changed.notify_all();
            }
        });
    }
}

/// Sends a signal by its name, such as `TERM`.
pub(crate) fn send_signal(name: &str, process: u32) {
    let sent = Command::new("kill").args([format!("-{name}"), process.to_string()]).status();
    assert!(sent.is_ok_and(|status| status.success()), "cannot send SIG{name} to {process}");
}
