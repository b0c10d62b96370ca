//! What is compared of an output.
//!
//! The comparison ignores
//! * times, the quality of service, and the flags of the packet;
//! * the formatting of JSON: the order of keys, white space, `1` or `1.0`, and, unless it is exact, `null` or a missing field;
//! * the values of ids: each must be where its counterpart was;
//! * the samples of audio;
//! * repeated toggles (`RepeatedToggles`);
//! * messages and fields about the program itself ([`is_about_itself`], [`VERSION`]);
//! * retained messages, and payloads that were left out of the recording;
//! * texts of the tested component itself, if the recording has pseudonyms in place of texts.

use std::collections::BTreeSet;

use petasos_messages::filter::{self, Namespace, SAY};
use petasos_messages::{Carries, Topic};
use serde::Serialize;
use serde_json::{Map, Number, Value};

use super::message_ids::{self, Found, Id};
use crate::Payload;

/// The topic and the field with the version of a program.
const VERSION: (&str, &str) = (filter::DIALOGUE_VERSION, "version");

/// A field that differs.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FieldChange {
    /// Its path, such as `intent.confidenceScore` or `slots[0].value`.
    pub path: String,
    /// The recorded value; `None` if the field was missing.
    pub recorded: Option<Value>,
    /// The live value; `None` if the field is missing.
    pub live: Option<Value>,
}

/// Whether a message on this topic is compared at all.
pub(super) fn is_compared(topic: &str, retain: bool) -> bool {
    !retain && !is_about_itself(topic)
}

/// Whether a program announces itself on this topic.
fn is_about_itself(topic: &str) -> bool {
    topic == filter::DIALOGUE_LOADED || Namespace::of(topic) == Some(Namespace::Petasos)
}

/// What is compared of a message.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Content {
    pub(super) topic: String,
    pub(super) body: Body,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Body {
    Json(Value),
    /// The bytes as text, if they are not JSON.
    Text(String),
    Sound,
    /// It was left out of the recording.
    LeftOut,
}

impl Content {
    /// What is compared of a message; `other` replaces its ids.
    pub(super) fn of<'a>(
        topic: &str,
        payload: &Payload,
        found: &'a [Found],
        exact: bool,
        other: impl Fn(&'a Id) -> Option<&'a str>,
    ) -> Self {
        let Some(bytes) = payload.bytes() else {
            return Self { topic: topic.to_owned(), body: Body::LeftOut };
        };
        let or_same = |id: &'a Id| Some(other(id).unwrap_or(&id.1));
        let (topic, bytes) = message_ids::replace(topic, bytes, found, or_same)
            .unwrap_or_else(|| (topic.to_owned(), bytes.clone()));
        let body = if carries_bytes(&topic) {
            Body::Sound
        } else {
            match serde_json::from_slice(&bytes) {
                Ok(value) => Body::Json(plain(value, exact)),
                Err(_) => Body::Text(String::from_utf8_lossy(&bytes).into_owned()),
            }
        };
        let mut content = Self { topic, body };
        if let (true, Body::Json(Value::Object(fields))) = (content.topic == VERSION.0, &mut content.body) {
            fields.remove(VERSION.1);
        }
        content
    }

    /// Leaves out texts of the tested component itself, which would be compared with pseudonyms.
    pub(super) fn hide_own_words(&mut self, said_by_others: &BTreeSet<String>) {
        if let (SAY, Body::Json(Value::Object(fields))) = (self.topic.as_str(), &mut self.body) {
            let own =
                fields.get("text").and_then(Value::as_str).is_some_and(|text| !said_by_others.contains(text));
            if own {
                fields.insert("text".to_owned(), "(its own words)".into());
            }
        }
    }

    /// A text that is equal for equal contents.
    pub(super) fn key(&self) -> String {
        match &self.body {
            Body::Json(value) => format!("{} {value}", self.topic),
            Body::Text(text) => format!("{} text {text}", self.topic),
            Body::Sound => format!("{} sound", self.topic),
            Body::LeftOut => format!("{} left out", self.topic),
        }
    }

    /// The payload for display and JSON.
    pub(super) fn shown(&self) -> Value {
        match &self.body {
            Body::Json(value) => value.clone(),
            Body::Text(text) => Value::from(text.as_str()),
            Body::Sound => Value::from("(sound)"),
            Body::LeftOut => Value::from("(left out)"),
        }
    }

    /// The fields that differ; none if either was left out.
    pub(super) fn changes(&self, live: &Self) -> Vec<FieldChange> {
        let mut changes = Vec::new();
        if self.body == Body::LeftOut || live.body == Body::LeftOut {
            return changes;
        }
        if self.topic != live.topic {
            changes.push(FieldChange {
                path: "(topic)".to_owned(),
                recorded: Some(self.topic.as_str().into()),
                live: Some(live.topic.as_str().into()),
            });
        }
        differ("", Some(&self.shown()), Some(&live.shown()), &mut changes);
        changes
    }
}

/// Whether payloads on this topic are raw bytes.
fn carries_bytes(topic: &str) -> bool {
    topic.parse::<Topic>().is_ok_and(|topic| topic.channel().carries == Carries::Binary)
}

/// A normalized value: sorted keys, whole numbers without a fraction, and without nulls unless `exact`.
fn plain(value: Value, exact: bool) -> Value {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<_> =
                fields.into_iter().filter(|(_, value)| exact || !value.is_null()).collect();
            fields.sort_by(|a, b| a.0.cmp(&b.0));
            let fields = fields.into_iter().map(|(key, value)| (key, plain(value, exact)));
            Value::Object(fields.collect::<Map<_, _>>())
        }
        Value::Array(items) => items.into_iter().map(|item| plain(item, exact)).collect(),
        Value::Number(number) => Value::Number(whole(&number).map_or(number, Number::from)),
        value => value,
    }
}

/// The number as an integer, if it was written as a fraction.
fn whole(number: &Number) -> Option<i64> {
    let fraction = number.as_f64().filter(|float| number.is_f64() && float.fract() == 0.0)?;
    format!("{fraction:.0}").parse().ok()
}

/// Collects all texts in a value.
pub(super) fn texts(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => drop(found.insert(text.clone())),
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(fields) => fields.values().for_each(|field| texts(field, found)),
        _ => {}
    }
}

/// Adds the paths at which two values differ.
fn differ(path: &str, recorded: Option<&Value>, live: Option<&Value>, changes: &mut Vec<FieldChange>) {
    match (recorded, live) {
        (recorded, live) if recorded == live => {}
        (Some(Value::Object(recorded)), Some(Value::Object(live))) => {
            let added = live.keys().filter(|key| !recorded.contains_key(*key));
            for key in recorded.keys().chain(added) {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                differ(&path, recorded.get(key), live.get(key), changes);
            }
        }
        (Some(Value::Array(recorded)), Some(Value::Array(live))) => {
            for index in 0..recorded.len().max(live.len()) {
                differ(&format!("{path}[{index}]"), recorded.get(index), live.get(index), changes);
            }
        }
        (recorded, live) => changes.push(FieldChange {
            path: if path.is_empty() { "(payload)".to_owned() } else { path.to_owned() },
            recorded: recorded.cloned(),
            live: live.cloned(),
        }),
    }
}
