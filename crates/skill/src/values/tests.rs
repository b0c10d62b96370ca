//! Slots on the wire, and properties of all types.

use petasos_messages::Message;
use petasos_messages::slot::SlotValue as WireValue;
use proptest::prelude::*;
use serde_json::Value;
pub(crate) use serde_json::json;

use super::*;
use crate::intent::InvalidValue;

/// A slot with this JSON as its value, as received; its raw text is `as said`.
pub(crate) fn typed(value: &Value) -> Slot {
    let slot = json!({ "slotName": "s", "entity": "e", "rawValue": "as said", "value": value });
    let intent =
        json!({ "input": "", "intent": { "intentName": "I", "confidenceScore": 1 }, "slots": [slot] });
    let message = Message::decode("hermes/intent/I", intent.to_string().into()).unwrap();
    let Message::Intent(intent) = message else { panic!("{message:?} is no intent") };
    intent.slots[0].clone()
}

/// A slot of the kind `Unknown`, as Rhasspy sends them.
pub(crate) fn value(value: impl Into<Value>) -> Slot {
    Slot::new("s", "e", "as said", WireValue::Unknown { value: value.into() })
}

/// A point in time, as Snips sends it.
pub(crate) fn instant(value: &str, grain: &str) -> Slot {
    typed(&json!({ "kind": "InstantTime", "value": value, "grain": grain, "precision": "Exact" }))
}

/// A slot with only a text.
pub(crate) fn said(words: &str) -> Slot {
    Slot::new("s", "e", words, WireValue::Unknown { value: Value::Null })
}

pub(crate) fn read<T: SlotValue>(words: &str, lang: &str) -> Result<T, InvalidValue> {
    T::read(&value(words), Some(lang))
}

/// Any JSON, with Snips' kinds more frequent than by chance.
fn any_json() -> impl Strategy<Value = Value> {
    let kinds = "Custom Number Ordinal Percentage InstantTime TimeInterval AmountOfMoney Temperature \
        Duration City Unknown Strange";
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any_text().prop_map(Value::from),
    ];
    let typed = (any_word_of(kinds), leaf.clone(), any::<i64>(), any_text()).prop_map(|(kind, value, part, text)| {
        json!({
            "kind": kind, "value": value, "grain": "Week", "precision": "Exact", "unit": text, "from": text, "to": null, "years": part,
            "quarters": part, "months": 1, "weeks": 0, "days": part, "hours": 0, "minutes": 0, "seconds": part
        })
    });
    prop_oneof![leaf, typed]
}

fn any_word_of(words: &'static str) -> impl Strategy<Value = &'static str> {
    proptest::sample::select(words.split(' ').collect::<Vec<_>>())
}

/// Any text, or words that these types know, in any order.
fn any_text() -> impl Strategy<Value = String> {
    let words = "minus half an hour twenty hundertfünfund tausend quatre vingt 1e300 -9 17:30 to past \
        second june 31 2026-06-13 18:00:00 +25:00 -99:99 / P1Y PT 99999999999999999999 % €";
    let known = proptest::collection::vec(any_word_of(words), 0..8).prop_map(|words| words.join(" "));
    prop_oneof![".*", known]
}

/// Reads a slot twice: it must not panic, and the result must be the same.
pub(crate) fn read_twice<T: SlotValue>(slot: &Slot, lang: Option<&str>) {
    let read = T::read(slot, lang).map(drop);
    assert_eq!(T::read(slot, lang).map(drop), read, "reading depends on the slot only");
}

fn read_all(slot: &Slot, lang: Option<&str>) {
    for read in READERS {
        read(slot, lang);
    }
}

proptest! {
    #[test]
    fn any_slot_is_a_value_or_an_error(
        json in any_json(),
        raw in any_text(),
        lang in proptest::sample::select(vec![None, Some("en"), Some("de-AT"), Some("fr"), Some("xx")]),
    ) {
        let mut slot = typed(&json);
        slot.raw_value = raw;
        read_all(&slot, lang);
        read_all(&value(json), lang);
    }

    #[test]
    fn a_whole_number_is_read_as_it_was_written(number in any::<i64>()) {
        prop_assert_eq!(<i64 as SlotValue>::read(&value(number), None), Ok(number));
        prop_assert_eq!(<i64 as SlotValue>::read(&value(number.to_string()), None), Ok(number));
    }
}
