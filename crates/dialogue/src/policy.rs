//! What an owner may choose.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use petasos_messages::{Dialect, IntentName, IntentPublisher, SiteId};

use crate::dialect::DialogueProfile;
use crate::phrases::{Phrases, default_cancel_words, default_phrases, free_text_intent};
use crate::timeouts::Timeouts;

/// What can be configured for the whole installation and for single sites.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Policy {
    /// What holds at every site that is not an exception.
    pub everywhere: Arc<SitePolicy>,
    /// The exceptions.
    pub exceptions: BTreeMap<SiteId, Arc<SitePolicy>>,
    /// The only sites to serve. `None`: every site that speaks up.
    pub only_sites: Option<BTreeSet<SiteId>>,
    /// The site that `default`, or no site at all, means. `None`: a site called `default`.
    pub default_site: Option<SiteId>,
    /// The only wake words (the level after `hermes/hotword/`) to answer to. `None`: all.
    pub wakewords: Option<BTreeSet<String>>,
    /// Sites whose name is equal up to this text hear the same voice (Rhasspy's `group_separator`).
    pub group_separator: Option<String>,
    /// Sites that hear the same voice, whatever their names.
    pub groups: Vec<BTreeSet<SiteId>>,
    /// How long each recording of the feedback sounds plays. An empty list is silence.
    pub sounds: Sounds,
    /// Bounds on what is remembered.
    pub limits: Limits,
    /// What `versionRequest` is answered with.
    pub version: String,
}

impl Policy {
    /// The defaults of a dialect.
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

    /// What holds at one site.
    pub fn at(&self, site: &SiteId) -> &Arc<SitePolicy> {
        self.exceptions.get(site).unwrap_or(&self.everywhere)
    }
}

/// What an owner may choose for one site.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SitePolicy {
    dialect: Dialect,
    pub(crate) profile: &'static DialogueProfile,
    /// Which component publishes `hermes/intent/...`. Default by dialect: the NLU in Rhasspy, the manager in Snips and Alice.
    pub intents_from: IntentPublisher,
    /// Language of speech and of cancel words when a session names none, such as `en`.
    pub lang: Option<String>,
    /// Whether the site has an ASR. Without one, the text of a session comes from elsewhere. Default true.
    pub microphone: bool,
    /// Whether speech can be heard here. Without, `say` is published for those who read it, and not waited for. Default true.
    pub speaker: bool,
    /// Whether feedback sounds are on until they are toggled. Default true.
    pub feedback_sounds: bool,
    /// Words the ASR is less sure of are not understood, 0 to 1. Default 0: all are asked about.
    pub min_asr_confidence: f64,
    /// Whether the ASR shall publish its recordings when the wake word did not say. Default true in Rhasspy.
    pub send_audio_captured: bool,
    /// How often the user is asked again after text that was not recognised. Default 0; 3 in Alice.
    pub retries: u32,
    /// Whether the microphone opens again after every answer, without wake word. Default false.
    pub follow_up: bool,
    /// The intent that stands for "any words": a turn filtered to it skips the NLU. Default `UserRandomAnswer` (Alice).
    pub free_text_intent: IntentName,
    /// Words that end the session, by language; the empty key holds for every language. Case and punctuation do not matter.
    pub cancel_words: BTreeMap<String, Vec<String>>,
    /// What the manager itself says, by language; the empty key holds for every language.
    pub phrases: BTreeMap<String, Phrases>,
    /// How long answers may take.
    pub timeouts: Timeouts,
}

impl SitePolicy {
    /// The defaults of a dialect.
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

/// How long each recording of the feedback sounds plays; one is chosen at random.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sounds {
    /// After the wake word.
    pub wake: Vec<Duration>,
    /// After the user fell silent.
    pub recorded: Vec<Duration>,
    /// When nothing was recognised, or a component failed.
    pub error: Vec<Duration>,
}

/// Limits on what is remembered, so that no client can exhaust the memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Sites remembered at the same time. Default 65,536.
    pub sites: usize,
    /// Sessions waiting at one site. Default 16.
    pub queue: usize,
    /// Characters of one text to speak; what is longer is cut. Default 4,096.
    pub speech_chars: usize,
    /// Intents one site may have configured. Default 4,096.
    pub configured_intents: usize,
    /// Skills remembered at the same time; one that is gone makes room for another. Default 1,024.
    pub skills: usize,
    /// Intents remembered of one skill. One that has more is taken to handle every intent. Default 256.
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
