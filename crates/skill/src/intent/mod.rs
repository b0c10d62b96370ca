//! What a skill understands: intents, their slots, and answers to its questions.

pub(crate) mod listed_values;
mod slots;
pub mod spec;
mod utterance;

pub use slots::Slots;
pub use spec::IntentSpec;
pub use utterance::{InvalidValue, RecognizedIntent, Unfilled, Utterance};

use self::spec::{Entity, SlotSpec, Values};
use crate::{Site, SlotValue};

/// A struct whose fields are slots: what `#[derive(Form)]` makes, and `#[derive(Intent)]` too.
///
/// A session can have it filled in by asking for one slot after the other.
pub trait Form: Sized + Send + 'static {
    /// Its slots, in the order of the fields.
    fn slots() -> &'static [SlotSpec];

    /// Makes the struct of what was said; the first slot that is missing or cannot be read is the error.
    fn read(slots: &Slots, site: &Site, lang: Option<&str>) -> Result<Self, Unfilled>;
}

/// Something people want a skill to do: what `#[derive(Intent)]` makes of a struct, or of an enum of such structs.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an intent",
    note = "put `#[derive(Intent)]` on `{Self}`; the first argument of a handler is the intent it handles"
)]
pub trait Intent: Sized + Send + 'static {
    /// What it is made from: one for a struct, one for each variant of an enum.
    fn specs() -> Vec<&'static IntentSpec>;

    /// Makes it of what was said.
    fn read(recognized: &RecognizedIntent) -> Result<Self, Unfilled>;
}

/// What can be an answer to a question: intents, values of slots, [`YesNo`](crate::YesNo), free text.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an answer",
    note = "an answer is an intent, a value of a slot, `YesNo` or `FreeText`: derive `Intent` or `SlotValue` for `{Self}`"
)]
pub trait Answer: Sized + Send + 'static {
    /// What the NLU is to listen for.
    fn expected() -> Expected;

    /// Makes it of what was heard, if it is one.
    fn read(utterance: &Utterance) -> Result<Self, Unfilled>;
}

/// What the NLU is to listen for after a question.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Expected {
    /// The intents that may answer. In [`IntentSpec::names`], only the first.
    pub intents: Vec<&'static IntentSpec>,
    /// The entity whose values may answer, alone or among other words. Its intent is exported too.
    pub entity: Option<Entity>,
    /// Whether any words are an answer, whatever the NLU makes of them.
    pub any_words: bool,
}

impl Expected {
    /// An intent, or any of an enum of intents.
    pub fn of_intent<T: Intent>() -> Self {
        Self { intents: T::specs(), ..Self::default() }
    }

    /// A value.
    pub fn of_value<T: SlotValue>() -> Self {
        let entity = T::entity();
        Self { any_words: entity.values == Values::Any, entity: Some(entity), ..Self::default() }
    }
}
