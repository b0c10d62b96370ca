//! The manager's configuration, as written in TOML.
//!
//! Every key has a default. There are four layers, each overriding the ones before: the defaults, a file, `PETASOS_...` environment
//! variables, and flags ([`Layers`]). An unknown key is an error that says where it is and what was probably meant.
//!
//! The keys of sites are in `site_keys.rs`, all others in this file and in `recorder.rs`.

mod cancel_words;
mod expand_env;
mod layer;
mod recorded_phrases;
mod recorder;
mod rhasspy;
mod site_keys;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use petasos_bus::Settings;
use petasos_dialogue::{Policy, SitePolicy};
use petasos_messages::{Dialect, Level, SiteId};
use petasos_program::{Checked, Configuration, Fraction, InvalidKey, LogConfig, StateConfig};
use serde::{Deserialize, Serialize};

pub use cancel_words::CancelWords;
pub(crate) use expand_env::expand_env;
pub use recorded_phrases::write_out_phrases;
pub use recorder::{Keep, RecorderConfig};
pub use rhasspy::{Imported, import_rhasspy};
pub use site_keys::{IntentsFrom, LimitsConfig, PhrasesConfig, SiteConfig, TimeoutsConfig};

use layer::Layer;

/// The configuration. `docs/configuration.md` explains each key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Config {
    /// The Hermes dialect. Default `rhasspy`.
    pub dialect: Checked<Dialect>,
    /// The manager's name in `petasos/<instance>/...`. Default `petasos`; two managers on one broker need different names.
    pub instance: Checked<Level>,
    /// The only sites to serve. Empty (the default): every site that sends messages.
    pub only_sites: Vec<Checked<SiteId>>,
    /// The site meant by `default`, and by messages without a site. Default: a site called `default`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_site: Option<Checked<SiteId>>,
    /// The only wake words to respond to. Empty (the default): all.
    pub wakewords: Vec<String>,
    /// Sites whose names are equal up to this separator hear the same voice. Empty (the default): none do.
    pub group_separator: String,
    /// Sites that hear the same voice, whatever their names.
    pub groups: Vec<Vec<Checked<SiteId>>>,
    /// The connection to the broker.
    pub mqtt: Settings,
    /// The settings of all sites.
    pub everywhere: SiteConfig,
    /// Settings of single sites, where they differ.
    pub site: BTreeMap<Checked<SiteId>, SiteConfig>,
    /// Feedback sounds.
    pub sounds: SoundsConfig,
    /// Storage of state that must survive a crash.
    pub state: StateConfig,
    /// Log output.
    pub log: LogConfig,
    /// The recorder, which keeps the last messages in memory.
    pub recorder: RecorderConfig,
    /// Support for the satellites of Project Alice.
    pub alice: AliceConfig,
    /// Limits that bound memory.
    pub limits: LimitsConfig,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            dialect: Checked(Dialect::default()),
            instance: Checked(default_instance()),
            only_sites: Vec::new(),
            default_site: None,
            wakewords: Vec::new(),
            group_separator: String::new(),
            groups: Vec::new(),
            mqtt: Settings::default(),
            everywhere: SiteConfig::default(),
            site: BTreeMap::new(),
            sounds: SoundsConfig::default(),
            state: StateConfig::default(),
            log: LogConfig::default(),
            recorder: RecorderConfig::default(),
            alice: AliceConfig::default(),
            limits: LimitsConfig::default(),
        }
    }
}

/// The layers of the manager's configuration.
pub type Layers = petasos_program::Layers<Config>;

impl Configuration for Config {
    const KEYS: &'static [&'static str] =
        &["dialect", "instance", "only_sites", "default_site", "wakewords", "group_separator", "groups"];
    const TABLES: &'static [&'static [&'static str]] = &[
        &["mqtt", "tls"],
        &["mqtt", "qos"],
        &["mqtt"],
        &["everywhere", "timeouts"],
        &["everywhere"],
        &["sounds"],
        &["state"],
        &["log"],
        &["recorder"],
        &["alice"],
        &["limits"],
    ];
    const FILE_TABLES: &'static [&'static str] = &["site"];
    const GUEST: bool = false;

    fn mqtt(&self) -> &Settings {
        &self.mqtt
    }

    fn log(&self) -> &LogConfig {
        &self.log
    }

    fn check(&self) -> Result<(), InvalidKey> {
        let invalid = |key, why| Err(InvalidKey::new(key, why));
        if self.sounds.suffixes.iter().any(|suffix| !suffix.starts_with('.')) {
            return invalid("sounds.suffixes", "a suffix starts with a dot, such as `.wav`");
        }
        if self.recorder.save_bad_sessions && self.recordings().is_none() {
            return invalid("recorder.directory", "name a folder for the saved sessions");
        }
        if self.limits.sites == Some(0) || self.limits.queue == Some(0) {
            return invalid("limits", "at least one site and one session must be allowed");
        }
        Ok(())
    }
}

