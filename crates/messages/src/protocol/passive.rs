//! Passive messages: known and carried, but never inspected. They have no types of their own; a row of the table says
//! what is known about each.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use bytes::Bytes;
use serde_json::{Map, Value};

use super::channel::Channel;
use super::topic_levels::TopicError;
use crate::json::{Described, Read, Trouble, document};

/// A message that is known and carried, but that nothing in Petasos inspects. Its payload is checked when it is read, and
/// written as it came, whatever the dialect.
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

/// What the table says about a passive message.
pub(super) struct PassiveRow {
    pub(super) channel: Channel,
    pub(super) address: &'static [AddressPart],
    pub(super) payload: PassivePayload,
}

/// A part of an address; slashes stand between them.
pub(super) enum AddressPart {
    /// One or more levels that are always the same.
    Fixed(&'static str),
    /// A parameter, and how it is checked. Only the last one may have several levels.
    Parameter(fn(&str) -> Result<(), TopicError>),
}

/// What is known about a payload.
pub(super) enum PassivePayload {
    /// Nothing: raw bytes, or none at all.
    Bytes,
    /// It can be read as a type.
    Json {
        check: fn(&[u8]) -> Result<(), Trouble>,
        #[cfg(feature = "schema")]
        schema: fn(&mut schemars::SchemaGenerator) -> schemars::Schema,
    },
    /// It is a JSON object with these fields, and maybe others.
    Object {
        fields: &'static [PassiveField],
        #[cfg_attr(not(feature = "schema"), expect(dead_code, reason = "it is for the schema"))]
        about: &'static str,
    },
}

/// A field of a JSON object.
pub(super) struct PassiveField {
    key: &'static str,
    /// Whether there is a value; an error if it cannot be read.
    check: fn(&Value) -> Result<bool, serde_json::Error>,
    is_required: fn() -> bool,
    #[cfg(feature = "schema")]
    schema: fn(&mut schemars::SchemaGenerator) -> schemars::Schema,
}

impl PassiveMessage {
    /// Checks the payload.
    pub(super) fn read(topic: PassiveTopic, payload: Bytes) -> Result<Self, Trouble> {
        match &topic.row.payload {
            PassivePayload::Bytes => {}
            PassivePayload::Json { check, .. } => check(&payload)?,
            PassivePayload::Object { fields, .. } => check_object(&payload, fields)?,
        }
        Ok(Self { topic, payload })
    }
}

/// How many bytes, never which: they may be sound or words.
impl fmt::Debug for PassiveMessage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "PassiveMessage({}, {} bytes)", self.topic, self.payload.len())
    }
}

impl PassiveTopic {
    /// The topic with this text, if a row describes it; an error if it has the form of one, but a parameter is invalid.
    pub(super) fn parse(rows: &'static [PassiveRow], text: &str) -> Result<Option<Self>, TopicError> {
        for row in rows {
            if let Some(outcome) = parameters(row.address, text) {
                return outcome.map(|()| Some(Self { row, text: text.into() }));
            }
        }
        Ok(None)
    }

    /// What the table says about this topic.
    pub fn channel(&self) -> &'static Channel {
        &self.row.channel
    }
}

/// Whether the parameters of a topic are valid; `None` if it does not have the form of this address.
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
    /// A field that is read as a `T`; it must be there if a `T` cannot be absent.
    pub(super) const fn new<T: Read + Described>(key: &'static str) -> Self {
        Self {
            key,
            check: |value| T::read(value).map(|read| read.is_some()),
            is_required: || T::absent().is_none(),
            #[cfg(feature = "schema")]
            schema: |generator| generator.subschema_for::<T>(),
        }
    }

    fn check(&self, object: &Map<String, Value>) -> Result<(), Trouble> {
        let is_there = object
            .get(self.key)
            .map_or(Ok(false), self.check)
            .map_err(|error| Trouble::Field { path: self.key.to_owned(), reason: error.to_string() })?;
        if is_there || !(self.is_required)() {
            return Ok(());
        }
        Err(Trouble::Field { path: ".".to_owned(), reason: format!("missing field `{}`", self.key) })
    }
}

fn check_object(payload: &[u8], fields: &[PassiveField]) -> Result<(), Trouble> {
    let Value::Object(object) = document(payload)? else {
        return Err(Trouble::Field { path: ".".to_owned(), reason: "not a JSON object".to_owned() });
    };
    fields.iter().try_for_each(|field| field.check(&object))
}
