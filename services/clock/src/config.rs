//! What the owner of the house can set.

use std::error::Error;

use petasos_bus::Settings;
use petasos_messages::Dialect;
use petasos_program::{Checked, Configuration, LogConfig, SkillConfig, WallClock};
use petasos_skill::program::SkillProgram;
use petasos_skill::{Catalogue, Skill};
use serde::{Deserialize, Serialize};

use crate::skill::skill;

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
    /// How time is told.
    pub clock: ClockConfig,
}

/// The table `[clock]`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ClockConfig {
    /// The time zone of the house, such as `Europe/Berlin`. Default: that of the machine.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// How hours are counted. Default: as the language has it, 12 in English and 24 in German.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hours: Option<Hours>,
}

/// How hours are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Hours {
    /// From 1 to 12, twice a day.
    #[serde(rename = "12")]
    Twelve,
    /// From 0 to 23.
    #[serde(rename = "24")]
    TwentyFour,
}

impl Configuration for Config {
    const KEYS: &'static [&'static str] = &["dialect"];
    const TABLES: &'static [&'static [&'static str]] =
        &[&["mqtt", "tls"], &["mqtt"], &["log"], &["skill"], &["clock"]];

    fn mqtt(&self) -> &Settings {
        &self.mqtt
    }

    fn log(&self) -> &LogConfig {
        &self.log
    }
}

impl SkillProgram for Config {
    const NAME: &'static str = env!("CARGO_PKG_NAME");
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    const ABOUT: &'static str = "Says what time it is and what day, here and in other cities.";
    const EXAMPLES: &'static str = "  \
  petasos-clock                                    serve the house; its broker is at 127.0.0.1:1883
  petasos-clock --config /etc/petasos/house.toml
  PETASOS_CLOCK_TIME_ZONE=Europe/Berlin petasos-clock
  petasos-clock check                              what would hold?
  petasos-clock export rhasspy --lang de           the German sentences for the NLU";

    fn dialect(&self) -> Dialect {
        self.dialect.0
    }

    fn shared(&self) -> &SkillConfig {
        &self.skill
    }

    fn skill(&self) -> Result<Skill, Box<dyn Error + Send + Sync>> {
        Ok(skill(&self.clock, WallClock::of_machine())?)
    }

    fn catalogue(&self) -> Result<Catalogue, Box<dyn Error + Send + Sync>> {
        Ok(self.skill()?.catalogue().clone())
    }

    fn look(&self) -> Result<(), Box<dyn Error + Send + Sync>> {
        self.skill().map(drop)
    }
}
