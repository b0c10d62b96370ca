//! Slots: the parts of an utterance that carry a value.

mod value;
#[cfg(feature = "schema")]
mod value_schema;

use serde::Deserializer;
use serde_json::Value;

use crate::json::{Read, fields, or_zero, written};

pub use value::{DurationParts, Grain, Precision, SlotValue};

/// A slot of an intent.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename_all = "camelCase"))]
pub struct Slot {
    /// The entity, such as `color` or `snips/number`.
    pub entity: String,
    /// The name of the slot in the intent.
    pub slot_name: String,
    /// The text of the slot.
    pub raw_value: String,
    /// The resolved value.
    pub value: SlotValue,
    /// Alternative values (Snips).
    #[cfg_attr(feature = "schema", schemars(default))]
    pub alternatives: Vec<SlotValue>,
    /// The position in the text.
    pub range: Option<SlotRange>,
    /// The confidence of the NLU, 0 to 1. Rhasspy writes `confidence`, Snips `confidenceScore` (`confidence` before 2019).
    #[cfg_attr(feature = "schema", schemars(rename = "confidenceScore"))]
    pub confidence: Option<f64>,
}

impl Slot {
    /// Without a range or confidence.
    pub fn new(
        slot_name: impl Into<String>,
        entity: impl Into<String>,
        raw_value: impl Into<String>,
        value: SlotValue,
    ) -> Self {
        Self {
            entity: entity.into(),
            slot_name: slot_name.into(),
            raw_value: raw_value.into(),
            value,
            alternatives: Vec::new(),
            range: None,
            confidence: None,
        }
    }
}

fields! {
    /// The position of a slot in the text, in characters (not bytes), end exclusive.
    #[derive(Copy, Eq, Default)]
    pub struct SlotRange {
        /// The first character.
        pub start: u64 = "start" else 0,
        /// One past the last character.
        pub end: u64 = "end" else 0,
        /// The first character before substitution (Rhasspy).
        pub raw_start: Option<u64> = "rawStart",
        /// One past the last character before substitution (Rhasspy).
        pub raw_end: Option<u64> = "rawEnd",
    }
}

written! { SlotRange {
    Rhasspy => { "start": start, "end": end, "rawStart": raw_start, "rawEnd": raw_end }
    Snips | Alice => { "start": start, "end": end }
} }

impl SlotRange {
    /// A range without positions before substitution.
    pub fn new(start: u64, end: u64) -> Self {
        Self { start, end, ..Self::default() }
    }
}

written! { Slot {
    Rhasspy => {
        "entity": entity, "value": value, "slotName": slot_name, "rawValue": raw_value,
        "confidence": confidence | or_zero, "range": range
    }
    Snips | Alice => {
        "rawValue": raw_value, "value": value, "alternatives": alternatives, "range": range | or_nowhere,
        "entity": entity, "slotName": slot_name, skip "confidenceScore": confidence
    }
} }

/// Snips requires a range; a missing one is written as an empty range.
fn or_nowhere(range: &Option<SlotRange>) -> SlotRange {
    range.unwrap_or_default()
}

fields! {
    /// The fields of a slot: Rhasspy's services omit what can be derived.
    struct SlotFields {
        entity: Option<String> = "entity",
        slot_name: Option<String> = "slotName",
        raw_value: Option<String> = "rawValue",
        value: Option<SlotValue> = "value",
        alternatives: Vec<SlotValue> = "alternatives",
        range: Option<SlotRange> = "range",
        confidence: Option<f64> = "confidenceScore" | "confidence",
    }
}

impl Read for Slot {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        let Some(fields) = SlotFields::read(deserializer)? else {
            return Ok(None);
        };
        let value = fields.value.unwrap_or(SlotValue::Unknown { value: Value::Null });
        let slot_name = fields.slot_name.or_else(|| fields.entity.clone());
        Ok(Some(Self {
            entity: fields.entity.or_else(|| slot_name.clone()).unwrap_or_default(),
            slot_name: slot_name.unwrap_or_default(),
            raw_value: fields.raw_value.or_else(|| value.text()).unwrap_or_default(),
            value,
            alternatives: fields.alternatives,
            range: fields.range,
            confidence: fields.confidence,
        }))
    }
}
