//! Puts secrets into every field of every message, and looks for them in the redacted result.
//!
//! The fields come from the JSON Schemas of the protocol, so a new field is tested as soon as it exists.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a broken expectation must fail the test")]

mod filler;

use std::collections::BTreeSet;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use bytes::Bytes;
use jiff::Timestamp;
use petasos_messages::{CHANNELS, Channel};
use petasos_recording::{Entry, Header, Kept, Redactor, Writer};
use proptest::prelude::*;
use serde_json::{Value, json};

use filler::documents;

/// What nobody may find. It is no name, for it has blanks.
const SECRET: &str = "Xanthippe's PIN is 483920175";
/// Parts of it that must not be found either, in small letters.
const PARTS: [&str; 3] = ["xanthippe", "483920175", "pin is"];
/// A secret that looks like a name.
const NAME: &str = "xanthippe";
/// A secret that looks like a number.
const NUMBER: u64 = 483_920_175;

fn entry(topic: &str, payload: impl Into<Bytes>) -> Entry {
    Entry::new(Duration::ZERO, Timestamp::UNIX_EPOCH, topic, payload)
}

/// The whole file that is left of a header and entries.
fn redacted(header: Header, entries: impl IntoIterator<Item = Entry>) -> String {
    let mut redactor = Redactor::new(11, Kept::default());
    let mut writer = Writer::new(Vec::new(), &redactor.header(header)).unwrap();
    for entry in entries {
        writer.write(&redactor.redact(entry)).unwrap();
    }
    String::from_utf8(writer.finish().unwrap()).unwrap()
}

fn redacted_entry(topic: &str, payload: impl Into<Bytes>) -> String {
    redacted(Header::new(Timestamp::UNIX_EPOCH), [entry(topic, payload)])
}

/// The secrets that can be found in a text, in any letters, turned around, or in base64.
fn found(text: &str) -> Vec<String> {
    let in_base64 = ["", "x", "xx"].map(|before| {
        let all = STANDARD_NO_PAD.encode(format!("{before}{SECRET}"));
        all.get(4..24).unwrap().to_lowercase()
    });
    let turned_around = PARTS.map(|part| part.chars().rev().collect());
    let tell_tale = PARTS.map(str::to_owned).into_iter().chain(turned_around).chain(in_base64);
    let small = text.to_lowercase();
    tell_tale.filter(|secret| small.contains(secret)).collect()
}

/// A topic with the same text in the place of each parameter.
fn topic(channel: &Channel, parameter: &str) -> String {
    let level = |level: &str| match level.trim_matches(['{', '}']) {
        word if word == level => word.to_owned(),
        "chunk_number" | "is_last_chunk" => "1".to_owned(),
        _ => parameter.to_owned(),
    };
    channel.address.split('/').map(level).collect::<Vec<_>>().join("/")
}

#[test]
fn no_secret_is_found_in_any_field() {
    let odd = [json!(SECRET), json!([SECRET]), json!({SECRET: SECRET}), json!("483920175 Xanthippe")];
    for value in &odd {
        for (channel, document) in documents(value, value) {
            let left = redacted_entry(&topic(channel, "kitchen"), document.to_string());
            assert_eq!(found(&left), [""; 0], "{}: {document}\n{left}", channel.address);
        }
    }
}

#[test]
fn no_secret_is_found_in_a_topic() {
    for channel in CHANNELS {
        let topic = topic(channel, SECRET);
        assert_eq!(found(&redacted_entry(&topic, "{}")), [""; 0], "{topic}");
    }
    for topic in [format!("zigbee2mqtt/{SECRET}/set"), SECRET.to_owned(), format!("hermes//{SECRET}")] {
        assert_eq!(found(&redacted_entry(&topic, "{}")), [""; 0], "{topic}");
    }
}

fn as_json_escape(letter: char) -> Vec<char> {
    format!("\\u{:04x}", u32::from(letter)).chars().collect()
}

#[test]
fn no_secret_is_found_in_a_payload_of_odd_form() {
    let escaped: String = SECRET.chars().flat_map(as_json_escape).collect();
    let odd = [
        SECRET.to_owned(),
        format!("\"{SECRET}\""),
        format!("[\"{SECRET}\"]"),
        format!("{{\"text\": \"{SECRET}\""),
        format!("{{\"text\": \"{escaped}\", \"siteId\": \"{escaped}\", \"{escaped}\": 1}}"),
        format!(
            "{{\"text\": 1, \"text\": \"{SECRET}\", \"customData\": {{\"{SECRET}\": 1, \"{SECRET}\": 2}}}}"
        ),
        format!("{{\"text\": NaN, \"input\": \"{SECRET}\"}}"),
        format!("{{\"text\": \"{}\"}}", STANDARD_NO_PAD.encode(SECRET)),
        format!("{}\"{SECRET}\"{}", "[".repeat(40), "]".repeat(40)),
        format!("\u{feff}{{\"text\": \"{SECRET}\"}}"),
        format!("RIFF....WAVEfmt {SECRET}"),
    ];
    for channel in CHANNELS {
        for payload in &odd {
            let left = redacted_entry(&topic(channel, "kitchen"), payload.clone());
            assert_eq!(found(&left), [""; 0], "{}: {payload}\n{left}", channel.address);
        }
    }
}

