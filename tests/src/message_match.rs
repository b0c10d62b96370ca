//! Matching of topics by MQTT's wildcards, of payloads by the fields that matter, of lines by the text around `...`.

use serde_json::Value;

/// Whether a topic matches an MQTT filter with `+` and `#`.
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

/// Whether everything in `part` is in `whole` too: objects by the keys named, everything else by equality. An empty
/// object is contained in anything.
pub fn contains(whole: &Value, part: &Value) -> bool {
    match (whole, part) {
        (_, Value::Object(part)) if part.is_empty() => true,
        (Value::Object(whole), Value::Object(part)) => {
            part.iter().all(|(key, wanted)| whole.get(key).is_some_and(|value| contains(value, wanted)))
        }
        (whole, part) => whole == part,
    }
}

/// Whether a line is as a page shows it, with any text for `...`. Blanks at both ends do not count.
pub fn looks_like(shown: &str, line: &str) -> bool {
    let mut parts = shown.trim().split("...");
    let Some(mut rest) = parts.next().and_then(|first| line.trim().strip_prefix(first)) else {
        return false;
    };
    let mut last = None;
    for part in parts {
        let Some(place) = rest.find(part) else { return false };
        rest = &rest[place + part.len()..];
        last = Some(part);
    }
    rest.is_empty() || last.is_some_and(|last| last.is_empty() || line.trim().ends_with(last))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{contains, looks_like, topic_matches};

    #[test]
    fn three_dots_stand_for_anything() {
        assert!(looks_like("It is ...", "It is 12:30."));
        assert!(looks_like("  ... tts → speaker WAV ... s", "0.31 tts → speaker WAV 1.2 s  "));
        assert!(looks_like("a...a", "a b a b a"));
        assert!(looks_like("plain", "plain"));
        assert!(!looks_like("plain", "plain words"));
        assert!(!looks_like("It is ... now", "It is 12:30."));
        assert!(!looks_like("a...c", "a b"));
    }

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
