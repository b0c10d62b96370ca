//! What the owner of the house can set: the table `[lights]`, beside the tables that every program has.

use std::collections::BTreeMap;
use std::error::Error;
use std::time::Duration;

use petasos_bus::Settings;
use petasos_messages::Dialect;
use petasos_program::{Checked, Configuration, InvalidKey, LogConfig, Seconds, SkillConfig};
use petasos_skill::program::SkillProgram;
use petasos_skill::{Catalogue, Skill};
use serde::{Deserialize, Serialize};

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
    /// What all skills of the house share: the language, and the rooms of the sites.
    pub skill: SkillConfig,
    /// The lamps.
    pub lights: LightsConfig,
}

/// A lamp that takes longer is not waited for: the skill has to answer before the manager loses its patience.
const LONGEST_ANSWER: Duration = Duration::from_secs(4);

impl Configuration for Config {
    const KEYS: &'static [&'static str] = &["dialect"];
    const TABLES: &'static [&'static [&'static str]] =
        &[&["mqtt", "tls"], &["mqtt"], &["log"], &["skill"], &["lights"]];

    fn mqtt(&self) -> &Settings {
        &self.mqtt
    }

    fn log(&self) -> &LogConfig {
        &self.log
    }

    fn check(&self) -> Result<(), InvalidKey> {
        if self.lights.answer_seconds.get() > LONGEST_ANSWER {
            let why = format!("write at most {}: people wait for it", LONGEST_ANSWER.as_secs());
            return Err(InvalidKey::new("lights.answer_seconds", why));
        }
        let topics = self.lights.zigbee2mqtt.iter().chain(&self.lights.home_assistant);
        match topics.into_iter().find(|topic| !is_level(topic)) {
            Some(topic) => Err(InvalidKey::new(
                "lights",
                format!("{topic:?} is no topic; write one such as `zigbee2mqtt`"),
            )),
            None => Ok(()),
        }
    }
}

impl SkillProgram for Config {
    const NAME: &'static str = env!("CARGO_PKG_NAME");
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    const ABOUT: &'static str = "Lamps by voice: switches, dims and colours what Zigbee2MQTT and Home Assistant's MQTT discovery announce.";
    const EXAMPLES: &'static str = "  \
  petasos-lights                                   serve the house; its broker is at 127.0.0.1:1883
  petasos-lights --config /etc/petasos/lights.toml
  petasos-lights --host broker --username house --password-file /etc/petasos/password
  petasos-lights check --config lights.toml        what would hold?
  petasos-lights export rhasspy --lang de          the German sentences for the NLU";

    fn dialect(&self) -> Dialect {
        self.dialect.0
    }

    fn shared(&self) -> &SkillConfig {
        &self.skill
    }

    fn skill(&self) -> Result<Skill, Box<dyn Error + Send + Sync>> {
        Ok(crate::skill(self))
    }

    fn catalogue(&self) -> Result<Catalogue, Box<dyn Error + Send + Sync>> {
        Ok(crate::skill(self).catalogue().clone())
    }
}

/// Whether topics can begin with this.
fn is_level(topic: &str) -> bool {
    petasos_bus::is_valid_topic(topic) && !topic.starts_with('/') && !topic.ends_with('/')
}

/// The settings of the skill. Every key has a default: a house whose lamps have telling names needs none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LightsConfig {
    /// The base topics of Zigbee2MQTT, one for each bridge. Default `zigbee2mqtt`; empty: there is none.
    pub zigbee2mqtt: Vec<String>,
    /// The prefixes under which lamps describe themselves to Home Assistant. Default `homeassistant`; empty: none is read.
    pub home_assistant: Vec<String>,
    /// How long a lamp may take to answer. Default 2 seconds, at most 4.
    pub answer_seconds: Seconds,
    /// How long a lamp takes to change. Default: what the lamp itself does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transition_seconds: Option<Seconds>,
    /// How much brighter or darker "brighter" and "darker" are, in percent. Default 25.
    pub step_percent: u8,
    /// What else rooms are called.
    pub rooms: BTreeMap<String, RoomConfig>,
    /// What is to be known of lamps, by their name, address or command topic.
    pub lamps: BTreeMap<String, LampConfig>,
}

impl Default for LightsConfig {
    fn default() -> Self {
        Self {
            zigbee2mqtt: vec!["zigbee2mqtt".to_owned()],
            home_assistant: vec!["homeassistant".to_owned()],
            answer_seconds: Seconds::from(Duration::from_secs(2)),
            transition_seconds: None,
            step_percent: 25,
            rooms: BTreeMap::new(),
            lamps: BTreeMap::new(),
        }
    }
}

/// A room.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RoomConfig {
    /// What else it is called, in whatever language.
    pub names: Vec<String>,
}

/// A lamp.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LampConfig {
    /// The room it stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub room: Option<String>,
    /// What else it is called. The first is how the skill calls it.
    pub names: Vec<String>,
    /// Whether the skill must not touch it. Default false.
    pub hidden: bool,
}

#[cfg(test)]
mod tests {
    use petasos_program::Layers;

    use super::*;

    fn read(text: &str) -> Result<Config, petasos_program::Error> {
        Layers::new().text("lights.toml", text)?.finish()
    }

    #[test]
    fn the_example_shows_the_defaults() {
        let example = include_str!("../../../config/lights.toml");
        let switched_on: Vec<&str> =
            example.lines().map(|line| line.strip_prefix('#').unwrap_or(line)).collect();
        let commented = |line: &&str| !line.starts_with(' ');
        let text: Vec<&str> = switched_on.into_iter().filter(commented).collect();
        assert_eq!(read(example).unwrap(), Config::default());
        assert_eq!(read(&text.join("\n")).unwrap(), Config::default());
    }

    #[test]
    fn what_cannot_be_is_refused() {
        for text in [
            "[lights]\nanswer_seconds = 5",
            "[lights]\nzigbee2mqtt = [\"a/#\"]",
            "[lights]\nhome_assistant = [\"\"]",
            "[lights]\nlamp = 3",
            "[lights.lamps.x]\nrom = \"kitchen\"",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_file_of_the_house_serves_the_skill_too() {
        let config =
            read("instance = \"home\"\n[everywhere]\nlang = \"de\"\n[skill.rooms]\nsat1 = \"kitchen\"\n");
        assert_eq!(config.unwrap().skill.rooms.values().collect::<Vec<_>>(), ["kitchen"]);
    }
}
