//! What can be set for this skill alone.

use std::path::PathBuf;
use std::time::Duration;

use petasos_skill::config::{InvalidKey, Seconds, Secret};
use serde::{Deserialize, Serialize};

/// The table `[home_assistant]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct HomeAssistantConfig {
    /// Its address. Default `http://homeassistant.local:8123`.
    pub url: String,
    /// A long-lived access token. Prefer `token_file`: others may read the configuration file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<Secret>,
    /// The file with the token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_file: Option<PathBuf>,
    /// PEM file with the certificate authorities to trust, for `https` with a certificate of your own. Default: the
    /// usual ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ca: Option<PathBuf>,
    /// The conversation agent, such as `conversation.chatgpt`. Default: that of Home Assistant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent: Option<String>,
    /// How long an answer may take. Default 20 seconds.
    pub answer_seconds: Seconds,
    /// Whether it is asked what no skill understood. Default true.
    pub not_recognized: bool,
    /// Whether it gets all intents. Default false; only for an installation without other skills.
    pub all_intents: bool,
}

impl Default for HomeAssistantConfig {
    fn default() -> Self {
        Self {
            url: "http://homeassistant.local:8123".to_owned(),
            token: None,
            token_file: None,
            ca: None,
            agent: None,
            answer_seconds: Seconds::from(Duration::from_secs(20)),
            not_recognized: true,
            all_intents: false,
        }
    }
}

impl HomeAssistantConfig {
    /// What no type of a key can check.
    pub(crate) fn validate(&self) -> Result<(), InvalidKey> {
        if !self.url.starts_with("http://") && !self.url.starts_with("https://") {
            let why = "use an address such as `http://homeassistant.local:8123`";
            return Err(InvalidKey::new("home_assistant.url", why));
        }
        if self.token.is_some() && self.token_file.is_some() {
            return Err(InvalidKey::new("home_assistant.token", "set only one of token and token_file"));
        }
        Ok(())
    }
}
