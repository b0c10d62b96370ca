//! The generated files in docs/protocol are current, correct, and true of every fixture.
//!
//! `PETASOS_BLESS=1 cargo test -p petasos-messages --test schemas` writes them anew.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]
#![allow(clippy::panic, clippy::indexing_slicing, reason = "a broken expectation must fail the test")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use bytes::Bytes;
use petasos_messages::schema::{asyncapi, payload_schemas, schema_of, topics_page};
use petasos_messages::{CHANNELS, Message};
use serde_json::Value;

fn docs() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/protocol")
}

fn fixture(name: &str) -> String {
    let path = format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// What should stand in docs/protocol: file name and content.
fn generated() -> BTreeMap<String, String> {
    let pretty = |value: &Value| format!("{value:#}\n");
    let mut files: BTreeMap<_, _> = payload_schemas()
        .iter()
        .map(|(name, schema)| (format!("schemas/{name}.json"), pretty(schema)))
        .collect();
    files.insert("topics.md".to_owned(), topics_page());
    files.insert("hermes.asyncapi.json".to_owned(), pretty(&asyncapi()));
    files
}

#[test]
fn the_committed_files_are_what_the_types_say() {
    let files = generated();
    if std::env::var_os("PETASOS_BLESS").is_some() {
        std::fs::create_dir_all(docs().join("schemas")).unwrap();
        for (name, content) in &files {
            std::fs::write(docs().join(name), content).unwrap();
        }
    }
    for (name, content) in &files {
        let committed = std::fs::read_to_string(docs().join(name)).unwrap_or_default();
        assert!(committed == *content, "docs/protocol/{name} is old: run this test with PETASOS_BLESS=1");
    }
    let there: BTreeSet<_> = std::fs::read_dir(docs().join("schemas"))
        .unwrap()
        .map(|entry| format!("schemas/{}", entry.unwrap().file_name().into_string().unwrap()))
        .collect();
    let expected: BTreeSet<_> = files.into_keys().filter(|name| name.starts_with("schemas/")).collect();
    assert_eq!(there, expected, "docs/protocol/schemas has files of types that are gone");
}

#[test]
fn the_document_is_asyncapi_3() {
    let meta: Value = serde_json::from_str(&fixture("asyncapi-3.0.0.json")).unwrap();
    let validator = jsonschema::validator_for(&meta).unwrap();
    let document = asyncapi();
    let errors: Vec<_> =
        validator.iter_errors(&document).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    let broken = serde_json::json!({ "asyncapi": "3.0.0", "info": {} });
    assert!(!validator.is_valid(&broken), "the meta-schema checks nothing");
}

#[test]
fn the_document_has_every_topic_and_no_reference_leads_nowhere() {
    let document = asyncapi();
    assert_eq!(document["channels"].as_object().unwrap().len(), CHANNELS.len());
    let mut references = Vec::new();
    collect_references(&document, &mut references);
    assert!(references.len() > CHANNELS.len());
    for reference in references {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference}");
    }
}

fn collect_references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::Object(object) => {
            found.extend(object.get("$ref").and_then(Value::as_str));
            object.values().for_each(|value| collect_references(value, found));
        }
        Value::Array(items) => items.iter().for_each(|item| collect_references(item, found)),
        _ => {}
    }
}

/// Every JSON packet of the fixtures that is a message: where it is from, its topic, its payload.
fn packets() -> Vec<(String, String, String)> {
    let mut packets = Vec::new();
    for line in fixture("snips-wire-fixtures.jsonl").lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let topics = case["topics"].as_array().unwrap().iter();
        for (topic, form) in topics.flat_map(|topic| [(topic, "fullText"), (topic, "minimalText")]) {
            let topic = topic.as_str().unwrap().replace("/<component>/<id>/", "/audioServer/x/");
            let topic = topic.replace("<component>", "asr").replace(['<', '>'], "");
            let payload = case[form].as_str().unwrap().to_owned();
            packets.push((case["type"].to_string(), topic, payload));
        }
    }
    let classes: Value =
        serde_json::from_str(&fixture("rhasspy-traces/rhasspy-hermes-0.6.2-messages.json")).unwrap();
    for (class, facts) in classes.as_object().unwrap() {
        if !facts["json_example"].is_null() {
            let topic = facts["default_subscribe_topic"].as_str().unwrap().replace(['+', '#'], "x");
            let payload =
                facts["json_example"].to_string().replace("\"wordPhonemes\":[]", "\"wordPhonemes\":{}");
            packets.push((class.clone(), topic, payload));
        }
    }
    let folder = format!("{}/tests/fixtures/rhasspy-traces", env!("CARGO_MANIFEST_DIR"));
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        for line in fixture(&format!("rhasspy-traces/{name}")).lines() {
            let said = line.split_once("-> ").and_then(|(_, said)| said.split_once(' '));
            if let Some((topic, payload)) = said {
                packets.push((name.clone(), topic.to_owned(), payload.to_owned()));
            }
        }
    }
    packets
}

#[test]
fn every_fixture_that_is_read_is_as_its_schema_says() {
    let mut validators: BTreeMap<String, jsonschema::Validator> = BTreeMap::new();
    let mut checked = 0;
    for (source, topic, payload) in packets() {
        let Ok(message) = Message::decode(&topic, Bytes::copy_from_slice(payload.as_bytes())) else {
            continue;
        };
        // Rhasspy's manager gives null for a site that it was never told: read, but nothing to imitate.
        let told = !(source.starts_with("m1") && payload.contains("\"siteId\": null"));
        let (Some((name, schema)), true) = (schema_of(message.kind()), told) else {
            continue;
        };
        let validator =
            validators.entry(name.clone()).or_insert_with(|| jsonschema::validator_for(&schema).unwrap());
        let instance: Value = serde_json::from_str(&payload).unwrap();
        let errors: Vec<_> = validator.iter_errors(&instance).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{source} {topic} is no {name}: {errors:?}\n{payload}");
        checked += 1;
    }
    assert!(checked > 650, "only {checked} packets");
    assert!(validators.len() > 45, "only {} types", validators.len());
}

#[test]
fn a_schema_refuses_what_is_no_message() {
    let (_, schema) = schema_of("StartSession").unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for wrong in [
        r#"{"siteId":"default"}"#,
        r#"{"init":{"type":"foo"}}"#,
        r#"{"init":{"type":"notification"}}"#,
        r#"{"init":{"type":"action"},"siteId":["default"]}"#,
        r#"{"init":{"type":"action"},"siteId":"a/b"}"#,
    ] {
        assert!(!validator.is_valid(&serde_json::from_str(wrong).unwrap()), "{wrong}");
    }
}
