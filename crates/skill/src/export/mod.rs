//! Exports the sample sentences of a skill for training an NLU.
//!
//! * [`rhasspy`]: sentence templates and slot lists, for Rhasspy 2.5 and for `petasos nlu`.
//! * [`snips`]: a dataset in YAML, for snips-nlu.
//! * [`home_assistant`]: custom sentences, for Home Assistant's Assist.
//!
//! For snips-nlu and Rhasspy, the intents that answer questions are included: `PetasosYes` and `PetasosNo` if the skill can ask
//! questions, and an intent of the same name for each entity that it asks for. In Home Assistant skills cannot ask questions.
//!
//! All of them generate [`Files`] from a [`Catalogue`], which is derived from the types of the skill, so that the NLU and the
//! handlers cannot disagree.
//!
//! The YAML is written without a library: it consists of lists of strings, and a JSON string is a YAML scalar.

#[cfg(feature = "cli")]
mod command;
mod error;
mod files;
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
use crate::intent::IntentSpec;
use crate::values::yes_no;
use crate::{Catalogue, lang};

/// The NLU that sentences are written for.
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
    /// All formats.
    pub const ALL: [Self; 3] = [Self::Rhasspy, Self::Snips, Self::HomeAssistant];

    /// Exports the sentences of a language, such as `en`.
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

/// The templates of an intent in a language; none for an intent without samples, which is trained elsewhere.
fn templates(intent: &IntentSpec, lang: &str) -> Result<Vec<Template>, Error> {
    let base = lang::base(lang);
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

/// The answers common to all skills.
const YES_AND_NO: [&IntentSpec; 2] = [&yes_no::YES, &yes_no::NO];

/// The skill's own intents.
fn own(catalogue: &Catalogue) -> impl Iterator<Item = &'static IntentSpec> {
    catalogue.intents.iter().copied().filter(|intent| !YES_AND_NO.contains(intent))
}

/// The intents for yes and no in the languages that have samples, if the skill asks questions and has no such intents of its own.
fn yes_and_no<'a>(catalogue: &'a Catalogue, lang: &'a str) -> impl Iterator<Item = &'static IntentSpec> + 'a {
    let expected = |answer: &&IntentSpec| catalogue.can_ask || catalogue.intents.contains(answer);
    let missing = |answer: &&IntentSpec| own(catalogue).all(|intent| intent.names != answer.names);
    let spoken = |answer: &&IntentSpec| answer.samples.iter().any(|samples| samples.lang == lang::base(lang));
    YES_AND_NO.into_iter().filter(expected).filter(missing).filter(spoken)
}

fn name(intent: &IntentSpec) -> &'static str {
    intent.names.first().copied().unwrap_or_default()
}

/// A string as a YAML scalar.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
