//! The NLU of `petasos`.

use std::path::Path;
use std::process::Command;

use crate::built_programs;
use crate::child_process::Process;
use crate::mosquitto::Mosquitto;

/// Starts it with these templates and arguments; returns when it is subscribed.
pub fn start(broker: &Mosquitto, sentences: &Path, arguments: &[&str]) -> Process {
    let mut command = Command::new(built_programs::petasos());
    command.args(["nlu", "--host", "127.0.0.1", "--port", &broker.port().to_string()]);
    command.arg("--sentences").arg(sentences).args(arguments);
    broker.subscribed(&["rhasspy/nlu/+/train"], || Process::start("petasos nlu", &mut command))
}
