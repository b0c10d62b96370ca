//! Configuration of the Home Assistant skill.

use std::path::PathBuf;
use std::time::Duration;

use petasos_skill::config::{InvalidKey, Seconds, Secret};
use serde::{Deserialize, Serialize};

/// The table `[home_assistant]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct HomeAssistantConfig {
    /// The address of Home Assistant. Default `http://homeassistant.local:8123`.
    pub url: String,
    /// A long-lived access token. Prefer `token_file`, since the configuration file may be readable by others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<Secret>,
    /// A file with the token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_file: Option<PathBuf>,
    /// PEM file with the certificate authorities to trust, for `https` with a private certificate. Default: the usual ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ca: Option<PathBuf>,
    /// The conversation agent, such as `conversation.chatgpt`. Default: Home Assistant's default agent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent: Option<String>,
    /// The timeout for an answer. Default 20 seconds.
    pub answer_seconds: Seconds,
    /// Whether text that no skill recognised is passed on. Default true.
    pub not_recognized: bool,
    /// Whether all intents are passed on. Default false; only for an installation without other skills.
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
    /// Checks that types of keys cannot express.
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
