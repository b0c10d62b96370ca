//! Does this message look like that? Topics by MQTT's wildcards, payloads by the fields that matter.

use serde_json::Value;

/// Whether a topic matches an MQTT filter with `+` and `#`.
#[must_use]
pub fn topic_matches(filter: &str, topic: &str) -> bool {
    let mut levels = topic.split('/');
    for wanted in filter.split('/') {
        match (wanted, levels.next()) {
            ("#", _) => return true,
            ("+", Some(_)) => {}
            (wanted, Some(level)) if wanted == level => {}
            _ => return false,
        }
    }
    levels.next().is_none()
}

/// Whether everything in `part` stands in `whole` too: objects by the keys named, everything else by equality. An empty
/// object is contained in anything.
#[must_use]
pub fn contains(whole: &Value, part: &Value) -> bool {
    match (whole, part) {
        (_, Value::Object(part)) if part.is_empty() => true,
        (Value::Object(whole), Value::Object(part)) => {
            part.iter().all(|(key, wanted)| whole.get(key).is_some_and(|value| contains(value, wanted)))
        }
        (whole, part) => whole == part,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{contains, topic_matches};

    #[test]
    fn wildcards_match_as_mqtt_says() {
        assert!(topic_matches("hermes/hotword/+/detected", "hermes/hotword/porcupine/detected"));
        assert!(topic_matches("hermes/#", "hermes"));
        assert!(topic_matches("hermes/#", "hermes/asr/toggleOn"));
        assert!(!topic_matches("hermes/+", "hermes/asr/toggleOn"));
        assert!(!topic_matches("hermes/asr", "hermes/asr/toggleOn"));
        assert!(!topic_matches("hermes/asr/toggleOn", "hermes/asr"));
    }

    #[test]
    fn a_part_is_contained_whatever_else_the_message_says() {
        let message = json!({"siteId": "kitchen", "termination": {"reason": "timeout", "component": "asr"}});
        assert!(contains(&message, &json!({})));
        assert!(contains(&json!(null), &json!({})));
        assert!(contains(&message, &json!({"termination": {"reason": "timeout"}})));
        assert!(!contains(&message, &json!({"termination": {"reason": "nominal"}})));
        assert!(!contains(&message, &json!({"sessionId": null})));
    }
}
