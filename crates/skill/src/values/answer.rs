//! Values as answers to questions.

use petasos_messages::slot::{Slot, SlotValue as WireValue};
use serde_json::Value;

use super::number::NUMBER;
use crate::intent::spec::{Entity, Values};
use crate::intent::{InvalidValue, RecognizedIntent, SlotValue, Unfilled, Utterance, listed_values};

/// The value in an utterance: in a slot of its entity, or else in the text.
pub(crate) fn read<T: SlotValue>(utterance: &Utterance) -> Result<T, Unfilled> {
    let entity = T::entity();
    let value = match (slot_of(&entity, utterance), utterance) {
        (Some(slot), _) => T::read(slot, utterance.lang()),
        (None, Utterance::Recognized(recognized)) if !answers_in_words(recognized, &entity) => {
            Err(InvalidValue::new(""))
        }
        _ => T::read(&spoken(&entity, utterance), utterance.lang()),
    };
    value.map_err(Unfilled::NoAnswer)
}

/// The slot of an utterance with a value of this entity, identified by entity or slot name.
pub(crate) fn slot_of<'a>(entity: &Entity, utterance: &'a Utterance) -> Option<&'a Slot> {
    let Utterance::Recognized(recognized) = utterance else { return None };
    let snips = match entity.values {
        Values::Builtin(builtin) => builtin.snips,
        Values::Integer { .. } => NUMBER.snips,
        Values::Listed { .. } | Values::Any => &[],
    };
    recognized.slots.iter().find(|slot| {
        [&*slot.entity, &*slot.slot_name].contains(&&*entity.name) || snips.contains(&&*slot.entity)
    })
}

/// Whether the text of an intent is the answer: either any text is, or the NLU recognised the intent that answers such questions.
fn answers_in_words(recognized: &RecognizedIntent, entity: &Entity) -> bool {
    let intent = recognized.intent.rsplit(':').next().unwrap_or_default();
    entity.values == Values::Any || intent == entity.name
}

/// An utterance as a slot; its value is the listed value named in the text, or the whole text.
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
    use crate::intent::recognized;

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
    fn words_that_were_not_recognized_may_be_an_answer() {
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
