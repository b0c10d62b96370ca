//! Errors of a configuration.

use std::fmt;
use std::path::PathBuf;

use petasos_bus::SettingsError;

/// Why a configuration cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The configuration file cannot be read.
    #[error("cannot read the configuration file {}: {why}", file.display())]
    ConfigFile {
        /// The file.
        file: PathBuf,
        /// The error of the operating system.
        why: String,
    },
    /// A value cannot be used.
    #[error("cannot use {origin}{}{key}: {why}", if key.is_empty() { "" } else { ", key " })]
    Config {
        /// Where it was written.
        origin: Origin,
        /// The key, such as `mqtt.host`; empty if the file is not TOML.
        key: String,
        /// What is wrong, and what to write.
        why: String,
    },
    /// The settings of the connection to the broker cannot be used.
    #[error("{0}; see the table [mqtt] of the configuration")]
    Connection(#[from] SettingsError),
}

/// Where a value of the configuration was written.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Origin {
    /// In a file.
    File {
        /// Its name.
        name: String,
        /// The line, counted from 1.
        line: usize,
    },
    /// In this environment variable.
    Variable(String),
    /// On the command line.
    Flags,
    /// In several places that contradict each other.
    Whole,
}

impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { name, line } => write!(formatter, "{name}, line {line}"),
            Self::Variable(name) => write!(formatter, "the environment variable {name}"),
            Self::Flags => formatter.write_str("the flags"),
            Self::Whole => formatter.write_str("the configuration"),
        }
    }
}
