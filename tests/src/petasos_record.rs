//! `petasos record`, as somebody runs it who wants to see what is said while it happens.

use std::process::Command;

use crate::SOON;
use crate::built_programs;
use crate::child_process::Process;
use crate::mosquitto::Mosquitto;

/// Somebody who writes down what is said, as a session file. Texts are kept, sound is not.
#[derive(Debug)]
pub struct Recorder(Process);

impl Recorder {
    /// Starts it, and returns when it listens.
    #[must_use]
    pub fn start(broker: &Mosquitto, dialect: &str) -> Self {
        let port = broker.port().to_string();
        let mut command = Command::new(built_programs::petasos());
        command.args([
            "record",
            "-",
            "--keep",
            "text",
            "--dialect",
            dialect,
            "--host",
            "127.0.0.1",
            "--port",
            &port,
        ]);
        let filters = ["hermes/#", "petasos/#"];
        Self(broker.subscribed(&filters, || Process::start("petasos record", &mut command)))
    }

    /// Ends it as Ctrl-C does, as soon as it has written down the end of a session at this site. Returns the file.
    ///
    /// # Panics
    ///
    /// When that does not come, or it does not end well.
    #[must_use]
    pub fn finish_after(mut self, site: &str) -> String {
        let end = |line: &str| line.contains("/sessionEnded\"") && line.contains(&format!("\"{site}\""));
        self.0.wait_for(0, "the end of the last session", end);
        let status = self.0.interrupt(SOON);
        assert!(status.success(), "petasos record has ended with {status}");
        // Whatever else it says is for people, and no JSON object.
        self.0.lines().into_iter().filter(|line| line.starts_with('{')).collect::<Vec<_>>().join("\n")
    }
}
