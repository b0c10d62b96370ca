//! Intents as data. The derive macros write it; questions, announcements and exports read it.

use std::borrow::Cow;

use crate::{LocalizedText, lang};

pub use crate::localized_text::ByLang;

/// An intent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct IntentSpec {
    /// Its names, without the user that Snips' console put before them (`user:SetColor`). Filters have the first; incoming messages may
    /// have any, with a user or without.
    pub names: &'static [&'static str],
    /// What it is for: the doc comment.
    pub description: &'static str,
    /// Sample sentences, by language.
    pub samples: &'static [Samples],
    /// Its slots.
    pub slots: &'static [SlotSpec],
}

/// The sample sentences of one language: templates with `{slot}` for a slot, `[...]` for optional words and `(a | b)` for
/// alternatives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Samples {
    /// The language, such as `en`.
    pub lang: &'static str,
    /// The templates.
    pub templates: &'static [&'static str],
}

/// A slot of an intent or a form.
#[derive(Debug, Clone, Copy)]
pub struct SlotSpec {
    /// Its name on the wire.
    pub name: &'static str,
    /// What it is for: the doc comment.
    pub description: &'static str,
    /// Whether it is required: neither `Option` nor `Vec`, and without a default.
    pub required: bool,
    /// Whether it may occur several times (`Vec`).
    pub many: bool,
    /// The question for it; if empty, `What is the <name>?`.
    pub ask: ByLang,
    /// How often it is asked for again. Default: 2.
    pub retries: u32,
    /// Said when it was not answered; if empty, the phrase for that.
    pub give_up: ByLang,
    /// The kind of its value.
    pub entity: fn() -> Entity,
}

/// Compares all but the function pointer, whose entity the name implies.
impl PartialEq for SlotSpec {
    fn eq(&self, other: &Self) -> bool {
        (self.name, self.description, self.required, self.many, self.ask, self.retries, self.give_up)
            == (
                other.name,
                other.description,
                other.required,
                other.many,
                other.ask,
                other.retries,
                other.give_up,
            )
    }
}

impl SlotSpec {
    /// The question for it.
    pub fn question(&self) -> LocalizedText {
        match self.ask {
            [] => LocalizedText::new(format!("What is the {}?", self.name.replace('_', " "))),
            table => LocalizedText::of_table(table),
        }
    }
}

/// A kind of value.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Entity {
    /// Its name: that of the slot list in Rhasspy, of the entity in Snips, and of the intent that answers a question for it.
    pub name: Cow<'static, str>,
    /// Its values.
    pub values: Values,
}

impl Entity {
    /// An entity.
    pub fn new(name: impl Into<Cow<'static, str>>, values: Values) -> Self {
        Self { name: name.into(), values }
    }

    /// An entity whose values are listed; if it is open, other values are accepted too.
    pub fn listed(name: impl Into<Cow<'static, str>>, values: &'static [ValueSpec], open: bool) -> Self {
        Self::new(name, Values::Listed { values: Cow::Borrowed(values), open })
    }
}

/// The values of an entity.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Values {
    /// One of these.
    Listed {
        /// The values.
        values: Cow<'static, [ValueSpec]>,
        /// Whether other values are accepted too (`#[other]`; Snips: automatically extensible).
        open: bool,
    },
    /// A whole number in this range, the ends included; spoken as words.
    Integer {
        /// The smallest.
        from: i64,
        /// The largest.
        to: i64,
    },
    /// A kind of value that NLUs have their own way for, such as durations.
    Builtin(&'static Builtin),
    /// Any words.
    Any,
}

/// A kind of value that every NLU has its own way for, such as durations: what the exports need to know of it.
#[derive(Debug, PartialEq)]
pub struct Builtin {
    /// What Snips calls it: first the entity of its own, then others that hold such values.
    pub(crate) snips: &'static [&'static str],
    /// How it is written into grammars.
    pub(crate) grammar: Grammar,
    /// Something people say for it, in the languages that Snips is taught.
    pub(crate) examples: ByLang,
}

/// How a kind of value is written into grammars.
#[derive(Debug, PartialEq)]
pub(crate) enum Grammar {
    /// It cannot be: without a clock it is unknown which day "the first of June" is, since people do not say the year.
    None,
    /// As the whole numbers from 0 to 100.
    Numbers,
    /// As the whole numbers from 0 to 100, with words for `percent` that may be said behind them.
    Percentages { unit: ByLang },
    /// As a rule of a `sentences.ini` of this name, in some languages.
    Rule { name: &'static str, bodies: ByLang },
}

/// A value and what it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueSpec {
    /// The value on the wire.
    pub value: Cow<'static, str>,
    /// What it is called, by language; `""` stands for languages that are not listed. The first name of a language is the usual one.
    pub spoken: Cow<'static, [(&'static str, &'static [&'static str])]>,
}

impl ValueSpec {
    /// What it is called in a language such as `de` or `de-DE`.
    pub fn names(&self, lang: Option<&str>) -> &[&'static str] {
        let names = lang::entry(&self.spoken, lang.unwrap_or_default());
        names.or_else(|| lang::entry(&self.spoken, "")).copied().unwrap_or_default()
    }

    /// What it is called, in all languages.
    pub fn all_names(&self) -> impl Iterator<Item = &'static str> {
        self.spoken.iter().flat_map(|(_, names)| names.iter().copied())
    }
}
