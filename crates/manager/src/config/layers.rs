//! Layers of configuration, the later ones on top.

use std::ops::Range;
use std::path::Path;

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
        let wrong = |Wrong { span, key, why }| {
            let before = text.bytes().take(span.map_or(0, |span| span.start));
            let line = 1 + before.filter(|byte| *byte == b'\n').count();
            let origin = Origin::File { name: name.to_owned(), line };
            Error::Config { origin, key, why }
        };
        parse(text).map_err(wrong)?;
        // What was read as a configuration is a table.
        Ok(self.lay(toml::from_str(text).unwrap_or_default()))
    }

    /// Lays `PETASOS_...` variables and what systemd hands over on top.
    pub fn environment(self, environment: &Environment) -> Result<Self, Error> {
        Ok(self.lay(environment.table()?))
    }

    /// Lays the values of flags on top.
    pub fn flags(self, table: Table) -> Result<Self, Error> {
        read(&table).map_err(|(key, why)| Error::Config { origin: Origin::Flags, key, why })?;
        Ok(self.lay(table))
    }

    /// The configuration, checked as a whole.
    pub fn finish(self) -> Result<Config, Error> {
        let whole = |(key, why)| Error::Config { origin: Origin::Whole, key, why };
        let config = read(&self.table).map_err(whole)?;
        policy::check(&config).map_err(whole)?;
        config.mqtt.check()?;
        Ok(config)
    }

    fn lay(mut self, table: Table) -> Self {
        lay(&mut self.table, table);
        self
    }
}

/// Reads a configuration from a table; an error is the key and what is wrong with it. By way of text, so that the code that
/// reads a configuration is in the program only once.
pub(super) fn read(table: &Table) -> Result<Config, (String, String)> {
    parse(&table.to_string()).map_err(|wrong| (wrong.key, wrong.why))
}

/// What is wrong with a text, and where.
struct Wrong {
    span: Option<Range<usize>>,
    key: String,
    why: String,
}

fn parse(text: &str) -> Result<Config, Wrong> {
    let wrong = |error: &toml::de::Error, key: String| Wrong {
        span: error.span(),
        why: explain(&key, error.message()),
        key,
    };
    let parsed = toml::Deserializer::parse(text).map_err(|error| wrong(&error, String::new()))?;
    serde_path_to_error::deserialize(parsed).map_err(|error| wrong(error.inner(), error.path().to_string()))
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
