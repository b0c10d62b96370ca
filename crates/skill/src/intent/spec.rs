//! Intents as data: the derive macros write it; questions, announcements and exports read it.

use std::borrow::Cow;

use petasos_messages::slot::Slot;

use crate::LocalizedText;

/// An intent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct IntentSpec {
    /// Its names, without the user that Snips' console put before (`user:SetColor`). The first is used to name it; messages with any
    /// of them are taken, also with a user before.
    pub names: &'static [&'static str],
    /// What it is for: the doc comment.
    pub description: &'static str,
    /// What people say.
    pub samples: &'static [Samples],
    /// Its slots.
    pub slots: &'static [SlotSpec],
}

/// What people say in one language: templates in which `{slot}` stands for a slot, `[...]` for what may be left out and `(a | b)`
/// for alternatives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Samples {
    /// The language, such as `en`.
    pub lang: &'static str,
    /// The templates.
    pub templates: &'static [&'static str],
}

/// A text by language; the first stands for all languages that are not named.
pub type ByLang = &'static [(&'static str, &'static str)];

/// A slot of an intent or a form.
#[derive(Debug, Clone, Copy)]
pub struct SlotSpec {
    /// Its name on the wire.
    pub name: &'static str,
    /// What it is for: the doc comment.
    pub description: &'static str,
    /// Whether it must be there: neither `Option`, `Vec` nor with a default.
    pub required: bool,
    /// Whether it may be there several times (`Vec`).
    pub many: bool,
    /// The question for it. Empty: `What is the <name>?` is asked.
    pub ask: ByLang,
    /// How often it is asked for again. Default 2.
    pub retries: u32,
    /// What is said when all that was in vain. Empty: the kit's own words.
    pub give_up: ByLang,
    /// What kind of value it has.
    pub entity: fn() -> Entity,
}

/// Function pointers are equal where names are: nobody derives two entities of one name.
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
    /// What it can be.
    pub values: Values,
}

impl Entity {
    /// An entity.
    pub fn new(name: impl Into<Cow<'static, str>>, values: Values) -> Self {
        Self { name: name.into(), values }
    }

    /// Whether a slot has such a value: the NLU names the entity, or the slot is called like it.
    pub(crate) fn has(&self, slot: &Slot) -> bool {
        let named = [&*slot.entity, &*slot.slot_name].contains(&&*self.name);
        let builtin = match self.values {
            Values::Builtin(builtin) => Some(builtin),
            Values::Integer { .. } => Some(Builtin::Number),
            Values::Listed { .. } | Values::Any => None,
        };
        named || builtin.is_some_and(|builtin| builtin.snips().contains(&&*slot.entity))
    }

    /// An entity whose values are listed; whether others are taken too.
    pub fn listed(name: impl Into<Cow<'static, str>>, values: &'static [ValueSpec], open: bool) -> Self {
        Self::new(name, Values::Listed { values: Cow::Borrowed(values), open })
    }
}

/// What an entity can be.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Values {
    /// One of these.
    Listed {
        /// The values.
        values: Cow<'static, [ValueSpec]>,
        /// Whether others are taken too (`#[other]`; Snips: automatically extensible).
        open: bool,
    },
    /// A whole number in this range, the ends included; spoken as words.
    Integer {
        /// The least.
        from: i64,
        /// The greatest.
        to: i64,
    },
    /// What Snips has an entity for, such as `snips/duration`.
    Builtin(Builtin),
    /// Any words.
    Any,
}

/// Kinds of values that every NLU has its own way for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the names say it")]
pub enum Builtin {
    Number,
    Ordinal,
    Percentage,
    Duration,
    DateTime,
    Date,
    Time,
    Interval,
    Temperature,
    AmountOfMoney,
}

impl Builtin {
    /// What Snips calls it: first the entity of its own, then others that hold such values.
    pub(crate) fn snips(self) -> &'static [&'static str] {
        match self {
            Self::Number => &["snips/number"],
            Self::Ordinal => &["snips/ordinal"],
            Self::Percentage => &["snips/percentage"],
            Self::Duration => &["snips/duration"],
            Self::DateTime => &["snips/datetime", "snips/date", "snips/time"],
            Self::Date => &["snips/date", "snips/datetime"],
            Self::Time => &["snips/time", "snips/datetime"],
            Self::Interval => {
                &["snips/timePeriod", "snips/datePeriod", "snips/datetime", "snips/date", "snips/time"]
            }
            Self::Temperature => &["snips/temperature"],
            Self::AmountOfMoney => &["snips/amountOfMoney"],
        }
    }
}

/// A value and what it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueSpec {
    /// The value on the wire.
    pub value: Cow<'static, str>,
    /// What it is called, by language (`""`: in those that are not there). The first of a language is the usual name.
    pub spoken: Cow<'static, [(&'static str, &'static [&'static str])]>,
}

impl ValueSpec {
    /// What it is called in a language such as `de` or `de-DE`.
    pub fn names(&self, lang: Option<&str>) -> &[&'static str] {
        let lang = lang.unwrap_or_default();
        let base = lang.split(['-', '_']).next().unwrap_or_default();
        let of = |wanted: &str| self.spoken.iter().find(|(lang, _)| lang.eq_ignore_ascii_case(wanted));
        of(lang).or_else(|| of(base)).or_else(|| of("")).map_or(&[], |(_, names)| names)
    }

    /// What it is called, in all languages.
    pub fn all_names(&self) -> impl Iterator<Item = &'static str> {
        self.spoken.iter().flat_map(|(_, names)| names.iter().copied())
    }
}
