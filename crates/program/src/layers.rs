//! Layers of configuration: later ones win.

use std::marker::PhantomData;
use std::path::Path;

use toml::{Table, Value};

use crate::configuration::{Configuration, check};
use crate::environment::Environment;
use crate::parse::{Misplaced, at, parse, read};
use crate::{Error, Origin};

/// The keys that give the password: a layer with one of them replaces those of the layers below.
const PASSWORD_KEYS: [&str; 3] = ["password", "password_file", "password_env"];

/// A configuration under construction: starts with the defaults; then a file, the environment and flags are laid on top.
#[derive(Debug)]
pub struct Layers<T> {
    table: Table,
    makes: PhantomData<T>,
}

impl<T> Default for Layers<T> {
    fn default() -> Self {
        Self { table: Table::new(), makes: PhantomData }
    }
}

impl<T: Configuration> Layers<T> {
    /// Only the defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// Lays a TOML file on top.
    pub fn file(self, path: &Path) -> Result<Self, Error> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| Error::ConfigFile { file: path.to_owned(), why: error.to_string() })?;
        self.text(&path.display().to_string(), &text)
    }

    /// Lays a TOML text on top. Errors name it like this.
    pub fn text(self, name: &str, text: &str) -> Result<Self, Error> {
        let wrong = |Misplaced { span, invalid }| {
            let before = text.bytes().take(span.map_or(0, |span| span.start));
            let line = 1 + before.filter(|byte| *byte == b'\n').count();
            at(Origin::File { name: name.to_owned(), line })(invalid)
        };
        parse::<T>(text).map_err(wrong)?;
        // What was read as a configuration is a table.
        Ok(self.lay(toml::from_str(text).unwrap_or_default()))
    }

    /// Lays `PETASOS_...` variables and what systemd passes on top.
    pub fn environment(self, environment: &Environment) -> Result<Self, Error> {
        Ok(self.lay(environment.table::<T>()?))
    }

    /// Lays the values of flags on top.
    pub fn flags(self, table: Table) -> Result<Self, Error> {
        read::<T>(&table).map_err(at(Origin::Flags))?;
        Ok(self.lay(table))
    }

    /// The configuration, checked as a whole.
    pub fn finish(self) -> Result<T, Error> {
        let config: T = read(&self.table).map_err(at(Origin::Whole))?;
        check(&config).map_err(at(Origin::Whole))?;
        config.mqtt().check()?;
        Ok(config)
    }

    fn lay(mut self, table: Table) -> Self {
        lay(&mut self.table, table);
        self
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example::Example;

    fn from_text(text: &str) -> Result<Example, Error> {
        Layers::new().text("house.toml", text)?.finish()
    }

    #[test]
    fn what_is_another_programs_is_left_alone() {
        let text = "
            instance = 'petasos'
            dialect = 'snips'
            [everywhere.timeouts]
            skill_seconds = 'whatever'
            [mqtt]
            port = 1884
            [[lights.lamp]]
            name = 'ceiling'
        ";
        let config = from_text(text).unwrap();
        assert_eq!((config.dialect.0.as_str(), config.mqtt.port), ("snips", 1884));
    }

    #[test]
    fn a_slip_is_not_taken_for_another_programs() {
        let wrong =
            ["dialekt = 'snips'", "\n[mqqt]\nport = 1", "[timer.ringing]\n", "state = { folder = 'x' }"];
        let report = wrong.map(|text| from_text(text).unwrap_err().to_string()).join("\n");
        insta::assert_snapshot!(report);
    }
}