#[test]
fn no_secret_is_found_in_the_header() {
    let settings = json!({
        "mqtt": {"host": SECRET, "username": SECRET, "password": SECRET}, "instance": SECRET, "only_sites": [SECRET],
        "wakewords": [SECRET], "group_separator": SECRET, "groups": [[SECRET]], "site": {SECRET: {"lang": SECRET}},
        "sounds": {"wake": SECRET, "volume": SECRET}, "state": {"directory": SECRET}, SECRET: SECRET, "limits": SECRET,
        "everywhere": {
            "cancel_words": {"en": [SECRET], SECRET: SECRET}, "phrases": {SECRET: {"greeting": SECRET, SECRET: SECRET}},
            "free_text_intent": SECRET, "timeouts": {"skill_seconds": SECRET, SECRET: 5},
        },
    });
    let mut header = Header::new(Timestamp::UNIX_EPOCH);
    header.broker = Some(SECRET.to_owned());
    header.title = Some(SECRET.to_owned());
    header.recorder = Some(format!("petasos {SECRET}"));
    header.settings = settings.as_object().cloned().unwrap();
    let left = redacted(header, []);
    assert_eq!(found(&left), [""; 0], "{left}");
}

/// Where a value stays that stands in every place: message and field.
fn places_where_it_stays(value: &Value) -> String {
    let mut redactor = Redactor::new(11, Kept::default());
    let mut places = BTreeSet::new();
    for (channel, document) in documents(value, value) {
        let left = redactor.redact(entry(&topic(channel, "kitchen"), document.to_string()));
        if let Some(bytes) = left.payload.bytes() {
            let left = serde_json::from_slice(bytes).unwrap();
            find(value, &left, channel.message, &mut places);
        }
    }
    places.into_iter().collect::<Vec<_>>().join("\n")
}

fn find(wanted: &Value, in_value: &Value, path: &str, places: &mut BTreeSet<String>) {
    match in_value {
        Value::Object(object) => {
            for (key, value) in object {
                find(wanted, value, &format!("{path}.{key}"), places);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| find(wanted, item, path, places)),
        value if value == wanted => {
            places.insert(path.to_owned());
        }
        _ => {}
    }
}

#[test]
fn names_stay_in_these_fields_and_no_others() {
    insta::assert_snapshot!(places_where_it_stays(&json!(NAME)));
}

#[test]
fn numbers_stay_in_these_fields_and_no_others() {
    insta::assert_snapshot!(places_where_it_stays(&json!(NUMBER)));
}

#[test]
fn numbers_as_texts_stay_only_where_numbers_do() {
    let as_text = places_where_it_stays(&json!(NUMBER.to_string()));
    assert_eq!(as_text, places_where_it_stays(&json!(NUMBER)));
}

fn any_json() -> impl Strategy<Value = Value> {
    let text = prop_oneof![Just(SECRET.to_owned()), ".{0,12}", Just(format!("é{SECRET}€"))];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        text.clone().prop_map(Value::from),
    ];
    let names = "text input slots value init siteId customData intents id termination error";
    let names: Vec<&str> = names.split(' ').collect();
    let key = prop_oneof![proptest::sample::select(names).prop_map(str::to_owned), text];
    leaf.prop_recursive(5, 40, 6, move |inner| {
        let fields = proptest::collection::vec((key.clone(), inner.clone()), 0..6);
        prop_oneof![
            proptest::collection::vec(inner, 0..5).prop_map(Value::from),
            fields.prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn no_secret_is_found_in_any_document_on_any_topic(document in any_json(), index in 0..CHANNELS.len()) {
        let left = redacted_entry(&topic(&CHANNELS[index], "kitchen"), document.to_string());
        prop_assert_eq!(found(&left), [""; 0]);
    }

    #[test]
    fn what_is_redacted_can_be_redacted_again(bytes: Vec<u8>, topic in ".{0,40}", key: u128) {
        let mut redactor = Redactor::new(key, Kept::default());
        let once = redactor.redact(entry(&topic, bytes));
        let twice = redactor.redact(once.clone());
        prop_assert_eq!(once.payload.bytes().is_some(), twice.payload.bytes().is_some());
    }
}
