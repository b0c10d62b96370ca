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
    /// There is no runtime for a skill.
    #[cfg(feature = "skill")]
    #[error("cannot build a runtime for the skill: {0}")]
    Runtime(std::io::Error),
    /// What comes out changes each time the new file is played.
    #[error(
        "{}: what comes out is different again with each new expectation; the file is left as it is", path.display()
    )]
    Unsettled {
        /// Which file.
        path: PathBuf,
    },
}
