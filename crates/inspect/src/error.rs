//! What can go wrong.

use std::io;
use std::path::{Path, PathBuf};

use crate::client::ClientError;

/// What can go wrong.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The broker cannot be reached or does not cooperate, or a signal ended the wait.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// A recording cannot be replayed.
    #[error(transparent)]
    Replay(#[from] petasos_replay::Error),
    /// A session file cannot be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why not.
        #[source]
        error: petasos_recording::Error,
    },
    /// A recording cannot be written.
    #[error("{}", cannot_write(path.as_deref()))]
    Write {
        /// The session file; `None` for standard output.
        path: Option<PathBuf>,
        /// Why not.
        #[source]
        error: petasos_recording::Error,
    },
    /// A file that is to be written exists.
    #[error("{} exists already", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// Something that is not a file is in the place of one.
    #[error("{} is not a file and will not be overwritten", path.display())]
    NotAFile {
        /// Its path.
        path: PathBuf,
    },
    /// A file cannot be created.
    #[error("cannot create {}: {error}", path.display())]
    Create {
        /// The file.
        path: PathBuf,
        /// Why not.
        error: io::Error,
    },
    /// A folder for recordings cannot be created.
    #[error("cannot make the folder {}", path.display())]
    CreateFolder {
        /// The folder.
        path: PathBuf,
        /// Why not.
        #[source]
        error: io::Error,
    },
    /// A session file cannot be removed.
    #[error("cannot remove {}", path.display())]
    Remove {
        /// The file.
        path: PathBuf,
        /// Why not.
        #[source]
        error: io::Error,
    },
    /// Old recordings cannot be removed.
    #[error("cannot make room for recordings")]
    MakeRoom(#[source] io::Error),
    /// The thread that writes a recording panicked.
    #[error("the writing thread panicked")]
    WriterPanicked,
    /// The terminal cannot be drawn on or read from.
    #[error("{what}")]
    Terminal {
        /// What was attempted.
        what: &'static str,
        /// Why it failed.
        #[source]
        error: io::Error,
    },
}

fn cannot_write(path: Option<&Path>) -> String {
    match path {
        Some(path) => format!("cannot write to {}; what was written until now is there", path.display()),
        None => "cannot write to standard output".to_owned(),
    }
}
