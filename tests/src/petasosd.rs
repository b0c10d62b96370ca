//! The daemon under test.

use std::process::Command;

use crate::built_programs;
use crate::child_process::Process;
use crate::mosquitto::Mosquitto;

/// A dialogue manager, running or ended.
#[derive(Debug)]
pub struct Petasosd {
    pub process: Process,
    port: u16,
    arguments: Vec<String>,
}

impl Petasosd {
    /// Starts it on this broker with these arguments more, and waits until it is ready.
    pub fn start(broker: &Mosquitto, arguments: &[&str]) -> Self {
        let daemon = Self::start_unready(broker, arguments);
        daemon.wait_until_ready();
        daemon
    }

    /// Starts it and does not wait: the broker may not be there yet.
    pub fn start_unready(broker: &Mosquitto, arguments: &[&str]) -> Self {
        let mut arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
        if let Some((username, password)) = broker.credentials() {
            arguments.extend(["--username".to_owned(), username, "--password".to_owned(), password]);
        }
        Self { process: launch(broker.port(), &arguments), port: broker.port(), arguments }
    }

    pub fn wait_until_ready(&self) {
        self.process.wait_for_line("ready");
    }

    /// Pauses it while `meanwhile` runs.
    pub fn paused<T>(&self, meanwhile: impl FnOnce() -> T) -> T {
        self.process.pause();
        let outcome = meanwhile();
        self.process.resume();
        outcome
    }

    /// Starts it again with the same arguments, and waits until it is ready.
    pub fn restart(&mut self) {
        self.process = launch(self.port, &self.arguments);
        self.wait_until_ready();
    }
}

fn launch(port: u16, arguments: &[String]) -> Process {
    let port = port.to_string();
    let mut command = Command::new(built_programs::petasosd());
    command.args(["--host", "127.0.0.1", "--port", &port]).args(arguments);
    Process::start("petasosd", &mut command)
}
