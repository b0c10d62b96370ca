//! The tool people type, run as they run it.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread;

use serde_json::Value;

use crate::built_programs;
use crate::mosquitto::Mosquitto;

/// A command that runs. It ends by itself: each has a deadline of its own.
#[derive(Debug)]
pub struct Tool {
    child: Child,
    out: BufReader<ChildStdout>,
}

/// A command that has ended, and what it has said.
#[derive(Debug)]
pub struct Ended {
    /// Its exit code; `None` if a signal ended it.
    pub code: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Tool {
    /// Starts `petasos` with these arguments, and the broker's address and password in its environment.
    ///
    /// # Panics
    ///
    /// When it cannot be started.
    #[must_use]
    pub fn start(broker: &Mosquitto, arguments: &[&str]) -> Self {
        Self::start_as(broker, Command::new(built_programs::petasos()).args(arguments))
    }

    /// Starts it where no file can get larger than so many blocks of 512 or 1024 bytes: to it, the disk is full then.
    ///
    /// # Panics
    ///
    /// When it cannot be started.
    #[must_use]
    pub fn start_with_room_for(broker: &Mosquitto, blocks: u32, arguments: &[&str]) -> Self {
        let script = format!(r#"trap "" XFSZ; ulimit -f {blocks}; exec "$0" "$@""#);
        let mut command = Command::new("sh");
        Self::start_as(broker, command.args(["-c", &script]).arg(built_programs::petasos()).args(arguments))
    }

    fn start_as(broker: &Mosquitto, command: &mut Command) -> Self {
        command.env("PETASOS_MQTT_PORT", broker.port().to_string());
        if let Some((username, password)) = broker.credentials() {
            command.env("PETASOS_MQTT_USERNAME", username).env("PETASOS_PASSWORD", password);
        }
        Self::spawn(command)
    }

    /// Runs it to its end.
    #[must_use]
    pub fn run(broker: &Mosquitto, arguments: &[&str]) -> Ended {
        Self::start(broker, arguments).finish()
    }

    /// Runs it to its end, where nothing tells it of a broker.
    #[must_use]
    pub fn run_alone(arguments: &[&str]) -> Ended {
        Self::spawn(Command::new(built_programs::petasos()).args(arguments)).finish()
    }

    fn spawn(command: &mut Command) -> Self {
        let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut child = child.expect("petasos starts");
        let out = BufReader::new(child.stdout.take().expect("it was piped"));
        Self { child, out }
    }

    /// Waits for the next line of its standard output; empty if no more will come.
    ///
    /// # Panics
    ///
    /// When it cannot be read.
    #[must_use]
    pub fn line(&mut self) -> String {
        let mut line = String::new();
        self.out.read_line(&mut line).expect("a text");
        line
    }

    /// Presses Ctrl-C.
    ///
    /// # Panics
    ///
    /// When it has ended already.
    pub fn interrupt(&self) {
        self.signal("-INT");
    }

    /// Asks it to end, as `timeout` and systemd do.
    ///
    /// # Panics
    ///
    /// When it has ended already.
    pub fn terminate(&self) {
        self.signal("-TERM");
    }

    fn signal(&self, signal: &str) {
        let status = Command::new("kill").args([signal, &self.child.id().to_string()]).status();
        assert!(status.is_ok_and(|status| status.success()), "cannot signal petasos");
    }

    /// Waits for its end. What was read line by line before is no part of what it has said then.
    ///
    /// # Panics
    ///
    /// When its output cannot be read.
    #[must_use]
    pub fn finish(mut self) -> Ended {
        let err = self.child.stderr.take().map(|source| thread::spawn(|| read(source)));
        let out = read(&mut self.out);
        let err = err.map(|reader| reader.join().expect("a text")).unwrap_or_default();
        let code = self.child.wait().expect("it was started").code();
        Ended { code, out, err }
    }
}

impl Drop for Tool {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Ended {
    /// The objects of `--json`, without the ids of sessions, which are new each time.
    ///
    /// # Panics
    ///
    /// When a line is no JSON object.
    #[must_use]
    pub fn json(&self) -> Vec<Value> {
        let line = |line: &str| {
            let mut value: Value = serde_json::from_str(line).expect("an object a line");
            value.as_object_mut().expect("an object").shift_remove("sessionId");
            value
        };
        self.out.lines().map(line).collect()
    }
}

fn read(mut source: impl Read) -> String {
    let mut text = String::new();
    source.read_to_string(&mut text).expect("a text");
    text
}
