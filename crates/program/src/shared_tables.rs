//! The tables that several programs share.

use std::collections::BTreeMap;
use std::path::PathBuf;

use petasos_messages::SiteId;
use serde::{Deserialize, Serialize};

use crate::Checked;

/// Where the state is kept that survives a crash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct StateConfig {
    /// The folder. Default: systemd's `$STATE_DIRECTORY`; without one nothing is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub directory: Option<PathBuf>,
    /// Whether a session waits until its entry is on the disk. Default true: then no site stays deaf after a power cut either.
    pub sync: bool,
}

impl Default for StateConfig {
    fn default() -> Self {
        Self { directory: None, sync: true }
    }
}

/// What all skills of an installation share: the table `[skill]`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct SkillConfig {
    /// The language for messages that name none, such as `en`. Default: none; skills then speak English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// The user name before those of intents, as in Snips' console: `alice` for `alice:SetColor`. Default: none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// The room of each site. Default: the room has the name of the site.
    pub rooms: BTreeMap<Checked<SiteId>, String>,
}
