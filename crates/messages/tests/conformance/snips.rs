//! The 43 message types of hermes-protocol 0.69, byte for byte.

use petasos_messages::Dialect;
use serde_json::Value;

use super::{again, fixture};

/// A topic that carries the type, and where in the payload the type stands if it is only a part: the text around it.
fn place(kind: &str, topics: &[&str]) -> (String, &'static str, &'static str) {
    let site = |topic: &str| {
        topic
            .replace("/<component>/<id>/", "/audioServer/<site id>/")
            .replace("<component>", "asr")
            .replace("<siteId>", "<site id>")
            .replace("<hotwordId>", "default")
            .replace("<intentName>", "<intent name>")
    };
    match kind {
        "AsrToken" => (
            "hermes/nlu/query".to_owned(),
            r#"{"input":"x","asrTokens":["#,
            r#"],"intentFilter":null,"id":null,"sessionId":null}"#,
        ),
        "SpeakerId" => (
            "hermes/asr/textCaptured".to_owned(),
            r#"{"text":"x","likelihood":1.0,"tokens":null,"seconds":1.0,"siteId":"d","sessionId":null,"speakerHypotheses":["#,
            "]}",
        ),
        "NluSlot" => (
            "hermes/nlu/slotParsed".to_owned(),
            r#"{"id":null,"input":"x","intentName":"i","slot":"#,
            r#","sessionId":null}"#,
        ),
        "NluIntentAlternative" => (
            "hermes/nlu/intentNotRecognized".to_owned(),
            r#"{"id":null,"input":"x","confidenceScore":0.0,"sessionId":null,"alternatives":["#,
            "]}",
        ),
        "NluIntentClassifierResult" => (
            "hermes/nlu/intentParsed".to_owned(),
            r#"{"id":null,"input":"x","intent":"#,
            r#","slots":[],"sessionId":null}"#,
        ),
        "SessionInit" => (
            "hermes/dialogueManager/startSession".to_owned(),
            r#"{"init":"#,
            r#","customData":null,"siteId":null}"#,
        ),
        "DialogueConfigureIntent" => {
            ("hermes/dialogueManager/configure".to_owned(), r#"{"siteId":null,"intents":["#, "]}")
        }
        _ => (site(topics.first().copied().unwrap_or_default()), "", ""),
    }
}

#[test]
fn every_message_type_is_read_and_written_byte_for_byte() {
    let mut types = 0;
    for line in fixture("snips-wire-fixtures.jsonl").lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let kind = case["type"].as_str().unwrap();
        let topics: Vec<_> = case["topics"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        let (topic, before, after) = place(kind, &topics);
        for form in ["fullText", "minimalText"] {
            let payload = format!("{before}{}{after}", case[form].as_str().unwrap());
            assert_eq!(again(&topic, &payload, Dialect::SNIPS).as_ref(), Ok(&payload), "{kind} on {topic}");
        }
        types += 1;
    }
    assert_eq!(types, 43);
}

#[test]
fn every_topic_of_a_type_carries_it() {
    for line in fixture("snips-wire-fixtures.jsonl").lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let payload = case["fullText"].as_str().unwrap();
        for topic in case["topics"].as_array().unwrap().iter().filter_map(Value::as_str) {
            let (topic, ..) = place("", &[topic]);
            assert_eq!(again(&topic, payload, Dialect::SNIPS), Ok(payload.to_owned()), "{topic}");
        }
    }
}

#[test]
fn messages_of_a_real_house_are_written_as_they_were_read() {
    let house = [
        (
            "hermes/hotword/azrxidia/detected",
            r#"{"siteId":"azrxidia","modelId":"hey_snips","modelVersion":"workflow-hey_snips_subww_feedback_10seeds-2018_12_04T12_13_05_evaluated_model_0002","modelType":"universal","currentSensitivity":0.5,"detectionSignalMs":1614003432719,"endSignalMs":1614003432719}"#,
        ),
        (
            "hermes/asr/stopListening",
            r#"{"siteId":"azrxidia","sessionId":"f0b42455-fc95-4873-84ba-c6136b1dec3e"}"#,
        ),
        (
            "hermes/dialogueManager/sessionStarted",
            r#"{"sessionId":"f0b42455-fc95-4873-84ba-c6136b1dec3e","customData":null,"siteId":"azrxidia","reactivatedFromSessionId":null}"#,
        ),
        (
            "hermes/asr/startListening",
            r#"{"siteId":"azrxidia","sessionId":"f0b42455-fc95-4873-84ba-c6136b1dec3e","startSignalMs":1614003432719}"#,
        ),
        (
            "hermes/audioServer/azrxidia/replayRequest",
            r#"{"requestId":"azrxidia-1614003432719","startAtMs":1614003432719,"siteId":"azrxidia"}"#,
        ),
    ];
    for (topic, payload) in house {
        assert_eq!(again(topic, payload, Dialect::SNIPS), Ok(payload.to_owned()), "{topic}");
    }
}

/// Every kind of slot value that Snips defines, as its own crate wrote it.
const SLOT_VALUES: [&str; 16] = [
    r#"{"kind":"Custom","value":"x"}"#,
    r#"{"kind":"Number","value":42.0}"#,
    r#"{"kind":"Ordinal","value":2}"#,
    r#"{"kind":"Percentage","value":20.0}"#,
    r#"{"kind":"InstantTime","value":"2017-06-13 18:00:00 +02:00","grain":"Hour","precision":"Exact"}"#,
    r#"{"kind":"TimeInterval","from":"2017-06-07 18:00:00 +02:00","to":null}"#,
    r#"{"kind":"AmountOfMoney","value":10.05,"precision":"Approximate","unit":"€"}"#,
    r#"{"kind":"Temperature","value":23.0,"unit":"celsius"}"#,
    r#"{"kind":"Temperature","value":23.0,"unit":null}"#,
    r#"{"kind":"Duration","years":0,"quarters":0,"months":3,"weeks":0,"days":0,"hours":0,"minutes":0,"seconds":0,"precision":"Exact"}"#,
    r#"{"kind":"MusicAlbum","value":"Discovery"}"#,
    r#"{"kind":"MusicArtist","value":"Daft Punk"}"#,
    r#"{"kind":"MusicTrack","value":"HBFS"}"#,
    r#"{"kind":"City","value":"Paris"}"#,
    r#"{"kind":"Country","value":"France"}"#,
    r#"{"kind":"Region","value":"California"}"#,
];

/// Values that Snips would lose the message over: kept as they came.
const ODD_VALUES: [&str; 6] = [
    r#"{"kind":"Unknown","value":{"any":["JSON"]}}"#,
    r#"{"kind":"Colour","value":"red","hue":17}"#,
    r#"{"value":["value"]}"#,
    r#"{"kind":"Ordinal","value":1.5}"#,
    r#"{"kind":"Duration","seconds":3,"precision":"Exact"}"#,
    r#"{"kind":"Number","value":"many"}"#,
];

#[test]
fn every_kind_of_slot_value_is_read_and_written_byte_for_byte() {
    for value in SLOT_VALUES.iter().chain(&ODD_VALUES) {
        let payload = format!(
            r#"{{"id":null,"input":"x","intentName":"i","slot":{{"rawValue":"v","value":{value},"alternatives":[{value}],"range":{{"start":0,"end":1}},"entity":"e","slotName":"n"}},"sessionId":null}}"#
        );
        assert_eq!(again("hermes/nlu/slotParsed", &payload, Dialect::SNIPS), Ok(payload));
    }
}
