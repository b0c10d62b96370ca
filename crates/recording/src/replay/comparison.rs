//! What a replay has shown.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Serialize, Serializer};
use serde_json::Value;

/// How what was heard differs from what was recorded. [`Display`](std::fmt::Display) writes it for people, serde for programs.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Comparison {
    /// Outputs of the recording that were compared.
    pub compared: usize,
    /// Inputs that were played.
    pub played: usize,
    /// Inputs that could not be played: they name an id that was never made, or their content was left out of the recording.
    pub not_played: usize,
    /// In the order of the recording.
    pub differences: Vec<Difference>,
    /// Messages that belong to other sites, sessions or parts than the recording's, counted by topic; they are not compared.
    pub beside: BTreeMap<String, usize>,
    /// Everything that happened, for people who read the differences.
    #[serde(skip)]
    pub(super) rows: Vec<Row>,
}

impl Comparison {
    /// Whether the same came out.
    pub fn is_same(&self) -> bool {
        self.differences.is_empty()
    }
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Difference {
    /// What kind of difference.
    pub what: What,
    /// When it was recorded, or, if it was not, when it would have been: in seconds, by the clock of the recording.
    #[serde(serialize_with = "seconds")]
    pub at: Duration,
    /// At which site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
    /// In which session, by its id in the recording if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<String>,
    /// The topic, with the ids of the recording.
    pub topic: String,
    /// The payload that was recorded; for people, so numbers and nulls may be written in another way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded: Option<Value>,
    /// The payload that was heard, with the ids of the recording.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub live: Option<Value>,
    /// The fields that differ, if the message is [`What::Changed`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldChange>,
}

/// A kind of difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum What {
    /// It was recorded, and not heard.
    Missing,
    /// It was heard, and not recorded.
    Extra,
    /// It was heard at another place in the order.
    Order,
    /// It was heard with other fields.
    Changed,
}

/// A field that differs.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FieldChange {
    /// Where, such as `intent.confidenceScore` or `slots[0].value`.
    pub path: String,
    /// What was recorded; `None` if the field was not there.
    pub recorded: Option<Value>,
    /// What was heard.
    pub live: Option<Value>,
}

/// A line of what happened.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) at: Duration,
    pub(super) site: Option<String>,
    pub(super) topic: String,
    pub(super) payload: Value,
    pub(super) mark: Mark,
    /// The fields that differ.
    pub(super) fields: Vec<FieldChange>,
}

/// What a line shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Input,
    NotPlayed,
    Same,
    /// It differs so.
    Differs(What),
    /// The other place of what was heard in another order: where it was heard.
    HeardHere,
}

fn seconds<S: Serializer>(time: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(time.as_secs_f64())
}
