//! Layers of configuration, the later ones on top.

use std::path::Path;

use serde::de::DeserializeOwned;
use toml::{Table, Value};

use super::environment::Environment;
use super::explain::explain;
use super::{Config, policy};
use crate::{Error, Origin};

/// Ways to give the password: a layer that uses one of them replaces those of the layers below.
const PASSWORD_KEYS: [&str; 3] = ["password", "password_file", "password_env"];

/// A configuration under construction: start with the defaults, lay a file, the environment and flags on top, finish.
#[derive(Debug, Default)]
pub struct Layers {
    table: Table,
}

impl Layers {
    /// Nothing but the defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// Lays a TOML file on top.
    pub fn file(self, path: &Path) -> Result<Self, Error> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| Error::ConfigFile { file: path.to_owned(), why: error.to_string() })?;
        self.text(&path.display().to_string(), &text)
    }

    /// Lays a TOML text on top; errors call it by this name.
    pub fn text(self, name: &str, text: &str) -> Result<Self, Error> {
        let origin = |span: Option<std::ops::Range<usize>>| Origin::File {
            name: name.to_owned(),
            line: 1 + span
                .map_or(0, |span| text.bytes().take(span.start).filter(|byte| *byte == b'\n').count()),
        };
        let syntax = |error: &toml::de::Error| Error::Config {
            origin: origin(error.span()),
            key: String::new(),
            why: explain("", error.message()),
        };
        let parsed = toml::Deserializer::parse(text).map_err(|error| syntax(&error))?;
        serde_path_to_error::deserialize::<_, Config>(parsed).map_err(|error| {
            let key = error.path().to_string();
            Error::Config {
                origin: origin(error.inner().span()),
                why: explain(&key, error.inner().message()),
                key,
            }
        })?;
        let table = toml::from_str(text).map_err(|error| syntax(&error))?;
        Ok(self.lay(table))
    }

    /// Lays `PETASOS_...` variables and what systemd hands over on top.
    pub fn environment(self, environment: &Environment) -> Result<Self, Error> {
        Ok(self.lay(environment.table()?))
    }

    /// Lays the values of flags on top.
    pub fn flags(self, table: Table) -> Result<Self, Error> {
        read::<Config>(table.clone()).map_err(|(key, why)| Error::Config {
            origin: Origin::Flags,
            key,
            why,
        })?;
        Ok(self.lay(table))
    }

    /// The configuration, checked as a whole.
    pub fn finish(self) -> Result<Config, Error> {
        let whole = |(key, why)| Error::Config { origin: Origin::Whole, key, why };
        let config: Config = read(self.table).map_err(whole)?;
        policy::check(&config).map_err(whole)?;
        config.mqtt.check()?;
        Ok(config)
    }

    fn lay(mut self, table: Table) -> Self {
        lay(&mut self.table, table);
        self
    }
}

/// Reads a type from a table; an error is the key and what is wrong with it.
pub(super) fn read<T: DeserializeOwned>(table: Table) -> Result<T, (String, String)> {
    serde_path_to_error::deserialize(Value::Table(table)).map_err(|error| {
        let key = error.path().to_string();
        let why = explain(&key, error.inner().message());
        (key, why)
    })
}

fn lay(below: &mut Table, above: Table) {
    if above.keys().any(|key| PASSWORD_KEYS.contains(&key.as_str())) {
        below.retain(|key, _| !PASSWORD_KEYS.contains(&key));
    }
    for (key, value) in above {
        match (below.get_mut(&key), value) {
            (Some(Value::Table(below)), Value::Table(above)) => lay(below, above),
            (_, value) => {
                below.insert(key, value);
            }
        }
    }
}
