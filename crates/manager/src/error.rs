//! Errors of the manager.

use std::path::PathBuf;

use petasos_bus::SettingsError;

/// Why the manager cannot start or continue.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The settings of the connection are invalid.
    #[error("{0}; see the table [mqtt] of the configuration")]
    Connection(#[from] SettingsError),
    /// A file is not a Rhasspy profile.
    #[error("cannot import the Rhasspy profile {}: {why}", file.display())]
    Profile {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// The connection was given up.
    #[error("the connection to the broker was closed for good")]
    BusEnded,
}
