//! Makes documents that have something in every place that a schema knows, and in some that it does not.

use petasos_messages::schema::schema_of;
use petasos_messages::{CHANNELS, Channel};
use serde_json::{Map, Value, json};

/// As many as the most alternatives of one place, the kinds of slot values.
const FORMS: usize = 18;
/// Slots within alternatives, and their values, stand less deep.
const DEEPEST: usize = 24;

/// Every message, in several forms, with these values where a text, and where a number or flag is expected.
pub(crate) fn documents(text: &Value, number: &Value) -> Vec<(&'static Channel, Value)> {
    let mut documents = Vec::new();
    for channel in CHANNELS {
        let schema = schema_of(channel.message).map_or_else(|| json!({}), |(_, schema)| schema);
        for form in 0..FORMS {
            let filler = Filler { schema: &schema, text, number, form };
            documents.push((channel, filler.fill(&schema, 0)));
        }
    }
    documents
}

struct Filler<'a> {
    schema: &'a Value,
    text: &'a Value,
    number: &'a Value,
    /// Which of several alternatives is taken.
    form: usize,
}

impl Filler<'_> {
    fn fill(&self, schema: &Value, depth: usize) -> Value {
        assert!(depth < DEEPEST, "a schema within itself");
        let below = |schema: &Value| self.fill(schema, depth + 1);
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            return below(self.schema.pointer(reference.trim_start_matches('#')).unwrap());
        }
        if let Some(forms) = schema.get("anyOf").or_else(|| schema.get("oneOf")).and_then(Value::as_array) {
            return below(&forms[self.form % forms.len()]);
        }
        if let Some(items) = schema.get("prefixItems").and_then(Value::as_array) {
            return items.iter().map(below).collect();
        }
        if let Some(items) = schema.get("items").filter(|items| items.is_object()) {
            return json!([below(items), self.text]);
        }
        if let Some(values) = schema.get("additionalProperties").filter(|values| values.is_object()) {
            return json!({ self.key(): below(values) });
        }
        if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
            let mut object = Map::new();
            for (name, property) in properties {
                object.insert(name.clone(), below(property));
                object.extend(aliases(property).map(|alias| (alias, below(property))));
            }
            object.insert(self.key(), self.anything());
            return Value::Object(object);
        }
        match schema.get("type").and_then(Value::as_str) {
            Some("number" | "integer" | "boolean") => self.number.clone(),
            Some(_) => self.text.clone(),
            None if schema.get("const").is_some() || schema.get("enum").is_some() => self.text.clone(),
            None if schema.get("type").is_some_and(|kinds| kinds.to_string().contains("string")) => {
                self.text.clone()
            }
            None if schema.get("type").is_some() => self.number.clone(),
            None => self.anything(),
        }
    }

    /// What stands where anything may stand.
    fn anything(&self) -> Value {
        json!({
            self.key(): [self.text, {self.key(): self.number}, [[self.text]]], "value": self.text, "kind": self.text,
        })
    }

    fn key(&self) -> String {
        self.text.as_str().map_or_else(|| self.text.to_string(), str::to_owned)
    }
}

/// The other names of a field: its description tells them.
fn aliases(property: &Value) -> impl Iterator<Item = String> {
    let about = property.get("description").and_then(Value::as_str).unwrap_or_default();
    let names = about.split_once("Also read as ").map_or("", |(_, names)| names);
    let names: Vec<_> = names.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    names.into_iter()
}
