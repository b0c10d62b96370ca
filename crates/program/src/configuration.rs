//! What a program has to say about its configuration.

use petasos_bus::Settings;
use serde::de::DeserializeOwned;
use tracing_subscriber::filter::Targets;

use crate::LogConfig;

/// Everything that can be set in one program, as a struct that serde reads; with `#[serde(default, deny_unknown_fields)]`, for
/// what is another program's is taken away before.
pub trait Configuration: DeserializeOwned {
    /// The keys at the top that have values, such as `dialect`. Variables can set them.
    const KEYS: &'static [&'static str];

    /// The tables whose keys variables can set: `["mqtt", "tls"]` makes `PETASOS_MQTT_TLS_CA`. The first that fits is taken, so
    /// a table stands behind the tables in it.
    const TABLES: &'static [&'static [&'static str]];

    /// The tables at the top that variables cannot set, such as `site`.
    const FILE_TABLES: &'static [&'static str] = &[];

    /// Whether the file may be the dialogue manager's, with keys at the top that are only its own. Default true.
    const GUEST: bool = true;

    /// The connection to the broker.
    fn mqtt(&self) -> &Settings;

    /// Log output.
    fn log(&self) -> &LogConfig;

    /// Values that are fine alone and not together. Default: nothing is wrong.
    fn check(&self) -> Result<(), InvalidKey> {
        Ok(())
    }
}

/// A key that cannot stay as it is, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidKey {
    /// The key, such as `mqtt.host`.
    pub key: String,
    /// What is wrong, and what to write.
    pub why: String,
}

impl InvalidKey {
    /// A wrong key, and why.
    pub fn new(key: impl Into<String>, why: impl Into<String>) -> Self {
        Self { key: key.into(), why: why.into() }
    }
}

/// What holds for the configuration of every program.
pub(crate) fn check(config: &impl Configuration) -> Result<(), InvalidKey> {
    if config.mqtt().will.is_some() {
        return Err(InvalidKey::new("mqtt.will", "the program announces itself; leave it out"));
    }
    if config.mqtt().announcement.is_some() {
        return Err(InvalidKey::new("mqtt.announcement", "the program announces itself; leave it out"));
    }
    if let Err(error) = config.log().filter.parse::<Targets>() {
        let why = format!("{error}; write a level such as `info`, or `info,petasos_bus=debug`");
        return Err(InvalidKey::new("log.filter", why));
    }
    config.check()
}

/// Whether something at the top of a file is another program's.
pub(crate) fn is_anothers<T: Configuration>(name: &str, is_table: bool) -> bool {
    let tables = T::TABLES.iter().filter_map(|path| path.first());
    let mut own = tables.chain(T::KEYS).chain(T::FILE_TABLES);
    (is_table || T::GUEST) && own.all(|own| strsim::osa_distance(own, name) > 1)
}
