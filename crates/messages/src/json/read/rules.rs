//! Rules for single fields.

use serde::de::Deserializer;
use serde_json::Value;

use super::{Read, Via};
use crate::IntentName;

/// `customData`: a string in the protocol, but Alice, FHEM and Node-RED send objects, which are converted to their JSON text.
pub(crate) struct AnyText;

impl Via<Option<String>> for AnyText {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
        Ok(match Value::read(deserializer)? {
            None => None,
            Some(Value::String(text)) => Some(Some(text)),
            Some(other) => Some(Some(other.to_string())),
        })
    }
}

/// `intentFilter`: entries without an intent are skipped; of an object, `intentId` is used (FHEM sends lists in the format of
/// `configure`); a single string counts as a list of one.
pub(crate) struct UsableIntents;

impl Via<Option<Vec<IntentName>>> for UsableIntents {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<Vec<IntentName>>>, D::Error> {
        Ok(match Value::read(deserializer)? {
            None => None,
            Some(Value::String(text)) if text.is_empty() => None,
            Some(value) => {
                let mut names = Vec::new();
                collect_intents(&value, &mut names);
                Some(Some(names))
            }
        })
    }
}

fn collect_intents(value: &Value, names: &mut Vec<IntentName>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect_intents(item, names)),
        Value::Object(object) if object.get("enable") != Some(&Value::Bool(false)) => {
            if let Some(name) = object.get("intentId").or_else(|| object.get("intentName")) {
                collect_intents(name, names);
            }
        }
        Value::String(text) => names.extend(IntentName::new(text).ok()),
        _ => {}
    }
}
