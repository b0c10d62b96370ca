//! The tables that mean the same in every program.

use std::collections::BTreeMap;
use std::path::PathBuf;

use petasos_messages::SiteId;
use serde::{Deserialize, Serialize};

use crate::Checked;

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

/// What all skills of a house share: the table `[skill]`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SkillConfig {
    /// The language where no message names one, such as `en`. Default: none, and skills speak English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// The user whose name stands before those of intents, as Snips' console had it: `alice` for `alice:SetColor`. Default: none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// The rooms in which sites stand, by site. Default: a room is called as its site.
    pub rooms: BTreeMap<Checked<SiteId>, String>,
}
