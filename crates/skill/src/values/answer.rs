//! Values as answers to questions.

use petasos_messages::slot::{Slot, SlotValue as WireValue};
use serde_json::Value;

use super::SlotValue;
use crate::intent::spec::{Entity, Values};
use crate::intent::{InvalidValue, RecognizedIntent, Unfilled, Utterance, listed_values};

/// Makes values answers: their entity is expected.
macro_rules! answers {
    ($($value:ty),* $(,)?) => {
        $(
            impl $crate::Answer for $value {
                fn expected() -> $crate::intent::Expected {
                    $crate::intent::Expected::of_value::<Self>()
                }

                fn read(utterance: &$crate::Utterance) -> Result<Self, $crate::intent::Unfilled> {
                    $crate::values::answer::read(utterance)
                }
            }
        )*
    };
}
pub(crate) use answers;

/// The value in what was heard: a slot of its entity, else the words.
pub(crate) fn read<T: SlotValue>(utterance: &Utterance) -> Result<T, Unfilled> {
    let entity = T::entity();
    let slot = match utterance {
        Utterance::Recognized(recognized) => recognized.slots.iter().find(|slot| entity.has(slot)),
        Utterance::NotRecognized { .. } => None,
    };
    let value = match (slot, utterance) {
        (Some(slot), _) => T::read(slot, utterance.lang()),
        (None, Utterance::Recognized(recognized)) if !answers_in_words(recognized, &entity) => {
            Err(InvalidValue::new(""))
        }
        _ => T::read(&spoken(&entity, utterance), utterance.lang()),
    };
    value.map_err(Unfilled::NoAnswer)
}

/// Whether the words of a turn are the answer: any words are one, or the NLU took them for an answer to such a question.
fn answers_in_words(recognized: &RecognizedIntent, entity: &Entity) -> bool {
    let intent = recognized.intent.rsplit(':').next().unwrap_or_default();
    entity.values == Values::Any || intent == entity.name
}

/// Words as a slot of their own; one of the listed values, if they name it.
pub(crate) fn spoken(entity: &Entity, utterance: &Utterance) -> Slot {
    let words = match &entity.values {
        Values::Listed { values, .. } => {
            listed_values::among(values, utterance.input(), utterance.lang()).unwrap_or(utterance.input())
        }
        _ => utterance.input(),
    };
    let value = WireValue::Unknown { value: Value::from(words) };
    Slot::new(&*entity.name, &*entity.name, words, value)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::Answer;
    use crate::session::scripted_session::recognized;

    fn words(input: &str) -> Utterance {
        Utterance::NotRecognized { input: input.to_owned(), lang: Some("en".to_owned()) }
    }

    #[test]
    fn a_slot_of_the_entity_answers() {
        let minutes = Ok(Duration::from_secs(300));
        let by_slot = recognized("SetTimer", "make it five minutes", &[("PetasosDuration", "5 minutes")]);
        assert_eq!(<Duration as Answer>::read(&Utterance::Recognized(by_slot)), minutes);
        let mut by_entity = recognized("SetTimer", "make it five minutes", &[("length", "5 minutes")]);
        let mut slot = by_entity.slots.first("length").unwrap().clone();
        slot.entity = "snips/duration".to_owned();
        by_entity.slots.put(slot);
        assert_eq!(<Duration as Answer>::read(&Utterance::Recognized(by_entity)), minutes);
    }

    #[test]
    fn words_that_nobody_understood_may_be_an_answer() {
        assert_eq!(<u8 as Answer>::read(&words("about twenty, please")), Ok(20));
        assert_eq!(<bool as Answer>::read(&words("switch it off")), Ok(false));
        assert!(<u8 as Answer>::read(&words("no idea")).is_err());
    }

    #[test]
    fn the_words_of_another_intent_are_no_answer_but_those_of_the_answer_intent_are() {
        let utterance = |intent| Utterance::Recognized(recognized(intent, "five", &[]));
        assert!(<u8 as Answer>::read(&utterance("GetTime")).is_err());
        assert_eq!(<u8 as Answer>::read(&utterance("PetasosNumber")), Ok(5));
        assert_eq!(<String as Answer>::read(&utterance("GetTime")), Ok("five".to_owned()));
    }
}
