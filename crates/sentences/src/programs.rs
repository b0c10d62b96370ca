//! Runs slot programs, which print the values of a slot list.

use std::io::{self, Read};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

/// How often to check whether a program has ended.
const TICK: Duration = Duration::from_millis(10);
/// How long to wait for remaining output after a program has ended.
const GRACE: Duration = Duration::from_secs(1);
/// How many bytes of a failed program's error output are shown.
const COMPLAINT_BYTES: usize = 300;

/// Why a slot program has no values.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ProgramError {
    #[error("cannot be run ({0})")]
    Run(#[from] io::Error),
    #[error("ran longer than {} s", .0.as_secs_f64())]
    Slow(Duration),
    #[error("printed more than {0} bytes")]
    Long(usize),
    #[error("left its output open to something that still runs")]
    Open,
    #[error("ended with {0}{said}", said = said(.1))]
    Failed(ExitStatus, String),
}

fn said(complaint: &str) -> String {
    if complaint.is_empty() { String::new() } else { format!(" and said `{complaint}`") }
}

/// Runs a program with these arguments, without a shell, and returns its output. It is killed when `time` has passed, and an
/// error if it prints more than `bytes`.
pub(crate) fn run(
    path: &Path,
    arguments: &[&str],
    time: Duration,
    bytes: usize,
) -> Result<Vec<u8>, ProgramError> {
    // An absolute path is not searched for in PATH.
    let mut command = Command::new(std::path::absolute(path)?);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn()?;
    // One byte more reveals that there is more, without reading all of it.
    let output = child.stdout.take().map(|pipe| collect(pipe.take(bytes as u64 + 1), bytes + 1));
    let complaint = child.stderr.take().map(|pipe| collect(pipe, COMPLAINT_BYTES));
    let status = end(&mut child, time)?;

    let output = output.and_then(|output| output.recv_timeout(GRACE).ok()).ok_or(ProgramError::Open)??;
    if output.len() > bytes {
        return Err(ProgramError::Long(bytes));
    }
    if status.success() {
        return Ok(output);
    }
    let complaint = complaint.and_then(|complaint| complaint.recv_timeout(GRACE).ok()).and_then(Result::ok);
    let complaint = complaint.unwrap_or_default();
    Err(ProgramError::Failed(status, String::from_utf8_lossy(&complaint).trim().replace('\n', " ")))
}

/// Reads a pipe to its end in the background, and keeps the beginning.
fn collect(mut pipe: impl Read + Send + 'static, most: usize) -> Receiver<io::Result<Vec<u8>>> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = pipe.by_ref().take(most as u64).read_to_end(&mut bytes);
        // Drain the rest, or the program fails to write.
        let read = read.and_then(|_| io::copy(&mut pipe, &mut io::sink()));
        // The receiver is gone if the program was killed.
        let _receiver_is_gone = sender.send(read.map(|_| bytes));
    });
    receiver
}

/// Waits for the program to exit, or kills it.
fn end(child: &mut Child, time: Duration) -> Result<ExitStatus, ProgramError> {
    let mut waited = Duration::ZERO;
    while waited < time {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        thread::park_timeout(TICK);
        waited += TICK;
    }
    child.kill()?;
    child.wait()?;
    Err(ProgramError::Slow(time))
}
