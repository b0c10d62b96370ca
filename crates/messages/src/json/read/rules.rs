//! Fields that follow a rule of their own.

use serde::de::{Deserializer, Error};
use serde_json::Value;

use super::{Read, Via};
use crate::IntentName;
use crate::payload::AsrToken;

/// `customData`: a text in the protocol, but Alice, FHEM and Node-RED send objects: these become their JSON text.
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

/// `intentFilter`: entries that name no intent are skipped; an object counts by its `intentId` (FHEM sends lists of
/// what `configure` takes), a single text as a list of one.
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

/// `asrTokens` as a list of lists, one per time the user was listened to. A flat list is the only one of its kind;
/// Alice writes the text `"[]"`.
pub(crate) struct TokenLists;

impl Via<Option<Vec<Vec<AsrToken>>>> for TokenLists {
    fn read<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Option<Vec<Vec<AsrToken>>>>, D::Error> {
        let Some(items) = token_items(deserializer)? else {
            return Ok(None);
        };
        let lists = if items.iter().any(Value::is_object) {
            vec![tokens(Value::Array(items))?]
        } else {
            items.into_iter().map(tokens).collect::<Result<_, _>>()?
        };
        Ok(Some(Some(lists)))
    }
}

/// `asrTokens` as one flat list; of a list of lists all tokens in their order.
pub(crate) struct FlatTokens;

impl Via<Option<Vec<AsrToken>>> for FlatTokens {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<Vec<AsrToken>>>, D::Error> {
        let Some(items) = token_items(deserializer)? else {
            return Ok(None);
        };
        let flat = items
            .into_iter()
            .flat_map(|item| match item {
                Value::Array(inner) => inner,
                other => vec![other],
            })
            .collect();
        tokens(Value::Array(flat)).map(|tokens| Some(Some(tokens)))
    }
}

fn tokens<E: Error>(value: Value) -> Result<Vec<AsrToken>, E> {
    Vec::read(value).map(Option::unwrap_or_default).map_err(E::custom)
}

/// The items of a list, or of a text that is one in JSON. Any other text says nothing.
fn token_items<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<Value>>, D::Error> {
    match Value::read(deserializer)? {
        None => Ok(None),
        Some(Value::Array(items)) => Ok(Some(items)),
        Some(Value::String(text)) => Ok(serde_json::from_str(&text).ok()),
        Some(_) => Err(D::Error::custom("invalid type, expected a list of tokens")),
    }
}
