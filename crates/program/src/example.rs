//! A configuration for the tests.

use petasos_bus::Settings;
use petasos_messages::Dialect;
use serde::{Deserialize, Serialize};

use crate::{Checked, Configuration, LogConfig, Seconds, StateConfig};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Example {
    pub(crate) dialect: Checked<Dialect>,
    pub(crate) only_sites: Vec<String>,
    pub(crate) mqtt: Settings,
    pub(crate) state: StateConfig,
    pub(crate) log: LogConfig,
    pub(crate) timers: Timers,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Timers {
    pub(crate) ringing: Ringing,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Ringing {
    pub(crate) pause_seconds: Option<Seconds>,
}

impl Default for Example {
    fn default() -> Self {
        Self {
            dialect: Checked(Dialect::default()),
            only_sites: Vec::new(),
            mqtt: Settings::default(),
            state: StateConfig::default(),
            log: LogConfig::default(),
            timers: Timers::default(),
        }
    }
}

impl Configuration for Example {
    const KEYS: &'static [&'static str] = &["dialect", "only_sites"];
    const TABLES: &'static [&'static [&'static str]] =
        &[&["mqtt", "tls"], &["mqtt"], &["state"], &["log"], &["timers", "ringing"], &["timers"]];

    fn mqtt(&self) -> &Settings {
        &self.mqtt
    }

    fn log(&self) -> &LogConfig {
        &self.log
    }
}
