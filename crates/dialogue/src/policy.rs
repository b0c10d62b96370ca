//! Configuration of the dialogue manager.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use petasos_messages::{Dialect, IntentName, IntentPublisher, SiteId};

use crate::dialect::DialogueProfile;
use crate::output::Sound;
use crate::phrases::{Phrases, default_cancel_words, default_phrases, free_text_intent};
use crate::timeouts::Timeouts;

/// What an owner may choose, for all sites and for single ones.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Policy {
    /// The configuration of every site not listed in `exceptions`.
    pub everywhere: Arc<SitePolicy>,
    /// Sites with a configuration of their own.
    pub exceptions: BTreeMap<SiteId, Arc<SitePolicy>>,
    /// The only sites to serve. `None`: every site that sends a message.
    pub only_sites: Option<BTreeSet<SiteId>>,
    /// The site meant by `default` or by a missing site id. `None`: a site called `default`.
    pub default_site: Option<SiteId>,
    /// The wake words (the topic level after `hermes/hotword/`) to react to. `None`: all.
    pub wakewords: Option<BTreeSet<String>>,
    /// Sites whose ids are equal up to this separator form a group: they hear the same voice (Rhasspy's `group_separator`).
    pub group_separator: Option<String>,
    /// Groups of sites that hear the same voice, whatever their ids.
    pub groups: Vec<BTreeSet<SiteId>>,
    /// Durations of the feedback sounds. A sound without recordings is not played.
    pub sounds: Sounds,
    /// Limits on what is kept in memory.
    pub limits: Limits,
    /// The version reported in reply to `versionRequest`.
    pub version: String,
}

impl Policy {
    /// The default configuration for a dialect.
    pub fn new(dialect: Dialect) -> Self {
        Self {
            everywhere: Arc::new(SitePolicy::new(dialect)),
            exceptions: BTreeMap::new(),
            only_sites: None,
            default_site: None,
            wakewords: None,
            group_separator: None,
            groups: Vec::new(),
            sounds: Sounds::default(),
            limits: Limits::default(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }

    /// The configuration of one site.
    pub fn at(&self, site: &SiteId) -> &Arc<SitePolicy> {
        self.exceptions.get(site).unwrap_or(&self.everywhere)
    }
}

/// Configuration of one site.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SitePolicy {
    dialect: Dialect,
    pub(crate) profile: &'static DialogueProfile,
    /// Which component publishes `hermes/intent/...`. Default by dialect: the NLU in Rhasspy, the manager in Snips and Alice.
    pub intents_from: IntentPublisher,
    /// Language of sessions that do not name one, such as `en`.
    pub lang: Option<String>,
    /// Whether the site has an ASR. Without one, text arrives from another source. Default true.
    pub microphone: bool,
    /// Whether the site has a TTS and a player. Without, `say` is published but its end is not waited for. Default true.
    pub speaker: bool,
    /// Whether feedback sounds are on initially. Default true.
    pub feedback_sounds: bool,
    /// Minimum ASR confidence, 0 to 1. Text below it counts as not understood. Default 0: all text is passed on.
    pub min_asr_confidence: f64,
    /// Whether to ask the ASR for its recordings when the wake word message does not say. Default true in Rhasspy.
    pub send_audio_captured: bool,
    /// How often the user is asked again after text that was not recognised. Default 0; 3 in Alice.
    pub retries: u32,
    /// Whether the microphone opens again, without a wake word, after a session that ended with spoken text. Default false.
    pub follow_up: bool,
    /// The intent that accepts any text: a turn filtered to it skips the NLU. Default `UserRandomAnswer` (Alice).
    pub free_text_intent: IntentName,
    /// Utterances that end the session, by language; the empty key applies to every language. Case and punctuation are ignored.
    pub cancel_words: BTreeMap<String, Vec<String>>,
    /// Phrases the manager speaks itself, by language; the empty key applies to every language.
    pub phrases: BTreeMap<String, Phrases>,
    /// Time limits.
    pub timeouts: Timeouts,
}

impl SitePolicy {
    /// The default configuration for a dialect.
    pub fn new(dialect: Dialect) -> Self {
        Self::with_profile(dialect, DialogueProfile::of(dialect))
    }

    pub(crate) fn with_profile(dialect: Dialect, profile: &'static DialogueProfile) -> Self {
        Self {
            dialect,
            profile,
            intents_from: dialect.intents_published_by,
            lang: None,
            microphone: true,
            speaker: true,
            feedback_sounds: true,
            min_asr_confidence: 0.0,
            send_audio_captured: profile.sends_audio_captured,
            retries: profile.retries,
            follow_up: false,
            free_text_intent: free_text_intent(),
            cancel_words: if profile.has_cancel_words { default_cancel_words() } else { BTreeMap::new() },
            phrases: default_phrases(),
            timeouts: profile.timeouts,
        }
    }

    /// The dialect of the components at this site.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }
}

/// Durations of the recordings of each feedback sound; one is chosen at random.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sounds {
    /// After the wake word.
    pub wake: Vec<Duration>,
    /// After the user has stopped speaking.
    pub recorded: Vec<Duration>,
    /// When nothing was recognised, or a component failed.
    pub error: Vec<Duration>,
}

impl Sounds {
    /// The lengths of the recordings of a sound.
    pub fn of(&self, sound: Sound) -> &[Duration] {
        match sound {
            Sound::Wake => &self.wake,
            Sound::Recorded => &self.recorded,
            Sound::Error => &self.error,
        }
    }

    /// The length of one recording of a sound; zero if there is none.
    pub fn length(&self, sound: Sound, variant: usize) -> Duration {
        self.of(sound).get(variant).copied().unwrap_or_default()
    }
}

/// Limits on what is remembered, so that no client can exhaust the memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Sites. Default 65,536.
    pub sites: usize,
    /// Queued sessions per site. Default 16.
    pub queue: usize,
    /// Length of a text to speak, in characters; longer texts are cut. Default 4,096.
    pub speech_chars: usize,
    /// Configured intents per site. Default 4,096.
    pub configured_intents: usize,
    /// Skills; a stopped one is forgotten in favour of a new one. Default 1,024.
    pub skills: usize,
    /// Intents per skill. A skill that announces more is assumed to handle every intent. Default 256.
    pub skill_intents: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            sites: 65_536,
            queue: 16,
            speech_chars: 4_096,
            configured_intents: 4_096,
            skills: 1_024,
            skill_intents: 256,
        }
    }
}
