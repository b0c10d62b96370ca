//! Building blocks of payload schemas.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use crate::{IntentName, Level, MAX_ID_BYTES, RequestId, SessionId, SiteId};

/// An object schema, built field by field.
pub(crate) struct Object {
    about: String,
    properties: Map<String, Value>,
    required: Vec<Value>,
}

impl Object {
    pub(crate) fn new(about: &str) -> Self {
        Self { about: prose(about), properties: Map::new(), required: Vec::new() }
    }

    /// Adds a field; `aliases` are the keys that other senders use for it.
    pub(crate) fn property(
        &mut self,
        key: &str,
        aliases: &[&str],
        schema: Schema,
        required: bool,
        about: &str,
    ) {
        let mut about = prose(about);
        if !aliases.is_empty() {
            let names: Vec<_> = aliases.iter().map(|alias| format!("`{alias}`")).collect();
            about = format!("{about} Also read as {}.", names.join(", "));
        }
        let mut schema = schema;
        if !required && schema.get("type") == Some(&json!("array")) {
            schema.insert("type".to_owned(), json!(["array", "null"])); // Rhasspy and Snips write null for an empty list
        }
        if !about.trim().is_empty() {
            schema.insert("description".to_owned(), about.trim().into());
        }
        self.properties.insert(key.to_owned(), schema.to_value());
        if required {
            self.required.push(key.into());
        }
    }

    pub(crate) fn finish(self) -> Schema {
        let mut schema = json_schema!({
            "type": "object",
            "description": self.about,
            "properties": self.properties,
        });
        if !self.required.is_empty() {
            schema.insert("required".to_owned(), Value::Array(self.required));
        }
        schema
    }
}

/// The lines of a doc comment joined into one paragraph.
fn prose(lines: &str) -> String {
    lines.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A string that usually is one of these.
pub(crate) fn open_words(words: &[&str]) -> Schema {
    json_schema!({ "anyOf": [{ "enum": words }, { "type": "string" }] })
}

/// For schemars: the default of a flag that is on.
pub(crate) fn yes() -> bool {
    true
}

macro_rules! id_schemas {
    ($($id:ident: $pattern:literal, $about:literal;)*) => {$(
        impl JsonSchema for $id {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($id).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({
                    "type": "string",
                    "description": $about,
                    "pattern": $pattern,
                    "maxLength": MAX_ID_BYTES,
                })
            }
        }
    )*};
}

id_schemas! {
    SiteId: "^[^+#/\\x00]*$", "A room with a microphone and a speaker: a name, or a UUID in Project Alice.";
    SessionId: "^[^+#/\\x00]*$", "A conversation, from sessionStarted to sessionEnded.";
    RequestId: "^[^+#\\x00]*$", "Ties an answer to what was asked.";
    IntentName: "^[^+#\\x00]*$", "What a user wants, such as GetTime or user:lightsColor.";
    Level: "^[^+#/\\x00]*$", "One level of a topic.";
}
