//! From what is written to what the dialogue core needs, and back.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use petasos_dialogue::{
    IntentPublisher, Limits, Phrases, Policy, SitePolicy, Timeouts, default_cancel_words,
};
use petasos_messages::SiteId;
use petasos_program::{Checked, Fraction, InvalidKey, Positive, Seconds};

use super::{CancelWords, Config, IntentsFrom, LimitsConfig, PhrasesConfig, SiteConfig, TimeoutsConfig};

impl Config {
    /// What the dialogue core needs. The lengths of the sounds are still missing: they come from the files.
    pub fn policy(&self) -> Policy {
        let mut policy = Policy::new(self.dialect.0);
        policy.everywhere = Arc::new(self.site_policy(&[&self.everywhere]));
        policy.exceptions = self
            .site
            .iter()
            .map(|(site, exception)| {
                (site.0.clone(), Arc::new(self.site_policy(&[&self.everywhere, exception])))
            })
            .collect();
        policy.only_sites = some_set(ids(&self.only_sites));
        policy.default_site = self.default_site.as_ref().map(|site| site.0.clone());
        policy.wakewords = some_set(self.wakewords.iter().cloned().collect());
        policy.group_separator = Some(self.group_separator.clone()).filter(|separator| !separator.is_empty());
        policy.groups = self.groups.iter().map(|group| ids(group)).collect();
        policy.limits = self.limits.into();
        policy
    }

    /// The same configuration with every value written out that the dialect decides.
    #[must_use]
    pub fn effective(&self) -> Self {
        Self { everywhere: (&*self.policy().everywhere).into(), ..self.clone() }
    }

    /// The defaults of the dialect, then each layer on top.
    fn site_policy(&self, layers: &[&SiteConfig]) -> SitePolicy {
        let named = layers.iter().rev().find_map(|layer| layer.dialect.as_ref());
        let dialect = named.unwrap_or(&self.dialect).0;
        let mut policy = SitePolicy::new(dialect);
        for layer in layers {
            layer.lay_on(&mut policy);
        }
        policy
    }
}

/// Values that are fine alone and not together.
pub(super) fn check(config: &Config) -> Result<(), InvalidKey> {
    let wrong = |key, why| Err(InvalidKey::new(key, why));
    if config.sounds.suffixes.iter().any(|suffix| !suffix.starts_with('.')) {
        return wrong("sounds.suffixes", "a suffix starts with a dot, such as `.wav`");
    }
    if config.recorder.save_bad_sessions && config.recordings().is_none() {
        return wrong("recorder.directory", "name a folder for the sessions that are to be saved");
    }
    if config.limits.sites == 0 || config.limits.queue == 0 {
        return wrong("limits", "with no room for a single site or session nobody is served");
    }
    Ok(())
}

impl SiteConfig {
    fn lay_on(&self, policy: &mut SitePolicy) {
        set(&mut policy.intents_from, self.intents_from.map(IntentPublisher::from));
        if let Some(lang) = &self.lang {
            policy.lang = Some(lang.clone()).filter(|lang| !lang.is_empty());
        }
        set(&mut policy.microphone, self.microphone);
        set(&mut policy.speaker, self.speaker);
        set(&mut policy.feedback_sounds, self.sounds);
        set(&mut policy.min_asr_confidence, self.min_asr_confidence.map(Fraction::get));
        set(&mut policy.send_audio_captured, self.send_audio_captured);
        set(&mut policy.retries, self.retries);
        set(&mut policy.follow_up, self.follow_up);
        set(&mut policy.free_text_intent, self.free_text_intent.as_ref().map(|intent| intent.0.clone()));
        set(&mut policy.cancel_words, self.cancel_words.as_ref().map(CancelWords::lists));
        for (lang, phrases) in &self.phrases {
            phrases.lay_on(policy.phrases.entry(lang.clone()).or_default());
        }
        self.timeouts.lay_on(&mut policy.timeouts);
    }
}

impl From<&SitePolicy> for SiteConfig {
    fn from(policy: &SitePolicy) -> Self {
        Self {
            dialect: None,
            intents_from: Some(policy.intents_from.into()),
            lang: policy.lang.clone(),
            microphone: Some(policy.microphone),
            speaker: Some(policy.speaker),
            sounds: Some(policy.feedback_sounds),
            min_asr_confidence: Fraction::new(policy.min_asr_confidence),
            send_audio_captured: Some(policy.send_audio_captured),
            retries: Some(policy.retries),
            follow_up: Some(policy.follow_up),
            free_text_intent: Some(Checked(policy.free_text_intent.clone())),
            cancel_words: Some(CancelWords::Lists(policy.cancel_words.clone())),
            phrases: policy.phrases.iter().map(|(lang, phrases)| (lang.clone(), phrases.into())).collect(),
            timeouts: policy.timeouts.into(),
        }
    }
}

