//! The AsyncAPI 3 document.

use std::collections::BTreeMap;

use schemars::generate::SchemaSettings;
use schemars::{Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

use super::sorted;
use crate::protocol::payload_schema;
use crate::{CHANNELS, Carries, Channel};

/// The component whose operations are listed.
const APPLICATION: &str = "dialogue manager";

/// The AsyncAPI 3 document of the whole protocol: every topic with its parameters, payload, publishers, subscribers and dialects.
/// Its operations are the dialogue manager's.
pub fn asyncapi() -> Value {
    let settings = SchemaSettings::draft07().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
    });
    let mut generator = settings.into_generator();
    let messages: BTreeMap<_, _> =
        CHANNELS.iter().map(|channel| (channel.message, message(channel, &mut generator))).collect();
    let channels: BTreeMap<_, _> =
        CHANNELS.iter().map(|channel| (channel.topic, describe(channel))).collect();
    sorted(json!({
        "asyncapi": "3.0.0",
        "info": {
            "title": "Hermes",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "The protocol that the parts of a voice assistant speak over MQTT 3.1.1, in the dialects \
                of Snips (hermes-protocol 0.69), Rhasspy 2.5 and Project Alice, with the topics that Petasos adds. \
                Nothing under hermes/ is retained. Operations are told from the dialogue manager's side; \
                x-sender and x-receiver name both sides of each channel, x-dialects who speaks it.",
            "license": { "name": "MIT OR Apache-2.0" },
        },
        "defaultContentType": "application/json",
        "servers": {
            "broker": {
                "host": "127.0.0.1:1883",
                "protocol": "mqtt",
                "protocolVersion": "3.1.1",
                "description": "The MQTT broker.",
            },
        },
        "channels": channels,
        "operations": operations(),
        "components": {
            "messages": messages,
            "schemas": generator.take_definitions(true),
        },
    }))
}

fn describe(channel: &Channel) -> Value {
    let mut described = json!({
        "address": channel.address,
        "messages": { channel.message: reference("components/messages", channel.message) },
        "x-sender": channel.from,
        "x-receiver": channel.to,
        "x-dialects": dialects(channel),
    });
    let parameters: Map<_, _> = channel
        .parameters()
        .map(|name| (name.to_owned(), json!({ "description": about_parameter(name) })))
        .collect();
    if let (false, Some(object)) = (parameters.is_empty(), described.as_object_mut()) {
        object.insert("parameters".to_owned(), Value::Object(parameters));
    }
    described
}

fn message(channel: &Channel, generator: &mut SchemaGenerator) -> Value {
    let mut message = json!({ "name": channel.message, "title": channel.message });
    let (content_type, payload) = match channel.carries {
        Carries::Json => {
            let schema = payload_schema(channel.message, generator);
            // AsyncAPI has no schema `true`.
            let object = |mut schema: Schema| schema.ensure_object().clone().into();
            ("application/json", schema.map(object))
        }
        Carries::Binary => {
            ("application/octet-stream", Some(json!({ "type": "string", "format": "binary" })))
        }
        Carries::Nothing => ("application/octet-stream", Some(json!({ "type": "string", "maxLength": 0 }))),
    };
    if let Some(object) = message.as_object_mut() {
        object.insert("contentType".to_owned(), content_type.into());
        object.extend(payload.map(|payload: Value| ("payload".to_owned(), payload)));
    }
    message
}

/// The dialogue manager's operations.
fn operations() -> BTreeMap<String, Value> {
    let mut operations = BTreeMap::new();
    for channel in CHANNELS {
        for (action, side) in [("send", channel.from), ("receive", channel.to)] {
            if side.contains(APPLICATION) {
                let operation = json!({ "action": action, "channel": reference("channels", channel.topic) });
                operations.insert(format!("{action}{}", channel.topic), operation);
            }
        }
    }
    operations
}

fn reference(place: &str, name: &str) -> Value {
    json!({ "$ref": format!("#/{place}/{name}") })
}

pub(super) fn dialects(channel: &Channel) -> Vec<&'static str> {
    let names = [('R', "rhasspy"), ('S', "snips"), ('A', "alice"), ('P', "petasos")];
    let spoken = names.into_iter().filter(|(letter, _)| channel.spoken_by.contains(*letter));
    spoken.map(|(_, name)| name).collect()
}

fn about_parameter(name: &str) -> &'static str {
    match name {
        "site_id" => "The site: a room with a microphone and a speaker.",
        "session_id" => "The session.",
        "request_id" => "The request; it may contain further levels.",
        "intent" => "The name of the intent; it may contain further levels.",
        "wakeword_id" => "The wake word (Rhasspy) or the detector that heard it (Snips). Not a site.",
        "hotword_id" => "The wake word detector. Not a site.",
        "stream_id" => "The stream, echoed in streamFinished.",
        "chunk_number" => "Which piece of the stream, counted from 0.",
        "is_last_chunk" => "1 for the last piece of the stream, else 0.",
        "sound_id" => "The name of the sound.",
        "tasmota_id" => "The switch.",
        "command" => "The switch, and what of it; it contains further levels.",
        "hash" => "The BLAKE2b digest of the payload, in hexadecimal.",
        "event" | "name" => "What happened.",
        "pattern" => "What the lights shall show.",
        "instance" => "The name of the manager.",
        _ => "A name.",
    }
}
