//! What was understood.

use std::sync::Arc;

use petasos_messages::IntentName;
use serde_json::Value;

/// What was understood.
#[derive(Debug, Clone, PartialEq)]
pub struct Recognition {
    /// The intent.
    pub intent: IntentName,
    /// How sure: 1 for a sentence of the grammar, less for a near match.
    pub confidence: f64,
    /// What the sentence puts out, after substitutions and conversions.
    pub text: String,
    /// The words of `text`: texts, or what a converter made of them.
    pub tokens: Vec<Value>,
    /// What was said, as far as it was understood.
    pub raw_text: String,
    /// The slots that were filled, in the order in which their tags end.
    pub entities: Vec<Entity>,
}

/// A slot that was filled.
#[derive(Debug, Clone, PartialEq)]
pub struct Entity {
    /// The slot's name.
    pub name: Arc<str>,
    /// The slot list its value comes from, if it comes from one.
    pub source: Option<Arc<str>>,
    /// Its value: a text, or what a converter made of it.
    pub value: Value,
    /// The words it was spoken in.
    pub raw_value: String,
    /// Where it begins in `text`, in characters.
    pub start: usize,
    /// Where it ends in `text`, in characters.
    pub end: usize,
    /// Where it begins in `raw_text`, in characters.
    pub raw_start: usize,
    /// Where it ends in `raw_text`, in characters.
    pub raw_end: usize,
}