impl CancelWords {
    fn lists(&self) -> BTreeMap<String, Vec<String>> {
        match self {
            Self::BuiltIn(false) => BTreeMap::new(),
            Self::BuiltIn(true) => default_cancel_words(),
            Self::Lists(lists) => lists.clone(),
        }
    }
}

impl PhrasesConfig {
    fn lay_on(&self, phrases: &mut Phrases) {
        for (phrase, text) in [
            (&mut phrases.greeting, &self.greeting),
            (&mut phrases.broken, &self.broken),
            (&mut phrases.not_understood, &self.not_understood),
            (&mut phrases.answer_not_understood, &self.answer_not_understood),
            (&mut phrases.give_up, &self.give_up),
            (&mut phrases.skill_away, &self.skill_away),
        ] {
            if let Some(text) = text {
                *phrase = Some(text.clone()).filter(|text| !text.is_empty());
            }
        }
    }
}

impl From<&Phrases> for PhrasesConfig {
    fn from(phrases: &Phrases) -> Self {
        Self {
            greeting: phrases.greeting.clone(),
            broken: phrases.broken.clone(),
            not_understood: phrases.not_understood.clone(),
            answer_not_understood: phrases.answer_not_understood.clone(),
            give_up: phrases.give_up.clone(),
            skill_away: phrases.skill_away.clone(),
        }
    }
}

impl TimeoutsConfig {
    fn lay_on(&self, timeouts: &mut Timeouts) {
        let lay = |timeout: &mut Duration, seconds: Option<Seconds>| set(timeout, seconds.map(Seconds::get));
        lay(&mut timeouts.listening, self.listening_seconds);
        lay(&mut timeouts.follow_up, self.follow_up_seconds);
        lay(&mut timeouts.understanding, self.understanding_seconds);
        lay(&mut timeouts.skill, self.skill_seconds);
        lay(&mut timeouts.working, self.working_seconds);
        lay(&mut timeouts.queued, self.queued_seconds);
        lay(&mut timeouts.speech_start, self.speech_start_seconds);
        set(&mut timeouts.speech_chars_per_second, self.speech_chars_per_second.map(Positive::get));
        lay(&mut timeouts.speech_longest, self.speech_longest_seconds);
        lay(&mut timeouts.playback_margin, self.playback_margin_seconds);
    }
}

impl From<Timeouts> for TimeoutsConfig {
    fn from(timeouts: Timeouts) -> Self {
        Self {
            listening_seconds: Some(timeouts.listening.into()),
            follow_up_seconds: Some(timeouts.follow_up.into()),
            understanding_seconds: Some(timeouts.understanding.into()),
            skill_seconds: Some(timeouts.skill.into()),
            working_seconds: Some(timeouts.working.into()),
            queued_seconds: Some(timeouts.queued.into()),
            speech_start_seconds: Some(timeouts.speech_start.into()),
            speech_chars_per_second: Positive::new(timeouts.speech_chars_per_second),
            speech_longest_seconds: Some(timeouts.speech_longest.into()),
            playback_margin_seconds: Some(timeouts.playback_margin.into()),
        }
    }
}

impl From<IntentsFrom> for IntentPublisher {
    fn from(from: IntentsFrom) -> Self {
        match from {
            IntentsFrom::Nlu => Self::Nlu,
            IntentsFrom::Manager => Self::Manager,
        }
    }
}

impl From<IntentPublisher> for IntentsFrom {
    fn from(publisher: IntentPublisher) -> Self {
        match publisher {
            IntentPublisher::Nlu => Self::Nlu,
            IntentPublisher::Manager => Self::Manager,
        }
    }
}

impl Default for LimitsConfig {
    fn default() -> Self {
        let Limits { sites, queue, speech_chars, configured_intents, .. } = Limits::default();
        Self { sites, queue, speech_chars, configured_intents }
    }
}

impl From<LimitsConfig> for Limits {
    fn from(config: LimitsConfig) -> Self {
        let mut limits = Self::default();
        limits.sites = config.sites;
        limits.queue = config.queue;
        limits.speech_chars = config.speech_chars;
        limits.configured_intents = config.configured_intents;
        limits
    }
}

fn set<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}

fn ids(sites: &[Checked<SiteId>]) -> BTreeSet<SiteId> {
    sites.iter().map(|site| site.0.clone()).collect()
}

fn some_set<T: Ord>(set: BTreeSet<T>) -> Option<BTreeSet<T>> {
    Some(set).filter(|set| !set.is_empty())
}
