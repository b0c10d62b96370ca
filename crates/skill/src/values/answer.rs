//! Values as answers to questions.

use petasos_messages::slot::{Slot, SlotValue as WireValue};
use serde_json::Value;

use super::SlotValue;
use crate::intent::spec::{Entity, Values};
use crate::intent::{Heard, Misread, Turn, Unfilled, listed};

/// Makes values answers: their entity is expected.
macro_rules! answers {
    ($($value:ty),* $(,)?) => {
        $(
            impl $crate::Answer for $value {
                fn expected() -> $crate::intent::Expected {
                    $crate::intent::Expected::of_value::<Self>()
                }

                fn read(heard: &$crate::Heard) -> Result<Self, $crate::intent::Unfilled> {
                    $crate::values::answer::read(heard)
                }
            }
        )*
    };
}
pub(crate) use answers;

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
        _ => T::read(&spoken(&entity, heard), heard.lang()),
    };
    value.map_err(Unfilled::NoAnswer)
}

/// Whether the words of a turn are the answer: any words are one, or the NLU took them for an answer to such a question.
fn answers_in_words(turn: &Turn, entity: &Entity) -> bool {
    let intent = turn.intent.rsplit(':').next().unwrap_or_default();
    entity.values == Values::Any || intent == entity.name
}

/// Words as a slot of their own; one of the listed values, if they name it.
pub(crate) fn spoken(entity: &Entity, heard: &Heard) -> Slot {
    let words = match &entity.values {
        Values::Listed { values, .. } => {
            listed::among(values, heard.input(), heard.lang()).unwrap_or(heard.input())
        }
        _ => heard.input(),
    };
    let value = WireValue::Unknown { value: Value::from(words) };
    Slot::new(&*entity.name, &*entity.name, words, value)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::Answer;
    use crate::session::script::turn;

    fn words(input: &str) -> Heard {
        Heard::Words { input: input.to_owned(), lang: Some("en".to_owned()) }
    }

    #[test]
    fn a_slot_of_the_entity_answers() {
        let minutes = Ok(Duration::from_secs(300));
        let by_slot = turn("SetTimer", "make it five minutes", &[("PetasosDuration", "5 minutes")]);
        assert_eq!(<Duration as Answer>::read(&Heard::Turn(by_slot)), minutes);
        let mut by_entity = turn("SetTimer", "make it five minutes", &[("length", "5 minutes")]);
        let mut slot = by_entity.slots.first("length").unwrap().clone();
        slot.entity = "snips/duration".to_owned();
        by_entity.slots.put(slot);
        assert_eq!(<Duration as Answer>::read(&Heard::Turn(by_entity)), minutes);
    }

    #[test]
    fn words_that_nobody_understood_may_be_an_answer() {
        assert_eq!(<u8 as Answer>::read(&words("about twenty, please")), Ok(20));
        assert_eq!(<bool as Answer>::read(&words("switch it off")), Ok(false));
        assert!(<u8 as Answer>::read(&words("no idea")).is_err());
    }

    #[test]
    fn the_words_of_another_intent_are_no_answer_but_those_of_the_answer_intent_are() {
        let heard = |intent| Heard::Turn(turn(intent, "five", &[]));
        assert!(<u8 as Answer>::read(&heard("GetTime")).is_err());
        assert_eq!(<u8 as Answer>::read(&heard("PetasosNumber")), Ok(5));
        assert_eq!(<String as Answer>::read(&heard("GetTime")), Ok("five".to_owned()));
    }
}
