//! Slots in the format of each dialect.

use petasos_messages::Dialect;
use petasos_messages::slot::{Slot, SlotRange, SlotValue};
use serde_json::{Map, Value, json};

use super::query_text::Located;
use crate::{Entity, Recognition};

/// The slots of a recognition.
pub(super) fn slots(recognition: &Recognition, located: &Located<'_>, dialect: Dialect) -> Vec<Slot> {
    let entities = recognition.entities.iter();
    entities
        .map(
            |entity| {
                if dialect.nlu_rewrites_input {
                    of_rhasspy(entity, located)
                } else {
                    of_snips(entity, located)
                }
            },
        )
        .collect()
}

/// Rhasspy has two ranges: in the text after substitution, and in the recognised words.
fn of_rhasspy(entity: &Entity, located: &Located<'_>) -> Slot {
    let said = located.among_recognised(&(entity.raw_start..entity.raw_end));
    let mut range = SlotRange::new(position(entity.start), position(entity.end));
    range.raw_start = Some(position(said.range.start));
    range.raw_end = Some(position(said.range.end));
    let mut slot = Slot::new(&*entity.name, source(entity), said.text, rhasspy_value(&entity.value));
    slot.range = Some(range);
    slot.confidence = Some(1.0);
    slot
}

/// Snips' range is in the query.
fn of_snips(entity: &Entity, located: &Located<'_>) -> Slot {
    let said = located.in_query(&(entity.raw_start..entity.raw_end));
    let mut slot = Slot::new(&*entity.name, source(entity), said.text, snips_value(&entity.value));
    slot.range = Some(SlotRange::new(position(said.range.start), position(said.range.end)));
    slot.confidence = Some(1.0);
    slot
}

/// Slots for the custom entities of the wake word message (Rhasspy), which have no words.
pub(super) fn custom(entities: Option<&Value>) -> Vec<Slot> {
    let entities = entities.and_then(Value::as_object).into_iter().flatten();
    entities
        .map(|(name, value)| {
            let mut slot = Slot::new(name, name, "", SlotValue::Other(json!({ "value": value })));
            slot.raw_value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            slot.confidence = Some(1.0);
            slot
        })
        .collect()
}

/// The slot list of the value, or else the slot's name.
fn source(entity: &Entity) -> &str {
    entity.source.as_deref().unwrap_or(&entity.name)
}

/// Objects (of the converters `object`, `kind` and `unit`) are used as they are. Rhasspy writes integers without a fraction and
/// gives booleans the kind of numbers, as in Python.
fn rhasspy_value(value: &Value) -> SlotValue {
    match value {
        Value::Object(_) => SlotValue::Other(value.clone()),
        Value::Number(_) | Value::Bool(_) => SlotValue::Other(json!({ "kind": "Number", "value": value })),
        _ => SlotValue::Unknown { value: value.clone() },
    }
}

/// Snips has typed kinds; the output of a template is a custom value.
fn snips_value(value: &Value) -> SlotValue {
    match value {
        Value::String(text) => SlotValue::Custom(text.clone()),
        Value::Number(number) => SlotValue::Number(number.as_f64().unwrap_or_default()),
        Value::Object(object) if is_typed(object) => SlotValue::Other(value.clone()),
        Value::Object(object) => match object.get("value") {
            Some(inner @ (Value::String(_) | Value::Number(_))) => snips_value(inner),
            _ => SlotValue::Custom(value.to_string()),
        },
        _ => SlotValue::Custom(value.to_string()),
    }
}

fn is_typed(object: &Map<String, Value>) -> bool {
    object.get("kind").is_some_and(Value::is_string)
}

fn position(characters: usize) -> u64 {
    u64::try_from(characters).unwrap_or(u64::MAX)
}
