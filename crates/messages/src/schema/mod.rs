//! The protocol in machine-readable form: a JSON Schema for each payload, and one AsyncAPI 3 document of all topics.
//!
//! Both are generated from the types: fields from [`crate::payload`], topics from the table in `protocol/topic_table.rs`. They
//! describe the canonical form; the descriptions mention what else is accepted ("also read as").

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

/// The JSON Schema (draft 2020-12) of every JSON payload, by type name.
pub fn payload_schemas() -> BTreeMap<String, Value> {
    let json = CHANNELS.iter().filter(|channel| channel.carries == Carries::Json);
    json.filter_map(|channel| schema_of(channel.message)).collect()
}

/// The type name of a message kind's payload (the name of the message if it has no type) and its self-contained schema. `None` if
/// the payload is not JSON, or any JSON.
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

/// The last segment of a reference: the type name.
fn type_name(reference: &Schema) -> Option<String> {
    let path = reference.get("$ref")?.as_str()?;
    path.rsplit('/').next().map(str::to_owned)
}

/// The same JSON with keys in alphabetical order, so that generated files are stable.
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
