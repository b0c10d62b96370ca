//! Applies rules to single texts, and counts what was replaced.

use super::field_rule::Rule;
use super::pseudonym::Pseudonyms;
use super::text_shape::{is_language, is_name, is_version};

/// Names that are replaced in addition.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Hide {
    /// The names of sites.
    pub sites: bool,
    /// The names of intents, slots and entities.
    pub intents: bool,
}

/// What was removed from a recording.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Removed {
    /// Texts and numbers that were replaced.
    pub replaced: u64,
    /// Fields that were removed.
    pub fields: u64,
    /// Payloads that were left out because they are audio.
    pub sounds: u64,
    /// Other payloads that were left out because their content is unknown.
    pub payloads: u64,
}

/// The words of the dialogue manager's own errors. They reveal nothing, and a replay produces them again.
const ERROR_WORDS: [&str; 17] = [
    "asr",
    "nlu",
    "tts",
    "audioServer",
    "the",
    "dialogue",
    "manager",
    "was",
    "stopped",
    "restarted",
    "too",
    "many",
    "sites",
    "skill",
    "is",
    "not",
    "there",
];

/// The siteId of the protocol for messages that name no site.
const NO_SITE: &str = "default";

/// Applies rules to single texts.
#[derive(Debug, Clone)]
pub(super) struct TextRedactor {
    pseudonyms: Pseudonyms,
    hide: Hide,
    /// The wake words that were detected. Rhasspy's dialogue manager uses them as custom data of its sessions.
    wakewords: Vec<String>,
    pub(super) removed: Removed,
}

impl TextRedactor {
    /// The most wake words that are remembered.
    const MOST_WAKEWORDS: usize = 64;

    pub(super) fn new(key: u128) -> Self {
        Self {
            pseudonyms: Pseudonyms::new(key),
            hide: Hide::default(),
            wakewords: Vec::new(),
            removed: Removed::default(),
        }
    }

    pub(super) fn hide(&mut self, hide: Hide) {
        self.hide = hide;
    }

    /// Remembers the name of a wake word.
    pub(super) fn learn_wakeword(&mut self, name: &str) {
        let is_new = is_name(name) && !self.wakewords.iter().any(|known| known == name);
        if is_new && self.wakewords.len() < Self::MOST_WAKEWORDS {
            self.wakewords.push(name.to_owned());
        }
    }

    /// Applies a rule to a text.
    pub(super) fn text(&mut self, rule: Rule, text: &str) -> String {
        let written = self.decide(rule, text);
        self.removed.replaced += u64::from(written != text);
        written
    }

    fn decide(&self, rule: Rule, text: &str) -> String {
        let pseudonyms = &self.pseudonyms;
        let kept_if = |keep: bool| if keep { text.to_owned() } else { pseudonyms.bounded(text) };
        match rule {
            Rule::Site => kept_if(text == NO_SITE || (!self.hide.sites && is_name(text))),
            Rule::Intent => kept_if(!self.hide.intents && is_name(text)),
            Rule::Name => kept_if(is_name(text)),
            Rule::OneOf(words) => kept_if(words.contains(&text)),
            Rule::Language => kept_if(is_language(text)),
            Rule::Version => kept_if(is_version(text)),
            Rule::Number if is_number(text) => text.to_owned(),
            Rule::Position => "0".to_owned(),
            Rule::Id => pseudonyms.id(text),
            Rule::Opaque if self.wakewords.iter().any(|wakeword| wakeword == text) => text.to_owned(),
            Rule::Opaque => pseudonyms.opaque(text),
            Rule::Error => pseudonyms.words_except(text, |word| ERROR_WORDS.contains(&word)),
            Rule::Value => pseudonyms.value(text),
            Rule::Number | Rule::Words | Rule::Object(_) | Rule::By(..) => pseudonyms.words(text),
        }
    }
}

/// Whether a text is a number or a flag.
fn is_number(text: &str) -> bool {
    let text = text.trim();
    let flags = ["", "true", "false", "on", "off", "yes", "no", "null", "none"];
    text.parse::<f64>().is_ok() || flags.iter().any(|flag| text.eq_ignore_ascii_case(flag))
}
