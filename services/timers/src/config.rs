//! What the owner of the house can set.

use std::error::Error;
use std::time::Duration;

use petasos_bus::Settings;
use petasos_messages::Dialect;
use petasos_program::{Checked, Configuration, InvalidKey, LogConfig, SkillConfig, StateConfig, WallClock};
use petasos_skill::program::SkillProgram;
use petasos_skill::{Catalogue, Skill};
use serde::{Deserialize, Serialize};

use crate::shared_timers::Timers;
use crate::skill::skill;
use crate::timer_list::{TimerLimits, TimerList};
use crate::timer_store::TimerStore;

/// Everything that can be set. The file may be that of the whole house.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Whose Hermes the house speaks. Default `rhasspy`.
    pub dialect: Checked<Dialect>,
    /// The connection to the broker.
    pub mqtt: Settings,
    /// Where timers are kept.
    pub state: StateConfig,
    /// Log output.
    pub log: LogConfig,
    /// What all skills share.
    pub skill: SkillConfig,
    /// What only timers have.
    pub timers: TimersConfig,
}

/// The table `[timers]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TimersConfig {
    /// So many timers may run at once. Default 50.
    pub most: usize,
    /// So many hours a timer may run. Default 24.
    pub longest_hours: u32,
}

impl Default for TimersConfig {
    fn default() -> Self {
        Self { most: 50, longest_hours: 24 }
    }
}

impl From<TimersConfig> for TimerLimits {
    fn from(config: TimersConfig) -> Self {
        let hours = u64::from(config.longest_hours);
        Self { most: config.most, longest: Duration::from_secs(hours.saturating_mul(3600)) }
    }
}

impl Configuration for Config {
    const KEYS: &'static [&'static str] = &["dialect"];
    const TABLES: &'static [&'static [&'static str]] =
        &[&["mqtt", "tls"], &["mqtt"], &["state"], &["log"], &["skill"], &["timers"]];

    fn mqtt(&self) -> &Settings {
        &self.mqtt
    }

    fn log(&self) -> &LogConfig {
        &self.log
    }

    fn check(&self) -> Result<(), InvalidKey> {
        if self.timers.most == 0 || self.timers.longest_hours == 0 {
            return Err(InvalidKey::new("timers", "with no room for a timer there is nothing to do"));
        }
        Ok(())
    }
}

impl SkillProgram for Config {
    const NAME: &'static str = env!("CARGO_PKG_NAME");
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    const ABOUT: &'static str = "Timers by voice: several, named, per room, over restarts.";
    const EXAMPLES: &'static str = "  \
  petasos-timers                                   serve the house; its broker is at 127.0.0.1:1883
  petasos-timers --config /etc/petasos/house.toml
  petasos-timers --host broker --username house --password-file /etc/petasos/password
  petasos-timers check                             what would hold?
  petasos-timers export rhasspy                    the sentences for the NLU";

    fn dialect(&self) -> Dialect {
        self.dialect.0
    }

    fn shared(&self) -> &SkillConfig {
        &self.skill
    }

    fn skill(&self) -> Result<Skill, Box<dyn Error + Send + Sync>> {
        let (file, book) = if let Some(folder) = &self.state.directory {
            let (file, book) = TimerStore::open(folder, self.state.sync)?;
            (Some(file), book)
        } else {
            tracing::warn!("no state.directory is set: timers are forgotten at a restart");
            (None, TimerList::default())
        };
        Ok(skill(Timers::new(book, file, WallClock::start(), self.timers.into())))
    }

    fn catalogue(&self) -> Result<Catalogue, Box<dyn Error + Send + Sync>> {
        let none = Timers::new(TimerList::default(), None, WallClock::start(), self.timers.into());
        Ok(skill(none).catalogue().clone())
    }
}