impl Config {
    /// The policy of the dialogue core, without the lengths of the feedback sounds, which come from the files.
    pub fn policy(&self) -> Policy {
        let mut policy = Policy::new(self.dialect.0);
        policy.everywhere = Arc::new(self.site_policy(&[&self.everywhere]));
        let exception = |(site, exception): (&Checked<SiteId>, &SiteConfig)| {
            (site.0.clone(), Arc::new(self.site_policy(&[&self.everywhere, exception])))
        };
        policy.exceptions = self.site.iter().map(exception).collect();
        policy.only_sites = some_set(ids(&self.only_sites));
        policy.default_site = self.default_site.as_ref().map(|site| site.0.clone());
        policy.wakewords = some_set(self.wakewords.iter().cloned().collect());
        policy.group_separator = Some(self.group_separator.clone()).filter(|separator| !separator.is_empty());
        policy.groups = self.groups.iter().map(|group| ids(group)).collect();
        self.limits.lay_over(&mut policy.limits);
        policy
    }

    /// The same configuration with the dialect's defaults filled in.
    #[must_use]
    pub fn effective(&self) -> Self {
        let policy = self.policy();
        let (everywhere, limits) = (Layer::of(&*policy.everywhere), Layer::of(&policy.limits));
        Self { everywhere, limits, ..self.clone() }
    }

    /// The dialect's defaults, overridden by each layer in turn.
    fn site_policy(&self, layers: &[&SiteConfig]) -> SitePolicy {
        let dialect = layers.iter().rev().find_map(|layer| layer.dialect.as_ref());
        let mut policy = SitePolicy::new(dialect.unwrap_or(&self.dialect).0);
        for layer in layers {
            layer.lay_over(&mut policy);
        }
        policy
    }
}

fn ids(sites: &[Checked<SiteId>]) -> BTreeSet<SiteId> {
    sites.iter().map(|site| site.0.clone()).collect()
}

/// `None` for an empty set, which means no restriction.
fn some_set<T: Ord>(set: BTreeSet<T>) -> Option<BTreeSet<T>> {
    Some(set).filter(|set| !set.is_empty())
}

fn default_instance() -> Level {
    #[expect(clippy::expect_used, reason = "a constant that is an id")]
    Level::new("petasos").expect("an id")
}

/// Feedback sounds: for each, a WAV file, or a folder from which a file is chosen at random. `${NAME}` in a path stands for the
/// environment variable.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct SoundsConfig {
    /// Played after the wake word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wake: Option<PathBuf>,
    /// Played when the user has stopped speaking.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded: Option<PathBuf>,
    /// Played when words were not understood, or something failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<PathBuf>,
    /// The volume, 0 to 1. Default 1: as recorded.
    pub volume: Fraction,
    /// The suffixes of the files to use from a folder. Default `.wav`.
    pub suffixes: Vec<String>,
}

impl Default for SoundsConfig {
    fn default() -> Self {
        Self {
            wake: None,
            recorded: None,
            error: None,
            volume: Fraction::ONE,
            suffixes: vec![".wav".to_owned()],
        }
    }
}

/// Support for the satellites of Project Alice. Only used in the `alice` dialect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct AliceConfig {
    /// Whether the manager acts as the core for satellites: it sends heartbeats and answers their greeting. Default true.
    pub core: bool,
    /// The UUID of the core. Default: the default site, or else a new one at each start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uid: Option<Checked<SiteId>>,
}

impl Default for AliceConfig {
    fn default() -> Self {
        Self { core: true, uid: None }
    }
}
