//! The tables that mean the same in every program.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// What is remembered over a crash, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StateConfig {
    /// The folder. Default: systemd's `$STATE_DIRECTORY`; without one nothing is remembered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub directory: Option<PathBuf>,
    /// Whether a session waits until its note is on the disk. Default true: then a power cut leaves no deaf room either.
    pub sync: bool,
}

impl Default for StateConfig {
    fn default() -> Self {
        Self { directory: None, sync: true }
    }
}

/// Log output, to standard error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LogConfig {
    /// For people or for programs. Default `human`.
    pub format: LogFormat,
    /// What is logged: a level, or levels by module, such as `info,petasos_bus=debug`. Default `info`.
    pub filter: String,
    /// Whether what is spoken may appear in the log. Default false.
    pub speech: bool,
}

impl Default for LogConfig {
    fn default() -> Self {
        Self { format: LogFormat::Human, filter: "info".to_owned(), speech: false }
    }
}

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people; coloured on a terminal.
    Human,
    /// One JSON object a line.
    Json,
}
