//! Configuration tables shared by several programs.

use std::collections::BTreeMap;
use std::path::PathBuf;

use petasos_messages::SiteId;
use serde::{Deserialize, Serialize};

use crate::Checked;

/// Storage of state that must survive a crash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct StateConfig {
    /// The folder. Default: systemd's `$STATE_DIRECTORY`; without it, nothing is stored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub directory: Option<PathBuf>,
    /// Whether a session waits until its entry is on disk. Default true, so that no site stays deaf even after a power cut.
    pub sync: bool,
}

impl Default for StateConfig {
    fn default() -> Self {
        Self { directory: None, sync: true }
    }
}

/// Settings shared by all skills: the table `[skill]`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct SkillConfig {
    /// The language for messages that name none, such as `en`. Default: none; skills then use English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// The user name in front of intent names, as in Snips' console: `alice` for `alice:SetColor`. Default: none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// The room of each site. Default: a room has the name of its site.
    pub rooms: BTreeMap<Checked<SiteId>, String>,
}
