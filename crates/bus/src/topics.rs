//! Topics and topic filters (MQTT 3.1.1, section 4.7).

/// Whether something can be published here: 1 to 65535 bytes without wildcards and NUL.
pub fn is_valid_topic(topic: &str) -> bool {
    has_valid_length(topic) && !topic.contains(['+', '#', '\0'])
}

/// Whether something can be subscribed here: wildcards stand alone in their level, `#` only in the last one.
pub(crate) fn is_valid_filter(filter: &str) -> bool {
    let mut levels = filter.split('/').rev();
    let last = levels.next().unwrap_or_default();
    has_valid_length(filter)
        && !filter.contains('\0')
        && (last == "#" || is_valid_level(last))
        && levels.all(is_valid_level)
}

fn has_valid_length(text: &str) -> bool {
    (1..=usize::from(u16::MAX)).contains(&text.len())
}

fn is_valid_level(level: &str) -> bool {
    level == "+" || !level.contains(['+', '#'])
}

/// Whether a message on this topic is delivered to this filter. A wildcard in the first level does not match topics that
/// begin with `$`, such as `$SYS/broker/version`.
pub fn filter_matches(filter: &str, topic: &str) -> bool {
    if topic.starts_with('$') && filter.starts_with(['+', '#']) {
        return false;
    }
    let mut levels = topic.split('/');
    for wanted in filter.split('/') {
        if wanted == "#" {
            return true;
        }
        match levels.next() {
            Some(level) if wanted == "+" || wanted == level => {}
            _ => return false,
        }
    }
    levels.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_match_as_the_standard_says() {
        for (filter, topic, expected) in [
            ("a/b", "a/b", true),
            ("a/b", "a/b/c", false),
            ("a/+", "a/b", true),
            ("a/+", "a", false),
            ("a/+", "a/b/c", false),
            ("a/+/c", "a//c", true),
            ("+", "/a", false),
            ("/+", "/a", true),
            ("a/#", "a", true),
            ("a/#", "a/b/c", true),
            ("a/#", "ab", false),
            ("#", "a/b", true),
            ("#", "$SYS/x", false),
            ("+/x", "$SYS/x", false),
            ("$SYS/#", "$SYS/x", true),
            ("hermes/hotword/+/detected", "hermes/hotword/a b ü/detected", true),
        ] {
            assert_eq!(filter_matches(filter, topic), expected, "{filter} on {topic}");
        }
    }

    #[test]
    fn invalid_filters_and_topics_are_recognised() {
        for filter in ["", "a/#/b", "a#", "a/b+", "#/", "a\0"] {
            assert!(!is_valid_filter(filter), "{filter:?}");
        }
        for filter in ["#", "+", "/", "a/+/#", "$SYS/#", "a//b"] {
            assert!(is_valid_filter(filter), "{filter:?}");
        }
        for topic in ["", "a/#", "+", "a\0b"] {
            assert!(!is_valid_topic(topic), "{topic:?}");
        }
        assert!(is_valid_topic("a b/ü//"));
        assert!(!is_valid_topic(&"x".repeat(65_536)));
    }
}
