//! The 60 message classes of rhasspy-hermes 0.6.2.

use bytes::Bytes;
use petasos_messages::{Dialect, Message, Topic};
use serde_json::Value;

use super::{again, fixture, shape_of};

/// A topic that a class's subscription matches.
fn topic_for(subscription: &str) -> String {
    subscription.replace('+', "default").replace('#', "Name")
}

pub(crate) fn classes() -> Vec<(String, Value)> {
    let all: Value =
        serde_json::from_str(&fixture("rhasspy-traces/rhasspy-hermes-0.6.2-messages.json")).unwrap();
    all.as_object().unwrap().clone().into_iter().collect()
}

#[test]
fn every_class_has_a_topic_of_its_own() {
    let classes = classes();
    assert_eq!(classes.len(), 60);
    let mut kinds = std::collections::HashSet::new();
    for (class, facts) in &classes {
        let topic = topic_for(facts["default_subscribe_topic"].as_str().unwrap());
        let known: Topic = topic.parse().unwrap_or_else(|error| panic!("{class} on {topic}: {error}"));
        assert_eq!(known.to_string(), topic);
        kinds.insert(known.channel().topic);
    }
    assert_eq!(kinds.len(), 60);
}

#[test]
fn every_json_example_is_written_with_the_same_keys_order_and_nulls() {
    let mut examples = 0;
    for (class, facts) in classes() {
        let topic = topic_for(facts["default_subscribe_topic"].as_str().unwrap());
        let example = &facts["json_example"];
        if example.is_null() {
            continue;
        }
        // The examples were made by a program that put [] for every value without a default, even where the class
        // has an object.
        let example = example.to_string().replace("\"wordPhonemes\":[]", "\"wordPhonemes\":{}");
        let written =
            again(&topic, &example, Dialect::RHASSPY).unwrap_or_else(|error| panic!("{class}: {error}"));
        assert_eq!(shape_of(&written), shape_of(&example), "{class}");
        examples += 1;
    }
    assert_eq!(examples, 60 - 6, "six classes are binary");
}

#[test]
fn every_binary_class_carries_its_bytes_untouched() {
    for (class, facts) in classes().into_iter().filter(|(_, facts)| facts["binary"] == true) {
        let topic = topic_for(facts["default_subscribe_topic"].as_str().unwrap());
        let bytes = Bytes::from_static(b"RIFF\0\xff anything");
        let message =
            Message::decode(&topic, bytes.clone()).unwrap_or_else(|error| panic!("{class}: {error}"));
        assert_eq!(message.topic(Dialect::RHASSPY).to_string(), topic);
        let written = message.encode(Dialect::RHASSPY);
        assert_eq!(written, bytes);
        assert_eq!(written.as_ptr(), bytes.as_ptr(), "{class} was copied");
    }
}
