//! `petasos`, run as people run it.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread;

use serde_json::Value;

use crate::built_programs;
use crate::child_process::send_signal;
use crate::mosquitto::Mosquitto;

/// A command that runs. It ends by itself: each has a deadline of its own.
#[derive(Debug)]
pub struct Tool {
    child: Child,
    out: BufReader<ChildStdout>,
}

/// The outcome of a command that has ended.
#[derive(Debug)]
pub struct Ended {
    /// Its exit code; `None` if a signal ended it.
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Tool {
    /// Starts `petasos` with these arguments, and the broker's address and password in its environment.
    pub fn start(broker: &Mosquitto, arguments: &[&str]) -> Self {
        Self::start_as(broker, Command::new(built_programs::petasos()).args(arguments))
    }

    /// Starts it so that no file can get larger than this many blocks of 512 or 1024 bytes, as if the disk were full then.
    pub fn start_with_file_limit(broker: &Mosquitto, blocks: u32, arguments: &[&str]) -> Self {
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
    pub fn run(broker: &Mosquitto, arguments: &[&str]) -> Ended {
        Self::start(broker, arguments).finish()
    }

    /// Runs it to its end, without a broker in its environment.
    pub fn run_alone(arguments: &[&str]) -> Ended {
        Self::spawn(Command::new(built_programs::petasos()).args(arguments)).finish()
    }

    fn spawn(command: &mut Command) -> Self {
        let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut child = child.expect("petasos starts");
        let out = BufReader::new(child.stdout.take().expect("it was piped"));
        Self { child, out }
    }

    /// Waits for the next line of its standard output; empty at the end of it.
    pub fn line(&mut self) -> String {
        let mut line = String::new();
        self.out.read_line(&mut line).expect("a text");
        line
    }

    /// Sends SIGINT, as Ctrl-C does.
    pub fn interrupt(&self) {
        send_signal("INT", self.child.id());
    }

    /// Sends SIGTERM, as `timeout` and systemd do.
    pub fn terminate(&self) {
        send_signal("TERM", self.child.id());
    }

    /// Waits for its end. The outcome does not contain the lines that were read before.
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
    /// It has ended with this exit code.
    #[track_caller]
    pub fn expect_code(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:?}");
        self
    }

    /// It has succeeded and printed this.
    #[track_caller]
    pub fn expect_output(&self, part: &str) {
        assert_eq!(self.code, Some(0), "{self:?}");
        assert!(self.out.contains(part), "{part:?} is missing: {self:?}");
    }

    /// It has failed with this exit code and this on standard error.
    #[track_caller]
    pub fn expect_error(&self, code: i32, part: &str) {
        assert_eq!(self.code, Some(code), "{self:?}");
        assert!(self.err.contains(part), "{part:?} is missing: {self:?}");
    }

    /// The objects of `--json`, without the ids of sessions, which are new each time.
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
