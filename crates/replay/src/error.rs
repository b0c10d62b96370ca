//! What can go wrong with a replay.

use std::path::PathBuf;

/// What can go wrong with a replay. That something else comes out is no error: it is what a replay is there to tell.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file cannot be read or written.
    #[error("{}: {error}", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        error: petasos_recording::Error,
    },
    /// A folder of session files cannot be read.
    #[error("cannot read {}: {error}", folder.display())]
    Folder {
        /// Which folder.
        folder: PathBuf,
        /// Why not.
        error: std::io::Error,
    },
    /// A folder has no session file in it or below it.
    #[error("there is no session file (.jsonl) in {}", folder.display())]
    NoSessionFiles {
        /// Which folder.
        folder: PathBuf,
    },
    /// The header's settings are none of a dialogue manager.
    #[error("the settings in the header of the recording are none of petasosd: {0}")]
    Settings(String),
    /// The new file could not be put in the place of the old one.
    #[error("cannot write {}: {error}", path.display())]
    Write {
        /// Which file.
        path: PathBuf,
        /// Why not.
        error: std::io::Error,
    },
    /// What comes out changes each time the new file is played.
    #[error(
        "{}: what comes out is different again with each new expectation; the file is left as it is", path.display()
    )]
    Unsettled {
        /// Which file.
        path: PathBuf,
    },
}
