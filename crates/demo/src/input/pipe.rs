//! Lines from a pipe, read on a thread of their own.

use std::io::{self, BufRead, Read, stdin};
use std::thread;

use tokio::sync::mpsc;

/// The longest line, in bytes; longer ones are split.
const LONGEST: u64 = 4096;

/// The lines of standard input.
pub(crate) fn lines() -> io::Result<mpsc::Receiver<String>> {
    let (line, lines) = mpsc::channel(1);
    thread::Builder::new().name("standard input".to_owned()).spawn(move || {
        let mut input = stdin().lock();
        let mut bytes = Vec::new();
        while matches!(input.by_ref().take(LONGEST).read_until(b'\n', &mut bytes), Ok(1..)) {
            let text = String::from_utf8_lossy(&bytes).trim().to_owned();
            bytes.clear();
            if line.blocking_send(text).is_err() {
                break;
            }
        }
    })?;
    Ok(lines)
}
