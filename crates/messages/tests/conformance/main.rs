//! What this crate reads and writes, held against what the first implementations read and wrote, and what holds for all bytes.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]
#![allow(clippy::panic, clippy::indexing_slicing, reason = "a broken expectation must fail the test")]

mod liberal;
mod passive;
mod probes;
mod properties;
mod rhasspy;
mod snips;
mod traces;

use bytes::Bytes;
use petasos_messages::{DecodeError, Dialect, Message};
use serde_json::Value;

fn fixture(name: &str) -> String {
    let path = format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn decode(topic: &str, payload: &str) -> Result<Message, DecodeError> {
    Message::decode(topic, Bytes::copy_from_slice(payload.as_bytes()))
}

fn again(topic: &str, payload: &str, dialect: Dialect) -> Result<String, String> {
    let message = decode(topic, payload).map_err(|error| error.to_string())?;
    let written = message.encode(dialect);
    Ok(String::from_utf8(written.to_vec()).expect("JSON is UTF-8"))
}

/// The skeleton of a JSON value: keys in their order and nulls, with every other value as its type only.
fn shape(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(_) => "number".to_owned(),
        Value::String(text) => format!("{text:?}"),
        Value::Array(items) => format!("[{}]", items.iter().map(shape).collect::<Vec<_>>().join(",")),
        Value::Object(object) => {
            let fields: Vec<_> =
                object.iter().map(|(key, value)| format!("{key}:{}", shape(value))).collect();
            format!("{{{}}}", fields.join(","))
        }
    }
}

fn shape_of(json: &str) -> String {
    shape(&serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}")))
}
