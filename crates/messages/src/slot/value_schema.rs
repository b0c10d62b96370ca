//! The schema of [`SlotValue`].

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use super::value::{Grain, Precision, SlotValue};

/// One alternative for each kind, and one for anything else.
impl JsonSchema for SlotValue {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "SlotValue".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let grain = generator.subschema_for::<Grain>();
        let precision = generator.subschema_for::<Precision>();
        let text = || json!({ "type": "string" });
        let number = || json!({ "type": "number" });
        let whole = || json!({ "type": "integer" });
        let maybe = || json!({ "type": ["string", "null"] });
        let parts = ["years", "quarters", "months", "weeks", "days", "hours", "minutes", "seconds"];
        let duration = parts.map(|part| (part, whole())).into_iter();
        let mut kinds = vec![
            of_kind("Number", [("value", number())]),
            of_kind("Ordinal", [("value", whole())]),
            of_kind("Percentage", [("value", number())]),
            of_kind(
                "InstantTime",
                [("value", text()), ("grain", grain.to_value()), ("precision", precision.clone().to_value())],
            ),
            of_kind("TimeInterval", [("from", maybe()), ("to", maybe())]),
            of_kind(
                "AmountOfMoney",
                [("value", number()), ("precision", precision.clone().to_value()), ("unit", maybe())],
            ),
            of_kind("Temperature", [("value", number()), ("unit", maybe())]),
            of_kind("Duration", duration.chain([("precision", precision.to_value())])),
            of_kind("Unknown", [("value", json!(true))]),
        ];
        let texts = ["Custom", "MusicAlbum", "MusicArtist", "MusicTrack", "City", "Country", "Region"];
        kinds.extend(texts.map(|kind| of_kind(kind, [("value", text())])));
        kinds
            .push(json!({ "description": "A kind that is not defined, kept as it came.", "type": "object" }));
        json_schema!({ "description": "What a slot stands for.", "anyOf": kinds })
    }
}

fn of_kind(kind: &str, fields: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    let mut properties = Map::from_iter([("kind".to_owned(), json!({ "const": kind }))]);
    let mut required = vec![json!("kind")];
    for (name, schema) in fields {
        let may_be_missing = schema.get("type").is_some_and(Value::is_array);
        properties.insert(name.to_owned(), schema);
        if !may_be_missing {
            required.push(json!(name));
        }
    }
    json!({ "type": "object", "properties": properties, "required": required })
}
