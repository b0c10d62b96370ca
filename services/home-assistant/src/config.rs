//! What the owner of the house can set.

use std::error::Error;
use std::path::PathBuf;
use std::time::Duration;

use petasos_bus::{Secret, Settings};
use petasos_messages::Dialect;
use petasos_program::{Checked, Configuration, InvalidKey, LogConfig, Seconds, SkillConfig};
use petasos_skill::program::SkillProgram;
use petasos_skill::{Catalogue, Skill};
use serde::{Deserialize, Serialize};

use crate::skill::{skill, understood};

/// Everything that can be set. The file may be that of the whole house.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Whose Hermes the house speaks. Default `rhasspy`.
    pub dialect: Checked<Dialect>,
    /// The connection to the broker.
    pub mqtt: Settings,
    /// Log output.
    pub log: LogConfig,
    /// What all skills share.
    pub skill: SkillConfig,
    /// Where Home Assistant is, and what it is asked.
    pub home_assistant: HomeAssistantConfig,
}

/// The table `[home_assistant]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HomeAssistantConfig {
    /// Where it is. Default `http://homeassistant.local:8123`.
    pub url: String,
    /// A long-lived access token. Others may read a configuration file: prefer `token_file`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<Secret>,
    /// The file with the token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_file: Option<PathBuf>,
    /// PEM file with the certificate authorities to trust, for an `https` address with a certificate of one's own. Default: those
    /// everybody trusts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ca: Option<PathBuf>,
    /// Who answers, such as `conversation.chatgpt`. Default: Home Assistant's default agent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent: Option<String>,
    /// How long an answer may take. Default 20 seconds.
    pub answer_seconds: Seconds,
    /// Whether it gets words that nobody understood. Default true.
    pub not_recognized: bool,
    /// Whether it gets all intents. Default false; only for a house without other skills.
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

impl Configuration for Config {
    const KEYS: &'static [&'static str] = &["dialect"];
    const TABLES: &'static [&'static [&'static str]] =
        &[&["mqtt", "tls"], &["mqtt"], &["log"], &["skill"], &["home_assistant"]];

    fn mqtt(&self) -> &Settings {
        &self.mqtt
    }

    fn log(&self) -> &LogConfig {
        &self.log
    }

    fn check(&self) -> Result<(), InvalidKey> {
        let HomeAssistantConfig { url, token, token_file, .. } = &self.home_assistant;
        if !url.starts_with("http://") && !url.starts_with("https://") {
            let why = "write an address such as `http://homeassistant.local:8123`";
            return Err(InvalidKey::new("home_assistant.url", why));
        }
        if token.is_some() && token_file.is_some() {
            return Err(InvalidKey::new("home_assistant.token", "leave out either this one or token_file"));
        }
        Ok(())
    }
}

impl SkillProgram for Config {
    const NAME: &'static str = env!("CARGO_PKG_NAME");
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    const ABOUT: &'static str =
        "Hands what nobody else understood to Home Assistant's conversation API, and speaks the reply.";
    const EXAMPLES: &'static str = "  \
  PETASOS_HOME_ASSISTANT_TOKEN_FILE=/etc/petasos/token petasos-home-assistant
  petasos-home-assistant --config /etc/petasos/house.toml
  petasos-home-assistant check --config house.toml what would hold?
  petasos-home-assistant export rhasspy            the sentences for the NLU";

    fn dialect(&self) -> Dialect {
        self.dialect.0
    }

    fn shared(&self) -> &SkillConfig {
        &self.skill
    }

    fn skill(&self) -> Result<Skill, Box<dyn Error + Send + Sync>> {
        skill(&self.home_assistant)
    }

    fn catalogue(&self) -> Result<Catalogue, Box<dyn Error + Send + Sync>> {
        Ok(understood().catalogue().clone())
    }

    fn look(&self) -> Result<(), Box<dyn Error + Send + Sync>> {
        self.skill().map(drop)
    }
}
