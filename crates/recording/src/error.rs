//! Errors of session files.

use std::io;

/// An error of a session file.
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
    /// The audio beside it could not be written.
    #[error("cannot {doing} the sound file {file}: {error}")]
    Audio {
        /// What was being done.
        doing: &'static str,
        /// The name of the audio file.
        file: String,
        /// Why it failed.
        error: io::Error,
    },
    /// The first line is not a header.
    #[error(
        "this is not a session file: its first line must be a header such as {{\"petasos\":\"session\",\"version\":1,...}}: {reason}"
    )]
    NoHeader {
        /// What is wrong with it.
        reason: String,
    },
    /// The file has a newer version.
    #[error("the session file has version {0}, but this program reads version {VERSION} and older: use a newer one", VERSION = crate::VERSION)]
    TooNew(u32),
    /// A line is not a message.
    #[error("line {line} is not a message: {reason}")]
    Line {
        /// The number of the line; the header is line 1.
        line: u64,
        /// What is wrong with it.
        reason: String,
    },
}
