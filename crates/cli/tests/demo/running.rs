//! A running demonstration, at the other end of a pipe.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use tokio::time::Instant;

/// Long enough for anything that should happen, on a busy machine with two cores.
pub(crate) const SOON: Duration = Duration::from_secs(20);

/// Long enough for the example script, most of which is people and houses talking.
pub(crate) const SCRIPT: Duration = Duration::from_secs(90);

/// A running demonstration.
pub(crate) struct Demo {
    pub(crate) child: Child,
    pub(crate) input: Option<ChildStdin>,
    lines: Receiver<String>,
    seen: Vec<String>,
}

impl Demo {
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_petasos"))
            .arg("demo")
            .args(arguments)
            .env_remove("CLICOLOR_FORCE")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().unwrap());
        let (line, lines) = channel();
        thread::spawn(move || output.lines().map_while(Result::ok).try_for_each(|text| line.send(text)));
        Self { child, input, lines, seen: Vec::new() }
    }

    pub(crate) fn type_line(&mut self, line: &str) {
        writeln!(self.input.as_mut().unwrap(), "{line}").unwrap();
    }

    /// Waits until a line has this text in it.
    pub(crate) fn expect(&mut self, text: &str) {
        let deadline = Instant::now() + SOON;
        while let Ok(line) = self.lines.recv_timeout(deadline.duration_since(Instant::now())) {
            let found = line.contains(text);
            self.seen.push(line);
            if found {
                return;
            }
        }
        panic!("no {text:?} came; the screen is\n{}", self.seen.join("\n"));
    }

    /// No more is typed. Waits for the end: how, all that stood on the screen, and what was complained about.
    pub(crate) fn end(mut self, within: Duration) -> (ExitStatus, String, String) {
        drop(self.input.take());
        let deadline = Instant::now() + within;
        loop {
            match self.lines.recv_timeout(deadline.duration_since(Instant::now())) {
                Ok(line) => self.seen.push(line),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {
                    panic!("it does not end; the screen is\n{}", self.seen.join("\n"))
                }
            }
        }
        let mut complaints = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut complaints).unwrap();
        (self.child.wait().unwrap(), self.seen.join("\n"), complaints)
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        // It has ended already, unless a test has failed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Types all this through a pipe.
pub(crate) fn piped(arguments: &[&str], input: &str) -> (ExitStatus, String, String) {
    let mut demo = Demo::start(arguments);
    // One that fails at once need not read what is typed.
    let _ = demo.input.as_mut().unwrap().write_all(input.as_bytes());
    demo.end(SOON)
}

/// Plays a script that was written into a file.
pub(crate) fn played(arguments: &[&str], script: &str) -> (ExitStatus, String, String) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("demo.script");
    std::fs::write(&file, script).unwrap();
    Demo::start(&[arguments, &["--script", file.to_str().unwrap()]].concat()).end(SCRIPT)
}
