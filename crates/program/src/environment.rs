//! Configuration from environment variables.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

use crate::configuration::{Configuration, InvalidKey};
use crate::parse::{at, nearest, read};
use crate::{Error, Origin};

const PREFIX: &str = "PETASOS_";

/// The credential that systemd may pass (`LoadCredential=mqtt-password:...`).
const CREDENTIAL: &str = "mqtt-password";

/// The table whose `directory` is the service's state directory.
const STATE: &[&str] = &["state"];

/// Environment variables, read from the process once, so that tests can pass their own.
#[derive(Debug, Clone, Default)]
pub struct Environment {
    variables: BTreeMap<String, String>,
}

impl Environment {
    /// The variables of this process.
    pub fn of_process() -> Self {
        Self::new(
            std::env::vars_os()
                .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?))),
        )
    }

    /// Takes the relevant ones of these variables.
    pub fn new<N: Into<String>, V: Into<String>>(variables: impl IntoIterator<Item = (N, V)>) -> Self {
        let ours = |name: &str| {
            name.starts_with(PREFIX) || matches!(name, "STATE_DIRECTORY" | "CREDENTIALS_DIRECTORY")
        };
        let variables = variables.into_iter().map(|(name, value)| (name.into(), value.into()));
        Self { variables: variables.filter(|(name, _): &(String, String)| ours(name)).collect() }
    }

    /// The file that `PETASOS_CONFIG` names.
    pub fn config_file(&self) -> Option<PathBuf> {
        self.get("PETASOS_CONFIG").map(PathBuf::from)
    }

    /// Variables that begin with `PETASOS_` and are unknown to a program, each with the one that was probably meant. For a
    /// [guest](Configuration::GUEST) only those that are similar to a known one: the others may be for the dialogue manager.
    pub fn unknown<T: Configuration>(&self) -> Vec<(String, Option<String>)> {
        let known: Vec<String> =
            T::KEYS.iter().map(|key| format!("{PREFIX}{}", key.to_uppercase())).collect();
        let meant = |name: &str| nearest(name, known.iter().map(String::as_str)).map(str::to_owned);
        let unknown = self.ours().filter(|name| place::<T>(name).is_none());
        unknown
            .map(|name| (name.to_owned(), meant(name)))
            .filter(|(_, meant)| meant.is_some() || !T::GUEST)
            .collect()
    }

    pub(crate) fn table<T: Configuration>(&self) -> Result<Table, Error> {
        let mut table = self.of_systemd::<T>();
        for name in self.ours() {
            let (Some((path, key)), Some(text)) = (place::<T>(name), self.get(name)) else {
                continue;
            };
            let value = value::<T>(&path, &key, text).map_err(at(Origin::Variable(name.to_owned())))?;
            insert(&mut table, &path, &key, value);
        }
        Ok(table)
    }

    /// The state directory and the password file, as passed by systemd.
    fn of_systemd<T: Configuration>(&self) -> Table {
        let mut table = Table::new();
        let state = self.get("STATE_DIRECTORY").filter(|_| T::TABLES.contains(&STATE));
        if let Some(folder) = state.and_then(|folders| folders.split(':').next()) {
            insert(&mut table, STATE, "directory", Value::from(folder));
        }
        let credential = self.get("CREDENTIALS_DIRECTORY").map(|folder| Path::new(folder).join(CREDENTIAL));
        if let Some(file) = credential.filter(|file| file.is_file() && self.get("PETASOS_PASSWORD").is_none())
        {
            insert(&mut table, &["mqtt"], "password_file", Value::from(file.display().to_string()));
        }
        table
    }

    fn ours(&self) -> impl Iterator<Item = &str> {
        self.variables
            .keys()
            .map(String::as_str)
            .filter(|name| name.starts_with(PREFIX) && *name != "PETASOS_CONFIG")
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.variables.get(name).map(String::as_str)
    }
}

/// The table and the key that a variable sets.
fn place<T: Configuration>(name: &str) -> Option<(Vec<&'static str>, String)> {
    let name = name.strip_prefix(PREFIX)?.to_lowercase();
    if name == "password" {
        return Some((vec!["mqtt"], name));
    }
    if T::KEYS.contains(&name.as_str()) {
        return Some((Vec::new(), name));
    }
    T::TABLES.iter().find_map(|path| {
        let key = name.strip_prefix(&path.join("_"))?.strip_prefix('_')?;
        Some((path.to_vec(), key.to_owned()))
    })
}

