//! Configuration of the lights skill.

use std::collections::BTreeMap;
use std::time::Duration;

use petasos_skill::config::{InvalidKey, Seconds};
use petasos_skill::is_valid_topic;
use serde::{Deserialize, Serialize};

/// The maximum time to wait for a lamp: the skill must answer before the dialogue manager times out.
const LONGEST_ANSWER: Duration = Duration::from_secs(4);

/// The table `[lights]`. Every key has a default: lamps with meaningful names need no configuration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct LightsConfig {
    /// The base topics of Zigbee2MQTT, one for each bridge. Default `zigbee2mqtt`.
    pub zigbee2mqtt: Vec<String>,
    /// The discovery prefixes of lamps that announce themselves to Home Assistant. Default `homeassistant`.
    pub home_assistant: Vec<String>,
    /// How long to wait for a lamp to answer. Default 2 seconds, at most 4.
    pub answer_seconds: Seconds,
    /// How long a change takes. Default: the lamp decides.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transition_seconds: Option<Seconds>,
    /// How much "brighter" and "darker" change, in percent. Default 25.
    pub step_percent: u8,
    /// Settings of rooms, by name.
    pub rooms: BTreeMap<String, RoomConfig>,
    /// Settings of lamps, by name, address or command topic.
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

impl LightsConfig {
    /// Checks that types of keys cannot express.
    pub(crate) fn validate(&self) -> Result<(), InvalidKey> {
        if self.answer_seconds.get() > LONGEST_ANSWER {
            let why = format!(
                "at most {} is allowed, because people are waiting for the answer",
                LONGEST_ANSWER.as_secs()
            );
            return Err(InvalidKey::new("lights.answer_seconds", why));
        }
        let topics = self.zigbee2mqtt.iter().chain(&self.home_assistant);
        match topics.into_iter().find(|topic| !is_topic_prefix(topic)) {
            Some(topic) => Err(InvalidKey::new(
                "lights",
                format!("{topic:?} is not a topic; write one such as `zigbee2mqtt`"),
            )),
            None => Ok(()),
        }
    }
}

/// Whether topics can begin with this.
fn is_topic_prefix(topic: &str) -> bool {
    is_valid_topic(topic) && !topic.starts_with('/') && !topic.ends_with('/')
}

/// The table of a room.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct RoomConfig {
    /// Other names, in any language.
    pub names: Vec<String>,
}

/// The table of a lamp.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct LampConfig {
    /// The room of the lamp.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub room: Option<String>,
    /// Other names. The skill speaks the first one.
    pub names: Vec<String>,
    /// Whether the skill ignores the lamp. Default false.
    pub hidden: bool,
}

#[cfg(test)]
mod tests {
    use petasos_skill::program::Config;

    use super::*;

    fn read(text: &str) -> Result<Config<LightsConfig>, petasos_skill::Error> {
        Config::from_toml("lights.toml", text)
    }

    #[test]
    fn invalid_values_are_refused() {
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
    fn the_file_of_the_installation_serves_the_skill_too() {
        let config =
            read("instance = \"home\"\n[everywhere]\nlang = \"de\"\n[skill.rooms]\nsat1 = \"kitchen\"\n");
        assert_eq!(config.unwrap().shared.skill.rooms.values().collect::<Vec<_>>(), ["kitchen"]);
    }
}
