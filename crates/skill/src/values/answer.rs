//! Values as answers to questions.

use petasos_messages::slot::{Slot, SlotValue as WireValue};
use serde_json::Value;

use super::SlotValue;
use crate::intent::spec::{Entity, Values};
use crate::intent::{Expected, Heard, Misread, Turn, Unfilled};

/// Makes values answers: their entity is expected.
macro_rules! answers {
    ($($value:ty),* $(,)?) => {
        $(
            impl $crate::Answer for $value {
                fn expected() -> $crate::intent::Expected {
                    $crate::values::answer::expected::<Self>()
                }

                fn read(heard: &$crate::Heard) -> Result<Self, $crate::intent::Unfilled> {
                    $crate::values::answer::read(heard)
                }
            }
        )*
    };
}
pub(crate) use answers;

/// What the NLU is to listen for when a value is asked for.
pub(crate) fn expected<T: SlotValue>() -> Expected {
    let entity = T::entity();
    Expected { any_words: entity.values == Values::Any, entity: Some(entity), ..Expected::default() }
}

/// The value in what was heard: a slot of its entity, else the words.
pub(crate) fn read<T: SlotValue>(heard: &Heard) -> Result<T, Unfilled> {
    let entity = T::entity();
    let slot = match heard {
        Heard::Turn(turn) => turn.slots.iter().find(|slot| entity.has(slot)),
        Heard::Words { .. } => None,
    };
    let value = match (slot, heard) {
        (Some(slot), _) => T::read(slot, heard.lang()),
        (None, Heard::Turn(turn)) if !answers_in_words(turn, &entity) => Err(Misread::new("")),
        _ => T::read(&spoken(&entity, heard.input()), heard.lang()),
    };
    value.map_err(Unfilled::NoAnswer)
}

/// Whether the words of a turn are the answer: any words are one, or the NLU took them for an answer to such a question.
fn answers_in_words(turn: &Turn, entity: &Entity) -> bool {
    let intent = turn.intent.rsplit(':').next().unwrap_or_default();
    entity.values == Values::Any || intent == entity.name
}

/// Words as a slot of their own.
fn spoken(entity: &Entity, words: &str) -> Slot {
    let value = WireValue::Unknown { value: Value::from(words) };
    Slot::new(&*entity.name, &*entity.name, words, value)
}
