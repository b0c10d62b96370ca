//! What can go wrong with a session file.

use std::io;

/// What can go wrong with a session file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// It could not be read or written.
    #[error("cannot {doing} the session file: {error}")]
    Io {
        /// What was being done.
        doing: &'static str,
        /// Why it failed.
        error: io::Error,
    },
    /// The sound beside it could not be written.
    #[error("cannot {doing} the sound file {file}: {error}")]
    Audio {
        /// What was being done.
        doing: &'static str,
        /// The name of the file, in the folder beside the session file.
        file: String,
        /// Why it failed.
        error: io::Error,
    },
    /// The first line is no header.
    #[error(
        "this is no session file: its first line must be a header such as {{\"petasos\":\"session\",\"version\":1,...}}: {reason}"
    )]
    NoHeader {
        /// What is wrong with it.
        reason: String,
    },
    /// The header is of a later version.
    #[error("the session file has version {0}, and this program reads version {VERSION} and older: use a newer one", VERSION = crate::VERSION)]
    TooNew(u32),
    /// A line is no message.
    #[error("line {line} is no message: {reason}")]
    Line {
        /// Which, counted from 1; the header is line 1.
        line: u64,
        /// What is wrong with it.
        reason: String,
    },
}
