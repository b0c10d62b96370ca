//! What holds for all topics and all bytes.

use std::sync::LazyLock;

use bytes::Bytes;
use petasos_messages::{CHANNELS, Carries, Dialect, Message, Topic};
use proptest::prelude::*;

use super::{decode, fixture};

/// An id as odd as it may be: any characters but those that MQTT gives a meaning.
fn level() -> impl Strategy<Value = String> {
    "[^+#/\0]{1,40}"
}

/// An id for the last place of a topic, which may have levels of its own; never longer than an id may be.
fn levels() -> impl Strategy<Value = String> {
    proptest::collection::vec("[^+#/\0]{1,20}", 1..4).prop_map(|levels| levels.join("/"))
}

/// Any topic of the protocol.
fn topic() -> impl Strategy<Value = String> {
    (
        proptest::sample::select(CHANNELS),
        proptest::collection::vec(level(), 4),
        levels(),
        any::<u32>(),
        any::<bool>(),
    )
        .prop_map(|(channel, ids, tail, number, last)| {
            let mut ids = ids.into_iter();
            let levels: Vec<_> = channel
                .address
                .split('/')
                .map(|level| match level {
                    "{chunk_number}" => number.to_string(),
                    "{is_last_chunk}" => u8::from(last).to_string(),
                    "{intent}" | "{request_id}" | "{command}" => tail.clone(),
                    _ if level.starts_with('{') => ids.next().unwrap_or_else(|| "x".to_owned()),
                    word => word.to_owned(),
                })
                .collect();
            levels.join("/")
        })
}

/// Whether the protocol itself gives two meanings to a topic: a session that is called `playBytes`.
fn is_ambiguous(topic: &str) -> bool {
    topic.ends_with("/playBytes/audioSessionFrame")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn every_topic_is_written_as_it_was_read(text in topic()) {
        let topic: Topic = text.parse().map_err(|error| TestCaseError::fail(format!("{text}: {error}")))?;
        prop_assert_eq!(topic.to_string(), text);
    }

    #[test]
    fn every_text_is_no_topic_or_one_that_is_written_the_same(text in "(hermes|rhasspy|projectalice|petasos)(/{1,2}[a-zA-Z+ é]{0,12}){0,6}/?") {
        if let Ok(topic) = text.parse::<Topic>() {
            prop_assert_eq!(topic.to_string(), text);
        }
    }

    #[test]
    fn no_slash_too_many_is_a_topic(text in topic(), end: bool) {
        let more = if end { format!("{text}/") } else { text.replacen('/', "//", 1) };
        prop_assert!(more.parse::<Topic>().is_err(), "{}", more);
    }

    #[test]
    fn no_bytes_panic_on_any_topic(topic in topic(), payload in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = Message::decode(&topic, Bytes::from(payload));
    }

    #[test]
    fn no_json_of_any_shape_panics(topic in topic(), payload in json()) {
        check(&topic, &payload)?;
    }

    #[test]
    fn no_damage_to_a_good_payload_panics(index in 0_usize..500, at in 0_usize..600, byte: u8, cut: bool) {
        let good = &*GOOD_PACKETS;
        let (topic, payload) = good.get(index % good.len()).ok_or_else(|| TestCaseError::fail("no packets"))?;
        let mut bytes = payload.clone().into_bytes();
        let at = at % bytes.len().max(1);
        if cut {
            bytes.truncate(at);
        } else if let Some(place) = bytes.get_mut(at) {
            *place = byte;
        }
        check(topic, &String::from_utf8_lossy(&bytes))?;
    }
}

/// What is read can be written in every dialect, is JSON then, and is read again on the topic it is written to.
fn check(topic: &str, payload: &str) -> Result<(), TestCaseError> {
    let Ok(message) = decode(topic, payload) else { return Ok(()) };
    for dialect in Dialect::ALL {
        let (topic, written) = (message.topic(dialect).to_string(), message.encode(dialect));
        let again = Message::decode(&topic, written.clone());
        prop_assert!(again.is_ok() || is_ambiguous(&topic), "{} {:?}: {:?}", topic, written, again);
        if let Ok(again) = again {
            prop_assert_eq!(again.kind(), message.kind());
            prop_assert_eq!(again.encode(dialect), written, "writing is stable");
        }
    }
    Ok(())
}

