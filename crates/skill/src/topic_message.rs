//! Messages on any MQTT topic.

use bytes::Bytes;
use petasos_bus::{Received, filter_matches};
use serde::de::DeserializeOwned;

use crate::dynamic_topics::DynamicTopics;

/// Which messages a handler of topics takes.
#[derive(Debug, Clone)]
pub(crate) enum TopicSource {
    /// Those of this filter.
    Filter(String),
    /// Those of topics that the skill follows.
    Dynamic,
}

impl TopicSource {
    /// The filter by which a message of this topic is taken.
    pub(crate) fn take<'a>(&'a self, topic: &'a str, followed: &DynamicTopics) -> Option<&'a str> {
        match self {
            Self::Filter(filter) => filter_matches(filter, topic).then_some(filter),
            Self::Dynamic => followed.has(topic).then_some(topic),
        }
    }
}

/// A message on a topic that [`Skill::on_topic`](crate::Skill::on_topic) asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TopicMessage {
    /// Where it was published.
    pub topic: String,
    /// What the wildcards of the filter stand for: one level for each `+`, all that remains for `#`.
    pub levels: Vec<String>,
    /// Its bytes.
    pub payload: Bytes,
    /// Whether the broker had kept it from earlier.
    pub retained: bool,
}

impl TopicMessage {
    /// A message as it came for this filter.
    pub(crate) fn new(filter: &str, received: &Received) -> Self {
        Self {
            levels: levels(filter, &received.topic),
            topic: received.topic.clone(),
            // What came shares its buffer with other messages, and a slow handler may hold it for long.
            payload: Bytes::copy_from_slice(&received.payload),
            retained: received.retain,
        }
    }

    /// Its payload as text; what is no UTF-8 is replaced.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.payload).into_owned()
    }

    /// Its payload, read as JSON.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_slice(&self.payload)
    }
}

/// What the wildcards of a filter stand for in a topic that it matches.
fn levels(filter: &str, topic: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = Some(topic);
    for wanted in filter.split('/') {
        let Some(here) = rest else { break };
        if wanted == "#" {
            found.push(here.to_owned());
            break;
        }
        let (level, after) = here.split_once('/').map_or((here, None), |(level, after)| (level, Some(after)));
        if wanted == "+" {
            found.push(level.to_owned());
        }
        rest = after;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_stand_for_levels() {
        for (filter, topic, expected) in [
            ("zigbee2mqtt/+", "zigbee2mqtt/lamp", vec!["lamp"]),
            ("+/+/set", "a/b/set", vec!["a", "b"]),
            ("home/#", "home/kitchen/lamp", vec!["kitchen/lamp"]),
            ("home/#", "home", vec![]),
            ("+/x/#", "a/x/b/c", vec!["a", "b/c"]),
            ("plain", "plain", vec![]),
        ] {
            assert_eq!(levels(filter, topic), expected, "{filter} on {topic}");
        }
    }
}