/// The value of a variable: TOML such as `30`, `true` or `["a", "b"]` if the key has that type, and otherwise text.
fn value<T: Configuration>(path: &[&str], key: &str, text: &str) -> Result<Value, InvalidKey> {
    let fits = |value: &Value| {
        let mut table = Table::new();
        insert(&mut table, path, key, value.clone());
        read::<T>(&table).map(drop)
    };
    let typed: Option<Table> = toml::from_str(&format!("value = {text}")).ok();
    let typed = typed.filter(|table| table.len() == 1).and_then(|mut table| table.remove("value"));
    if let Some(value) = typed.filter(|value| fits(value).is_ok()) {
        return Ok(value);
    }
    let plain = Value::from(text);
    fits(&plain).map(|()| plain)
}

fn insert(table: &mut Table, path: &[&str], key: &str, value: Value) {
    match path {
        [] => {
            table.insert(key.to_owned(), value);
        }
        [first, rest @ ..] => {
            let inner = table.entry(*first).or_insert_with(|| Value::Table(Table::new()));
            if let Value::Table(inner) = inner {
                insert(inner, rest, key, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example::Example;

    #[test]
    fn variables_set_keys_of_all_kinds() {
        let table = Environment::new([
            ("PETASOS_DIALECT", "snips"),
            ("PETASOS_ONLY_SITES", r#"["kitchen", "living room"]"#),
            ("PETASOS_MQTT_PORT", "1884"),
            ("PETASOS_MQTT_KEEP_ALIVE_SECONDS", "20"),
            ("PETASOS_MQTT_TLS_CA", "/etc/ca.pem"),
            ("PETASOS_TIMERS_RINGING_PAUSE_SECONDS", "2.5"),
            ("PETASOS_LOG_SPEECH", "true"),
            ("HOME", "/root"),
        ])
        .table::<Example>()
        .unwrap();
        insta::assert_snapshot!(toml::to_string(&table).unwrap(), @r#"
        dialect = "snips"
        only_sites = ["kitchen", "living room"]

        [log]
        speech = true

        [mqtt]
        keep_alive_seconds = 20
        port = 1884

        [mqtt.tls]
        ca = "/etc/ca.pem"

        [timers.ringing]
        pause_seconds = 2.5
        "#);
    }

    #[test]
    fn a_password_of_digits_is_a_text() {
        let table = Environment::new([("PETASOS_PASSWORD", "1234")]).table::<Example>().unwrap();
        assert_eq!(table["mqtt"]["password"].as_str(), Some("1234"));
    }

    #[test]
    fn a_wrong_variable_is_named() {
        let wrong = Environment::new([("PETASOS_MQTT_PORT", "many")]).table::<Example>().unwrap_err();
        insta::assert_snapshot!(wrong);
        let misspelt = Environment::new([("PETASOS_MQTT_HOTS", "broker")]).table::<Example>().unwrap_err();
        insta::assert_snapshot!(misspelt);
    }

    #[test]
    fn an_unknown_variable_is_reported() {
        let unknown =
            Environment::new([("PETASOS_DIALEKT", "snips"), ("PETASOS_CONFIG", "x")]).unknown::<Example>();
        assert_eq!(unknown, [("PETASOS_DIALEKT".to_owned(), Some("PETASOS_DIALECT".to_owned()))]);
    }

    #[test]
    fn systemd_passes_state_and_password() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(CREDENTIAL);
        std::fs::write(&file, "secret").unwrap();
        let variables = [
            ("STATE_DIRECTORY", "/var/lib/petasosd:/other"),
            ("CREDENTIALS_DIRECTORY", folder.path().to_str().unwrap()),
        ];
        let table = Environment::new(variables).table::<Example>().unwrap();
        assert_eq!(table["state"]["directory"].as_str(), Some("/var/lib/petasosd"));
        assert_eq!(table["mqtt"]["password_file"].as_str(), file.to_str());
    }
}
