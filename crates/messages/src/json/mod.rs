//! JSON in the forms that Hermes components use: read liberally, written exactly.

mod fields;
mod open_enum;
mod read;
#[cfg(feature = "schema")]
mod schema;
mod wire_format;
mod write;

pub(crate) use fields::{fields, written};
pub(crate) use open_enum::open_enum;
pub(crate) use read::{AnyText, FieldReader, Key, Plain, Read, ReadError, UsableIntents, Via, document};
#[cfg(feature = "schema")]
pub(crate) use schema::{Object, open_words, yes};
#[cfg(feature = "schema")]
pub(crate) use schemars::JsonSchema as Described;
pub use wire_format::WireFormat;
pub(crate) use write::{Write, if_set, key, or_default_site, or_empty, or_zero, payload};

/// Implemented by types with a JSON Schema, if schemas are built.
#[cfg(not(feature = "schema"))]
pub(crate) trait Described {}

#[cfg(not(feature = "schema"))]
impl<T> Described for T {}
