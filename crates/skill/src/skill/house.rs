//! What the owner of a house has set for all programs: the configuration of skills that have none of their own.

use petasos_bus::Settings;
use petasos_messages::Dialect;
use petasos_program::{Checked, Configuration, Environment, Layers, LogConfig, SkillConfig};
use serde::Deserialize;

use crate::runtime::Error;

/// The parts of a configuration that every skill understands.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct House {
    pub(super) dialect: Option<Checked<Dialect>>,
    pub(super) mqtt: Settings,
    pub(super) log: LogConfig,
    pub(super) skill: SkillConfig,
}

impl Configuration for House {
    const KEYS: &'static [&'static str] = &["dialect"];
    const TABLES: &'static [&'static [&'static str]] = &[&["mqtt", "tls"], &["mqtt"], &["log"], &["skill"]];

    fn mqtt(&self) -> &Settings {
        &self.mqtt
    }

    fn log(&self) -> &LogConfig {
        &self.log
    }
}

impl House {
    /// The defaults, under the file that `PETASOS_CONFIG` names, under the other `PETASOS_...` variables.
    pub(super) fn load(environment: &Environment) -> Result<Self, Error> {
        let layers = Layers::new();
        let layers = match environment.config_file() {
            Some(file) => layers.file(&file)?,
            None => layers,
        };
        Ok(layers.environment(environment)?.finish()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(variables: &[(&str, &str)]) -> Environment {
        Environment::new(variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    #[test]
    fn a_file_of_the_dialogue_manager_serves_skills_too() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let text = "only_sites = ['a']\n[mqtt]\nport = 1884\n[timeouts]\nskill_seconds = 3\n[skill.rooms]\nsat1 = 'kitchen'\n";
        std::fs::write(file.path(), text).unwrap();
        let path = file.path().to_str().unwrap();
        let house =
            House::load(&environment(&[("PETASOS_CONFIG", path), ("PETASOS_DIALECT", "snips")])).unwrap();
        assert_eq!(house.mqtt.port, 1884);
        assert_eq!(house.dialect, Some(Checked(Dialect::SNIPS)));
        assert_eq!(house.skill.rooms.len(), 1);
    }

    #[test]
    fn what_cannot_be_used_is_named() {
        let error = House::load(&environment(&[("PETASOS_MQTT_PORT", "many")])).unwrap_err();
        assert!(error.to_string().contains("PETASOS_MQTT_PORT"), "{error}");
    }
}
