//! Passive messages: known, but never inspected. They have no types of their own; a row of the table describes each.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use bytes::Bytes;
use serde_json::{Map, Value};

use super::channel::Channel;
use super::topic_levels::TopicError;
use crate::json::{Described, Read, ReadError, document};

/// A message that is known, but that no part of Petasos inspects. Its payload is validated when it is decoded, and encoded
/// unchanged in every dialect.
#[derive(Clone, PartialEq, Eq)]
pub struct PassiveMessage {
    pub(super) topic: PassiveTopic,
    pub(super) payload: Bytes,
}

/// The topic of a [`PassiveMessage`].
#[derive(Clone)]
pub struct PassiveTopic {
    row: &'static PassiveRow,
    text: Arc<str>,
}

/// The description of a passive message in the table.
pub(super) struct PassiveRow {
    pub(super) channel: Channel,
    pub(super) address: &'static [AddressPart],
    pub(super) payload: PassivePayload,
}

/// Part of an address; parts are separated by slashes.
pub(super) enum AddressPart {
    /// One or more constant levels.
    Fixed(&'static str),
    /// A parameter and its validation. Only the last one may have several levels.
    Parameter(fn(&str) -> Result<(), TopicError>),
}

/// The description of a payload.
pub(super) enum PassivePayload {
    /// Raw bytes, or no payload.
    Bytes,
    /// JSON that can be read as a type.
    Json {
        check: fn(&[u8]) -> Result<(), ReadError>,
        #[cfg(feature = "schema")]
        schema: fn(&mut schemars::SchemaGenerator) -> schemars::Schema,
    },
    /// A JSON object with at least these fields.
    Object {
        fields: &'static [PassiveField],
        #[cfg_attr(not(feature = "schema"), expect(dead_code, reason = "it is for the schema"))]
        about: &'static str,
    },
}

/// A field of a JSON object.
pub(super) struct PassiveField {
    key: &'static str,
    /// Whether a value is present; an error if it is invalid.
    check: fn(&Value) -> Result<bool, serde_json::Error>,
    is_required: fn() -> bool,
    #[cfg(feature = "schema")]
    schema: fn(&mut schemars::SchemaGenerator) -> schemars::Schema,
}

impl PassiveMessage {
    /// Validates the payload.
    pub(super) fn read(topic: PassiveTopic, payload: Bytes) -> Result<Self, ReadError> {
        match &topic.row.payload {
            PassivePayload::Bytes => {}
            PassivePayload::Json { check, .. } => check(&payload)?,
            PassivePayload::Object { fields, .. } => check_object(&payload, fields)?,
        }
        Ok(Self { topic, payload })
    }
}

/// Shows only the number of bytes: they may contain audio or personal text.
impl fmt::Debug for PassiveMessage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "PassiveMessage({}, {} bytes)", self.topic, self.payload.len())
    }
}

impl PassiveTopic {
    /// The topic of this text, if a row matches it; an error if a row matches but a parameter is invalid.
    pub(super) fn parse(rows: &'static [PassiveRow], text: &str) -> Result<Option<Self>, TopicError> {
        for row in rows {
            if let Some(outcome) = parameters(row.address, text) {
                return outcome.map(|()| Some(Self { row, text: text.into() }));
            }
        }
        Ok(None)
    }

    /// The description of this topic in the table.
    pub fn channel(&self) -> &'static Channel {
        &self.row.channel
    }
}

/// Whether the parameters of a topic are valid; `None` if it does not match the address.
fn parameters(address: &[AddressPart], text: &str) -> Option<Result<(), TopicError>> {
    match address {
        [] => None,
        [AddressPart::Fixed(levels)] => (text == *levels).then_some(Ok(())),
        [AddressPart::Parameter(check)] => Some(check(text)),
        [AddressPart::Fixed(levels), others @ ..] => {
            parameters(others, text.strip_prefix(levels)?.strip_prefix('/')?)
        }
        [AddressPart::Parameter(check), others @ ..] => {
            let (level, rest) = text.split_once('/')?;
            Some(parameters(others, rest)?.and(check(level)))
        }
    }
}

impl PartialEq for PassiveTopic {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for PassiveTopic {}

impl Hash for PassiveTopic {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl fmt::Display for PassiveTopic {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl fmt::Debug for PassiveTopic {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text, formatter)
    }
}

impl PassivePayload {
    /// JSON that can be read as a `T`.
    pub(super) const fn json<T: Read + Described>() -> Self {
        Self::Json {
            check: |payload| document::<T>(payload).map(drop),
            #[cfg(feature = "schema")]
            schema: |generator| generator.subschema_for::<T>(),
        }
    }

    /// The schema; `None` if the payload is not JSON.
    #[cfg(feature = "schema")]
    pub(super) fn schema(&self, generator: &mut schemars::SchemaGenerator) -> Option<schemars::Schema> {
        match self {
            Self::Bytes => None,
            Self::Json { schema, .. } => Some(schema(generator)),
            Self::Object { fields, about } => {
                let mut object = crate::json::Object::new(about);
                for field in *fields {
                    object.property(field.key, &[], (field.schema)(generator), (field.is_required)(), "");
                }
                Some(object.finish())
            }
        }
    }
}

impl PassiveField {
    /// A field that is read as a `T`; required if a `T` cannot be absent.
    pub(super) const fn new<T: Read + Described>(key: &'static str) -> Self {
        Self {
            key,
            check: |value| T::read(value).map(|read| read.is_some()),
            is_required: || T::absent().is_none(),
            #[cfg(feature = "schema")]
            schema: |generator| generator.subschema_for::<T>(),
        }
    }

    fn check(&self, object: &Map<String, Value>) -> Result<(), ReadError> {
        let is_there = object
            .get(self.key)
            .map_or(Ok(false), self.check)
            .map_err(|error| ReadError::Field { path: self.key.to_owned(), reason: error.to_string() })?;
        if is_there || !(self.is_required)() {
            return Ok(());
        }
        Err(ReadError::Field { path: ".".to_owned(), reason: format!("missing field `{}`", self.key) })
    }
}

fn check_object(payload: &[u8], fields: &[PassiveField]) -> Result<(), ReadError> {
    let Value::Object(object) = document(payload)? else {
        return Err(ReadError::Field { path: ".".to_owned(), reason: "not a JSON object".to_owned() });
    };
    fields.iter().try_for_each(|field| field.check(&object))
}
