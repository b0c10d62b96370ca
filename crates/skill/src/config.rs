//! Configuration keys that all skills share.

use petasos_bus::Settings;
use petasos_messages::Dialect;
use petasos_program::{Configuration, Environment, Layers};
use serde::Deserialize;

use crate::Error;

pub use petasos_bus::Secret;
pub use petasos_program::{
    Checked, Fraction, InvalidKey, LogConfig, LogFormat, Positive, Seconds, SkillConfig, StateConfig,
};

/// The keys that have the same meaning in all programs of an installation, so that one file can configure them all.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct SharedConfig {
    /// The dialect of the installation. Default: the skill's own, or Rhasspy if it sets none.
    pub dialect: Option<Checked<Dialect>>,
    /// The connection to the broker.
    pub mqtt: Settings,
    /// Where state is stored across restarts; only read by skills that store any.
    #[serde(skip)]
    pub state: StateConfig,
    /// Log output.
    pub log: LogConfig,
    /// The table `[skill]`: language, user, and the rooms of the sites.
    pub skill: SkillConfig,
}

impl SharedConfig {
    /// The dialect; Rhasspy if none is set.
    pub fn dialect(&self) -> Dialect {
        self.dialect.as_ref().map(|dialect| dialect.0).unwrap_or_default()
    }

    /// Merges the defaults, the file named by `PETASOS_CONFIG` and the other `PETASOS_...` variables, in order of increasing
    /// precedence.
    pub(crate) fn load(environment: &Environment) -> Result<Self, Error> {
        let layers = Layers::new();
        let layers = match environment.config_file() {
            Some(file) => layers.file(&file)?,
            None => layers,
        };
        Ok(layers.environment(environment)?.finish()?)
    }
}

impl Configuration for SharedConfig {
    const KEYS: &'static [&'static str] = &["dialect"];
    const TABLES: &'static [&'static [&'static str]] = &[&["mqtt", "tls"], &["mqtt"], &["log"], &["skill"]];

    fn mqtt(&self) -> &Settings {
        &self.mqtt
    }

    fn log(&self) -> &LogConfig {
        &self.log
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_the_dialogue_manager_serves_skills_too() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let text = "only_sites = ['a']\n[mqtt]\nport = 1884\n[timeouts]\nskill_seconds = 3\n[skill.rooms]\nsat1 = 'kitchen'\n";
        std::fs::write(file.path(), text).unwrap();
        let path = file.path().to_str().unwrap();
        let environment = Environment::new([("PETASOS_CONFIG", path), ("PETASOS_DIALECT", "snips")]);
        let config = SharedConfig::load(&environment).unwrap();
        assert_eq!((config.mqtt.port, config.skill.rooms.len()), (1884, 1));
        assert_eq!(config.dialect, Some(Checked(Dialect::SNIPS)));
    }

    #[test]
    fn errors_name_the_invalid_key() {
        let error = SharedConfig::load(&Environment::new([("PETASOS_MQTT_PORT", "many")])).unwrap_err();
        assert!(error.to_string().contains("PETASOS_MQTT_PORT"), "{error}");
    }
}
