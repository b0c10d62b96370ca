//! The trait for the configuration of a program.

use petasos_bus::Settings;
use serde::de::DeserializeOwned;
use tracing_subscriber::filter::Targets;

use crate::LogConfig;

/// The configuration of one program, as a struct that serde reads. It should have `#[serde(default, deny_unknown_fields)]`: keys
/// of other programs are removed before.
pub trait Configuration: DeserializeOwned {
    /// The keys at the top that are not tables, such as `dialect`. Variables can set them.
    const KEYS: &'static [&'static str];

    /// The tables whose keys variables can set: `["mqtt", "tls"]` is for `PETASOS_MQTT_TLS_CA`. The first one that fits is used, so list
    /// the tables inside a table before it.
    const TABLES: &'static [&'static [&'static str]];

    /// The tables at the top that variables cannot set, such as `site`.
    const FILE_TABLES: &'static [&'static str] = &[];

    /// Whether the file may belong to the dialogue manager, and have top-level keys that only the manager knows. Default true.
    const GUEST: bool = true;

    /// The connection to the broker.
    fn mqtt(&self) -> &Settings;

    /// Log output.
    fn log(&self) -> &LogConfig;

    /// Checks values that are valid alone but not together. Default: no checks.
    fn check(&self) -> Result<(), InvalidKey> {
        Ok(())
    }
}

/// A key with an invalid value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidKey {
    /// The key, such as `mqtt.host`.
    pub key: String,
    /// What is wrong, and what to write.
    pub why: String,
}

impl InvalidKey {
    /// An invalid key, and why it is invalid.
    pub fn new(key: impl Into<String>, why: impl Into<String>) -> Self {
        Self { key: key.into(), why: why.into() }
    }
}

/// Checks the keys common to all programs.
pub(crate) fn check(config: &impl Configuration) -> Result<(), InvalidKey> {
    if config.mqtt().will.is_some() {
        return Err(InvalidKey::new("mqtt.will", "the program announces itself; leave it out"));
    }
    if config.mqtt().announcement.is_some() {
        return Err(InvalidKey::new("mqtt.announcement", "the program announces itself; leave it out"));
    }
    if let Err(error) = config.log().filter.parse::<Targets>() {
        let why = format!(
            "{error}; write a level, such as `info`, or levels by module, such as `info,petasos_bus=debug`"
        );
        return Err(InvalidKey::new("log.filter", why));
    }
    config.check()
}

/// Whether a top-level key or table belongs to another program.
pub(crate) fn is_anothers<T: Configuration>(name: &str, is_table: bool) -> bool {
    let tables = T::TABLES.iter().filter_map(|path| path.first());
    let mut own = tables.chain(T::KEYS).chain(T::FILE_TABLES);
    (is_table || T::GUEST) && own.all(|own| strsim::osa_distance(own, name) > 1)
}
