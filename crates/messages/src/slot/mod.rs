//! Slots: the words of an utterance that matter, and what they stand for.

mod value;
#[cfg(feature = "schema")]
mod value_schema;

use serde::Deserializer;
use serde_json::Value;

use crate::json::{Read, fields, or_zero, written};

pub use value::{DurationParts, Grain, Precision, SlotValue};

/// A word that matters.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename_all = "camelCase"))]
pub struct Slot {
    /// Its entity, such as `color` or `snips/number`.
    pub entity: String,
    /// Its name in the intent.
    pub slot_name: String,
    /// As it was said.
    pub raw_value: String,
    /// What it stands for.
    pub value: SlotValue,
    /// What else it may stand for (Snips).
    #[cfg_attr(feature = "schema", schemars(default))]
    pub alternatives: Vec<SlotValue>,
    /// Where it stands in the words.
    pub range: Option<SlotRange>,
    /// How sure the NLU is, 0 to 1. Rhasspy writes `confidence`, Snips `confidenceScore` (`confidence` before 2019).
    #[cfg_attr(feature = "schema", schemars(rename = "confidenceScore"))]
    pub confidence: Option<f64>,
}

impl Slot {
    /// A word and what it stands for; where it was said is not known.
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
    /// Where a slot stands in the words: in characters (not bytes), the end excluded.
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
    /// From a character to one past the last.
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

/// Snips insists on a range; an empty one points at nothing.
fn or_nowhere(range: &Option<SlotRange>) -> SlotRange {
    range.unwrap_or_default()
}

fields! {
    /// A slot as it comes: Rhasspy's services leave out what can be guessed.
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
