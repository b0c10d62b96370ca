//! The protocol for machines: a JSON Schema for each payload, and one AsyncAPI 3 document of all topics.
//!
//! Both come from the types: the listings of [`crate::payload`] say the fields, the table in `protocol/topic_table.rs` the topics.
//! They describe the good form. What is read beyond it is told in the descriptions ("also read as").

mod asyncapi;
mod page;

use std::collections::BTreeMap;

use schemars::Schema;
use schemars::generate::SchemaSettings;
use serde_json::Value;

use crate::protocol::payload_schema;
use crate::{CHANNELS, Carries};

pub use asyncapi::asyncapi;
pub use page::topics_page;

/// The JSON Schema (draft 2020-12) of every JSON payload, by the name of its type.
pub fn payload_schemas() -> BTreeMap<String, Value> {
    let json = CHANNELS.iter().filter(|channel| channel.carries == Carries::Json);
    json.filter_map(|channel| schema_of(channel.message)).collect()
}

/// The name of the type that a kind of message carries, or of the message if the payload has no type, and its schema,
/// complete in itself. `None` if it carries no JSON, or any.
pub fn schema_of(message: &str) -> Option<(String, Value)> {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    let schema = payload_schema(message, &mut generator)?;
    let mut definitions = generator.take_definitions(true);
    let (name, mut schema) = match type_name(&schema) {
        Some(name) => (name.clone(), definitions.remove(&name)?),
        None => (message.to_owned(), schema.to_value()),
    };
    let object = schema.as_object_mut()?;
    object.insert("$schema".to_owned(), "https://json-schema.org/draft/2020-12/schema".into());
    object.insert("title".to_owned(), name.as_str().into());
    if !definitions.is_empty() {
        object.insert("$defs".to_owned(), Value::Object(definitions));
    }
    Some((name, sorted(schema)))
}

/// The last part of a reference: the name of the type.
fn type_name(reference: &Schema) -> Option<String> {
    let path = reference.get("$ref")?.as_str()?;
    path.rsplit('/').next().map(str::to_owned)
}

/// The same JSON with all keys in alphabetical order, so that generated files do not change without a reason.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(object) => {
            let ordered: BTreeMap<_, _> =
                object.into_iter().map(|(key, value)| (key, sorted(value))).collect();
            Value::Object(ordered.into_iter().collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(sorted).collect()),
        other => other,
    }
}
