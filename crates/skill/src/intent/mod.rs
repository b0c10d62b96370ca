//! Intents, their slots, and answers to questions.

pub(crate) mod listed_values;
pub mod spec;
mod utterance;

pub use spec::IntentSpec;
#[cfg(test)]
pub(crate) use utterance::recognized;
pub use utterance::{RecognizedIntent, Slots, Utterance};

use self::spec::{ByLang, Entity, SlotSpec, Values};
use petasos_messages::slot::Slot;

use crate::{LocalizedText, Site};

/// A struct whose fields are slots; `#[derive(Form)]` and `#[derive(Intent)]` implement it.
///
/// [`Session::fill`](crate::Session::fill) asks for the slots one by one.
pub trait Form: Sized + Send + 'static {
    /// The slots, in the order of the fields.
    fn slots() -> &'static [SlotSpec];

    /// Reads the slots; the error is the first one that is missing or cannot be read.
    fn read(slots: &Slots, site: &Site, lang: Option<&str>) -> Result<Self, Unfilled>;
}

/// An intent that a skill handles; `#[derive(Intent)]` implements it for a struct, or for an enum of such structs.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an intent",
    note = "put `#[derive(Intent)]` on `{Self}`; the first argument of a handler is the intent it handles"
)]
pub trait Intent: Sized + Send + 'static {
    /// The declarations: one for a struct, one for each variant of an enum.
    fn specs() -> Vec<&'static IntentSpec>;

    /// Reads the intent.
    fn read(recognized: &RecognizedIntent) -> Result<Self, Unfilled>;
}

/// The value of a slot. `#[derive(SlotValue)]` implements it for an enum; [`values`](crate::values) has the built-in types.
#[diagnostic::on_unimplemented(
    message = "a slot cannot be `{Self}`",
    note = "a slot is a text, a number, a bool, a duration, a time ... or an enum with `#[derive(SlotValue)]`"
)]
pub trait SlotValue: Sized + Send + 'static {
    /// The entity of the value.
    fn entity() -> Entity;

    /// Reads the value; `lang` is the language of the session, such as `en`.
    fn read(slot: &Slot, lang: Option<&str>) -> Result<Self, InvalidValue>;
}

/// The answer to a question: intents, values of slots, [`YesNo`](crate::YesNo), free text.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an answer",
    note = "an answer is an intent, a value of a slot, `YesNo` or `FreeText`: derive `Intent` or `SlotValue` for `{Self}`"
)]
pub trait Answer: Sized + Send + 'static {
    /// What the NLU has to recognise.
    fn expected() -> Expected;

    /// Reads the answer from an utterance.
    fn read(utterance: &Utterance) -> Result<Self, Unfilled>;
}

/// What the NLU has to recognise after a question.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Expected {
    /// The intents that may answer, each by the first of its [`IntentSpec::names`].
    pub intents: Vec<&'static IntentSpec>,
    /// The entity whose values may answer, alone or among other words. The intent of the same name is exported, too.
    pub entity: Option<Entity>,
    /// Whether any text is an answer, recognised or not.
    pub any_words: bool,
}

impl Expected {
    /// An intent, or any intent of an enum.
    pub fn of_intent<T: Intent>() -> Self {
        Self { intents: T::specs(), ..Self::default() }
    }

    /// A value of a slot.
    pub fn of_value<T: SlotValue>() -> Self {
        let entity = T::entity();
        Self { any_words: entity.values == Values::Any, entity: Some(entity), ..Self::default() }
    }
}

/// Why a value cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", why.in_lang(None))]
pub struct InvalidValue {
    /// Spoken before the question is repeated; if empty, the phrase for asking again.
    pub why: LocalizedText,
}

impl InvalidValue {
    /// Sets the text to speak before the question is repeated.
    pub fn new(why: impl Into<LocalizedText>) -> Self {
        Self { why: why.into() }
    }

    pub(crate) fn of_table(texts: ByLang) -> Self {
        Self::new(LocalizedText::of_table(texts))
    }
}

/// Why an answer, a form or an intent cannot be read.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Unfilled {
    /// A required slot is missing.
    #[error("the slot {} is missing", .0.name)]
    Missing(&'static SlotSpec),
    /// The value of a slot cannot be read, or is not allowed.
    #[error("the slot {} cannot be read: {why}", slot.name)]
    Wrong {
        /// The slot.
        slot: &'static SlotSpec,
        /// Why it is invalid.
        why: InvalidValue,
    },
    /// It is something else.
    #[error("that is not an answer")]
    NoAnswer(InvalidValue),
}
