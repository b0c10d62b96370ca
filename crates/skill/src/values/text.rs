//! Texts.

use petasos_messages::slot::Slot;

use super::tokens::text;
use crate::intent::spec::{Entity, Values};
use crate::intent::{InvalidValue, SlotValue};

/// The maximum length of a text.
const MOST_BYTES: usize = 4096;

/// The text of a slot, trimmed.
pub(super) fn words(slot: &Slot) -> Result<String, InvalidValue> {
    let text = text(slot);
    match text.trim() {
        "" => Err(InvalidValue::new("")),
        long if long.len() > MOST_BYTES => Err(InvalidValue::new("")),
        words => Ok(words.to_owned()),
    }
}

impl SlotValue for String {
    /// Any text; typed values are read as spoken.
    fn entity() -> Entity {
        Entity::new("PetasosText", Values::Any)
    }

    fn read(slot: &Slot, _lang: Option<&str>) -> Result<Self, InvalidValue> {
        words(slot)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::tests::{json, typed, value};

    #[test]
    fn a_text_is_the_value_or_what_was_said() {
        for (slot, expected) in [
            (value("living_room"), "living_room"),
            (value(7), "7"),
            (typed(&json!({ "kind": "City", "value": "Paris" })), "Paris"),
            (typed(&json!({ "kind": "TimeInterval", "from": null, "to": null })), "as said"),
            (typed(&json!({ "value": ["remote"] })), "as said"),
            (typed(&json!(null)), "as said"),
        ] {
            assert_eq!(String::read(&slot, None).as_deref(), Ok(expected), "{slot:?}");
        }
    }

    #[test]
    fn empty_and_overlong_texts_are_invalid() {
        let mut nothing = value("  ");
        nothing.raw_value = String::new();
        assert!(String::read(&nothing, None).is_err());
        assert!(String::read(&value("x".repeat(5000)), None).is_err());
    }
}