/// JSON made of the protocol's own keys, with any values.
fn json() -> impl Strategy<Value = String> {
    let keys = "siteId sessionId text init type intent intentName slots value kind range asrTokens customData \
        likelihood seconds id input termination reason intents uid";
    let key = proptest::sample::select(keys.split(' ').collect::<Vec<_>>());
    let leaf = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|flag| flag.to_string()),
        any::<f64>().prop_map(|number| format!("{number}")),
        any::<i64>().prop_map(|number| number.to_string()),
        "[a-z+/\\\\\"é]{0,8}".prop_map(|text| serde_json::Value::String(text).to_string()),
        proptest::sample::select(vec![
            "\"action\"",
            "\"notification\"",
            "\"nominal\"",
            "\"Custom\"",
            "\"Duration\""
        ])
        .prop_map(str::to_owned),
    ];
    leaf.prop_recursive(4, 40, 6, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(|items| format!("[{}]", items.join(","))),
            proptest::collection::vec((key.clone(), inner), 0..6).prop_map(|fields| {
                let fields: Vec<_> = fields.iter().map(|(key, value)| format!("\"{key}\":{value}")).collect();
                format!("{{{}}}", fields.join(","))
            }),
        ]
    })
}

static GOOD_PACKETS: LazyLock<Vec<(String, String)>> = LazyLock::new(good_packets);

/// One good packet for each type of Snips, and one for each class of Rhasspy.
fn good_packets() -> Vec<(String, String)> {
    let mut packets = Vec::new();
    for line in fixture("snips-wire-fixtures.jsonl").lines() {
        let case: serde_json::Value = serde_json::from_str(line).unwrap_or_default();
        if let (Some(topic), Some(payload)) = (case["topics"][0].as_str(), case["fullText"].as_str()) {
            let topic = topic.replace("/<component>/<id>/", "/audioServer/x/").replace("<component>", "asr");
            packets.push((topic.replace(['<', '>'], ""), payload.to_owned()));
        }
    }
    for (_, class) in super::rhasspy::classes() {
        if let Some(topic) = class["default_subscribe_topic"].as_str() {
            packets.push((topic.replace(['+', '#'], "x"), class["json_example"].to_string()));
        }
    }
    packets
}

#[test]
fn the_mutated_packets_were_good_before() {
    let good = good_packets();
    assert_eq!(good.len(), 36 + 60);
    for (topic, payload) in good.iter().filter(|(_, payload)| payload != "null") {
        assert!(decode(topic, payload).is_ok(), "{topic} {payload}");
    }
}

#[test]
fn every_topic_has_a_row_of_its_own_and_every_message_its_topic() {
    let mut addresses = std::collections::HashSet::new();
    for channel in CHANNELS {
        assert!(addresses.insert(channel.address), "{} stands twice", channel.address);
        let text = channel
            .address
            .replace("{chunk_number}", "0")
            .replace("{is_last_chunk}", "1")
            .replace(['{', '}'], "");
        let topic: Topic = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(topic.channel(), channel, "{text} is {topic:?}");
        if channel.carries == Carries::Nothing {
            let message = Message::decode(&text, Bytes::new()).unwrap();
            assert_eq!((message.kind(), message.topic(Dialect::SNIPS)), (channel.message, topic));
        }
    }
    assert!(CHANNELS.len() > 150, "{} channels", CHANNELS.len());
}

#[test]
fn ids_have_a_longest_length_and_topics_too() {
    let longest = "é".repeat(128);
    assert!(format!("hermes/hotword/{longest}/detected").parse::<Topic>().is_ok());
    assert!(format!("hermes/hotword/{longest}x/detected").parse::<Topic>().is_err());
    assert!(format!("hermes/intent/{}", "x".repeat(70_000)).parse::<Topic>().is_err());
}

#[test]
fn a_session_called_play_bytes_is_the_one_ambiguity_of_the_protocol() {
    let topic: Topic = "hermes/audioServer/d/playBytes/audioSessionFrame".parse().unwrap();
    assert!(matches!(topic, Topic::PlayBytes { .. }), "sound to be played comes first");
}
