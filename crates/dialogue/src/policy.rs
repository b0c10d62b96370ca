//! What an owner may choose.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use petasos_messages::{Dialect, IntentName, SiteId};

use crate::default_phrases::{cancel_words, free_text_intent, phrases};

/// What an owner may choose for the whole house, and for single sites.
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
    /// Whose Hermes the parts at this site speak.
    pub dialect: Dialect,
    /// Who publishes `hermes/intent/...`. By default as the dialect has it: the NLU in Rhasspy, the manager in Snips and Alice.
    pub intents_from: IntentPublisher,
    /// Language of speech and of cancel words when a session names none, such as `en`.
    pub lang: Option<String>,
    /// Whether somebody can be listened to here. Without, the words of a session come as text from elsewhere. Default true.
    pub microphone: bool,
    /// Whether speech can be heard here. Without, `say` is published for those who read it, and not waited for. Default true.
    pub speaker: bool,
    /// Whether feedback sounds are played until somebody toggles them. Default true.
    pub feedback_sounds: bool,
    /// Words the ASR is less sure of are not understood, 0 to 1. Default 0: all are asked about.
    pub min_asr_confidence: f64,
    /// Whether the ASR shall publish its recordings when the wake word did not say. Default true in Rhasspy.
    pub send_audio_captured: bool,
    /// How often the user is asked again after words nobody understood. Default 0; 3 in Alice.
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
        let rhasspy = dialect == Dialect::Rhasspy;
        Self {
            dialect,
            intents_from: if rhasspy { IntentPublisher::Nlu } else { IntentPublisher::Manager },
            lang: None,
            microphone: true,
            speaker: true,
            feedback_sounds: true,
            min_asr_confidence: 0.0,
            send_audio_captured: rhasspy,
            retries: if dialect == Dialect::Alice { 3 } else { 0 },
            follow_up: false,
            free_text_intent: free_text_intent(),
            cancel_words: if rhasspy { BTreeMap::new() } else { cancel_words() },
            phrases: phrases(),
            timeouts: Timeouts::new(dialect),
        }
    }
}

/// Who publishes `hermes/intent/...`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IntentPublisher {
    /// The NLU, right after `intentParsed` (Rhasspy).
    Nlu,
    /// The dialogue manager (Snips, Alice).
    Manager,
}

/// What the manager itself says. An absent phrase is silence (or the error sound, where there is one).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Phrases {
    /// After the wake word, before listening.
    pub greeting: Option<String>,
    /// When a component broke in mid-turn.
    pub broken: Option<String>,
    /// When the first words were not understood and the user is asked again.
    pub not_understood: Option<String>,
    /// When an answer was not understood and the user is asked again.
    pub answer_not_understood: Option<String>,
    /// When the manager gives up asking.
    pub give_up: Option<String>,
    /// When every skill that announced an intent is gone.
    pub skill_away: Option<String>,
}

/// How long answers may take.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Timeouts {
    /// From `startListening` to `textCaptured`. Default 30 s in Rhasspy (its session timeout), 15 s in Snips, 10 s in Alice.
    pub listening: Duration,
    /// The same after a follow-up nobody asked for. Default 8 s.
    pub follow_up: Duration,
    /// From the query to the NLU's answer. Default 15 s in Snips, else 10 s.
    pub understanding: Duration,
    /// From the intent to the skill's answer. Default 30 s in Rhasspy, 5 s in Snips, 10 s in Alice.
    pub skill: Duration,
    /// The longest a skill may have when it says that it needs longer, from the intent. Default 600 s.
    pub working: Duration,
    /// How long a session may wait in the queue. Default 300 s.
    pub queued: Duration,
    /// Speech is taken to start within this time. Default 5 s.
    pub speech_start: Duration,
    /// Speech is taken to be no slower than this many characters a second. Default 10.
    pub speech_chars_per_second: f64,
    /// Speech whose length is not known is taken to be over after this time. Default 120 s.
    pub speech_longest: Duration,
    /// How much later than its length says a WAV may be over. Default 500 ms.
    pub playback_margin: Duration,
}

impl Timeouts {
    /// The defaults of a dialect.
    pub fn new(dialect: Dialect) -> Self {
        let seconds = Duration::from_secs;
        let (listening, understanding, skill) = match dialect {
            Dialect::Rhasspy => (30, 10, 30),
            Dialect::Snips => (15, 15, 5),
            Dialect::Alice => (10, 10, 10),
        };
        Self {
            listening: seconds(listening),
            follow_up: seconds(8),
            understanding: seconds(understanding),
            skill: seconds(skill),
            working: seconds(600),
            queued: seconds(300),
            speech_start: seconds(5),
            speech_chars_per_second: 10.0,
            speech_longest: seconds(120),
            playback_margin: Duration::from_millis(500),
        }
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
    /// When nobody understood, or something broke.
    pub error: Vec<Duration>,
}

/// Bounds on what is remembered, so that nobody can fill the memory from outside.
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
