//! The result of recognition.

use std::sync::Arc;

use petasos_messages::IntentName;
use serde_json::Value;

/// A recognised text.
#[derive(Debug, Clone, PartialEq)]
pub struct Recognition {
    /// The intent.
    pub intent: IntentName,
    /// The confidence: 1 for a sentence of the grammar, less for a near match.
    pub confidence: f64,
    /// The output, after substitutions and conversions.
    pub text: String,
    /// The words of `text`: strings, or converted values.
    pub tokens: Vec<Value>,
    /// The spoken text, as far as it was recognised.
    pub raw_text: String,
    /// The filled slots, in the order in which their tags end.
    pub entities: Vec<Entity>,
}

/// A filled slot.
#[derive(Debug, Clone, PartialEq)]
pub struct Entity {
    /// The name of the slot.
    pub name: Arc<str>,
    /// The slot list of the value, if any.
    pub source: Option<Arc<str>>,
    /// The value: a string, or a converted value.
    pub value: Value,
    /// The spoken words.
    pub raw_value: String,
    /// Start in `text`, in characters.
    pub start: usize,
    /// End in `text`, in characters.
    pub end: usize,
    /// Start in `raw_text`, in characters.
    pub raw_start: usize,
    /// End in `raw_text`, in characters.
    pub raw_end: usize,
}
