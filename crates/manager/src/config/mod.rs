//! What an owner can set, as it is written in TOML.
//!
//! Every value has a default, so that no configuration is needed. Four layers lie on top of each other: the defaults, a
//! file, `PETASOS_...` environment variables, and flags ([`Layers`]). An unknown key is an error that says where it
//! stands and what was probably meant.

mod cancel_words;
mod expand_env;
mod layer;
mod recorded_phrases;
mod recorder;
mod rhasspy;

use std::collections::BTreeMap;
use std::path::PathBuf;

use petasos_bus::Settings;
use petasos_messages::{Dialect, IntentName, Level, SiteId};
use petasos_program::{
    Checked, Configuration, Fraction, InvalidKey, LogConfig, Positive, Seconds, StateConfig,
};
use serde::{Deserialize, Serialize};

pub use cancel_words::CancelWords;
pub(crate) use expand_env::expand_env;
pub use recorded_phrases::write_out_phrases;
pub use recorder::{Keep, RecorderConfig};
pub use rhasspy::{Imported, import_rhasspy};

/// Everything that can be set. `docs/configuration.md` explains each key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Whose Hermes the house speaks. Default `rhasspy`.
    pub dialect: Checked<Dialect>,
    /// Our name under `petasos/<instance>/...`. Default `petasos`; two managers on one broker need two names.
    pub instance: Checked<Level>,
    /// The only sites to serve. Empty (the default): every site that speaks up.
    pub only_sites: Vec<Checked<SiteId>>,
    /// The site that `default`, or no site at all, means. Default: a site called `default`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_site: Option<Checked<SiteId>>,
    /// The only wake words to answer to. Empty (the default): all.
    pub wakewords: Vec<String>,
    /// Sites whose names are equal up to this text hear the same voice. Empty (the default): none do.
    pub group_separator: String,
    /// Sites that hear the same voice, whatever their names.
    pub groups: Vec<Vec<Checked<SiteId>>>,
    /// The connection to the broker.
    pub mqtt: Settings,
    /// What holds at every site that is not an exception.
    pub everywhere: SiteConfig,
    /// The exceptions, by site.
    pub site: BTreeMap<Checked<SiteId>, SiteConfig>,
    /// Feedback sounds.
    pub sounds: SoundsConfig,
    /// What is remembered over a crash, and where.
    pub state: StateConfig,
    /// Log output.
    pub log: LogConfig,
    /// What is remembered of what was said last.
    pub recorder: RecorderConfig,
    /// What Project Alice's parts need of their core.
    pub alice: AliceConfig,
    /// Bounds on what is remembered.
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
        layer::check(self)
    }
}

fn default_instance() -> Level {
    #[expect(clippy::expect_used, reason = "a constant that is an id")]
    Level::new("petasos").expect("an id")
}

/// What can be set for the whole house and for single sites. What is absent is as the dialect has it, or, for a single
/// site, as the house has it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SiteConfig {
    /// Whose Hermes the parts at this site speak.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dialect: Option<Checked<Dialect>>,
    /// Who publishes `hermes/intent/...`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub intents_from: Option<IntentsFrom>,
    /// Language of speech and of cancel words when a session names none, such as `en`. Empty: none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// Whether somebody can be listened to here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub microphone: Option<bool>,
    /// Whether speech can be heard here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speaker: Option<bool>,
    /// Whether feedback sounds are played here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sounds: Option<bool>,
    /// Words the ASR is less sure of are not understood.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_asr_confidence: Option<Fraction>,
    /// Whether the ASR shall publish its recordings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub send_audio_captured: Option<bool>,
    /// How often the user is asked again after words nobody understood.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retries: Option<u32>,
    /// Whether the microphone opens again after every answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub follow_up: Option<bool>,
    /// The intent that stands for "any words".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub free_text_intent: Option<Checked<IntentName>>,
    /// Words that end the session.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancel_words: Option<CancelWords>,
    /// What the manager itself says, by language. Laid over the built-in phrases.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub phrases: BTreeMap<String, PhrasesConfig>,
    /// How long answers may take.
    #[serde(skip_serializing_if = "TimeoutsConfig::is_empty")]
    pub timeouts: TimeoutsConfig,
}

/// Who publishes `hermes/intent/...`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum IntentsFrom {
    /// The NLU (Rhasspy).
    Nlu,
    /// The dialogue manager (Snips, Alice).
    Manager,
}

/// What the manager itself says in one language. An empty text is silence.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PhrasesConfig {
    /// After the wake word, before listening.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub greeting: Option<String>,
    /// When a component broke in mid-turn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub broken: Option<String>,
    /// When the first words were not understood and the user is asked again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_understood: Option<String>,
    /// When an answer was not understood and the user is asked again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer_not_understood: Option<String>,
    /// When the manager gives up asking.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub give_up: Option<String>,
    /// When every skill that announced an intent is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skill_away: Option<String>,
}

/// How long answers may take. Each field is documented at [`petasos_dialogue::Timeouts`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(missing_docs, reason = "documented at petasos_dialogue::Timeouts")]
pub struct TimeoutsConfig {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub listening_seconds: Option<Seconds>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub follow_up_seconds: Option<Seconds>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub understanding_seconds: Option<Seconds>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skill_seconds: Option<Seconds>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub working_seconds: Option<Seconds>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queued_seconds: Option<Seconds>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speech_start_seconds: Option<Seconds>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speech_chars_per_second: Option<Positive>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speech_longest_seconds: Option<Seconds>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub playback_margin_seconds: Option<Seconds>,
}

impl TimeoutsConfig {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Feedback sounds: a WAV file each, or a folder of which one is chosen at random. `${NAME}` in a path stands for an
/// environment variable.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SoundsConfig {
    /// After the wake word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wake: Option<PathBuf>,
    /// After the user fell silent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded: Option<PathBuf>,
    /// When nobody understood, or something broke.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<PathBuf>,
    /// How loud, 0 to 1. Default 1: as recorded.
    pub volume: Fraction,
    /// Which files of a folder are taken. Default `.wav`.
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

/// What Project Alice's parts need of their core. Only used in the `alice` dialect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AliceConfig {
    /// Whether we act as the core towards satellites: heartbeat, and an answer to their greeting. Default true.
    pub core: bool,
    /// Our UUID. Default: the default site; without one a new one at each start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uid: Option<Checked<SiteId>>,
}

impl Default for AliceConfig {
    fn default() -> Self {
        Self { core: true, uid: None }
    }
}

/// Bounds on what is remembered. Each field is documented at [`petasos_dialogue::Limits`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(missing_docs, reason = "documented at petasos_dialogue::Limits")]
pub struct LimitsConfig {
    pub sites: usize,
    pub queue: usize,
    pub speech_chars: usize,
    pub configured_intents: usize,
}
