//! What people may say to a skill, written for the NLU that is to understand it.
//!
//! * [`rhasspy`]: sentence templates and slot lists, for Rhasspy 2.5 and for `petasos nlu`.
//! * [`snips`]: a dataset in YAML, for snips-nlu.
//! * [`home_assistant`]: custom sentences, for Home Assistant's Assist.
//!
//! For snips-nlu and Rhasspy there are also the intents that answer the questions of the skill: `PetasosYes` and `PetasosNo` if it can
//! ask any, and one for each entity that it asks for, of the entity's name. Home Assistant has no questions of skills.
//!
//! Each makes its [`Files`] of a [`Catalogue`], and so of the intents that are derived from the types of the skill: what is understood
//! and what the handlers expect cannot drift apart.
//!
//! The YAML is written by hand: all of it is lists of texts, and a text of JSON is a scalar of YAML.

#[cfg(feature = "cli")]
mod command;
mod error;
mod expand;
mod files;
mod grammar;
mod home_assistant;
mod rhasspy;
mod slot_kind;
mod snips;
mod template;

use std::fmt;
use std::str::FromStr;

#[cfg(feature = "cli")]
pub use command::Export;
pub use error::{Error, Why};
pub use files::Files;
pub use home_assistant::home_assistant;
pub use rhasspy::rhasspy;
pub use snips::snips;

use self::template::Template;
use crate::Catalogue;
use crate::intent::IntentSpec;
use crate::values::yes_no;

/// For whom sentences are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
#[non_exhaustive]
pub enum Format {
    /// Rhasspy's NLU, and that of Petasos.
    Rhasspy,
    /// snips-nlu.
    Snips,
    /// Home Assistant.
    HomeAssistant,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Rhasspy, Self::Snips, Self::HomeAssistant];

    /// Writes the sentences of a language, such as `en`.
    pub fn export(self, catalogue: &Catalogue, lang: &str) -> Result<Files, Error> {
        match self {
            Self::Rhasspy => rhasspy(catalogue, lang),
            Self::Snips => snips(catalogue, lang),
            Self::HomeAssistant => home_assistant(catalogue, lang),
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Rhasspy => "rhasspy",
            Self::Snips => "snips",
            Self::HomeAssistant => "home-assistant",
        })
    }
}

impl FromStr for Format {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let format = Self::ALL.into_iter().find(|format| format.to_string() == text);
        format.ok_or_else(|| Error::Format(text.to_owned()))
    }
}

/// The templates of an intent in a language. Those of an intent that is taught elsewhere are none.
fn templates(intent: &IntentSpec, lang: &str) -> Result<Vec<Template>, Error> {
    let base = base(lang);
    let samples = intent.samples.iter().find(|samples| samples.lang == lang);
    let samples = samples.or_else(|| intent.samples.iter().find(|samples| samples.lang == base));
    let templates = match samples {
        Some(samples) => samples.templates,
        None if intent.samples.is_empty() => &[],
        None => return Err(Error::Language { intent: name(intent).to_owned(), lang: lang.to_owned() }),
    };
    let parse = |text: &&str| {
        Template::parse(text).map_err(|why| Error::Template {
            intent: name(intent).to_owned(),
            template: (*text).to_owned(),
            why,
        })
    };
    templates.iter().map(parse).collect()
}

/// The answers that every skill that asks may get.
const YES_AND_NO: [&IntentSpec; 2] = [&yes_no::YES, &yes_no::NO];

/// The skill's own intents.
fn own(catalogue: &Catalogue) -> impl Iterator<Item = &'static IntentSpec> {
    catalogue.intents.iter().copied().filter(|intent| !YES_AND_NO.contains(intent))
}

/// The intents that answer yes and no, if the skill asks and has none of its own, in the languages that have words for them.
fn yes_and_no<'a>(catalogue: &'a Catalogue, lang: &'a str) -> impl Iterator<Item = &'static IntentSpec> + 'a {
    let expected = |answer: &&IntentSpec| catalogue.can_ask || catalogue.intents.contains(answer);
    let missing = |answer: &&IntentSpec| own(catalogue).all(|intent| intent.names != answer.names);
    let spoken = |answer: &&IntentSpec| answer.samples.iter().any(|samples| samples.lang == base(lang));
    YES_AND_NO.into_iter().filter(expected).filter(missing).filter(spoken)
}

/// The language without the country: `de` of `de-AT`.
fn base(lang: &str) -> &str {
    lang.split(['-', '_']).next().unwrap_or_default()
}

fn name(intent: &IntentSpec) -> &'static str {
    intent.names.first().copied().unwrap_or_default()
}

/// A text as a scalar of YAML.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
