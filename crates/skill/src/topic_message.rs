//! MQTT messages for handlers of topics.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use petasos_bus::{Received, filter_matches};
use serde::de::DeserializeOwned;

/// The topics of a handler.
#[derive(Debug, Clone)]
pub(crate) enum TopicSource {
    /// Topics that match a filter.
    Filter(String),
    /// Topics added with [`Hermes::follow`](crate::Hermes::follow).
    Dynamic,
}

impl TopicSource {
    /// The filter that matches a topic.
    pub(crate) fn matching<'a>(&'a self, topic: &'a str, followed: &DynamicTopics) -> Option<&'a str> {
        match self {
            Self::Filter(filter) => filter_matches(filter, topic).then_some(filter),
            Self::Dynamic => followed.has(topic).then_some(topic),
        }
    }
}

/// The maximum number of dynamic topics.
const MAX_FOLLOWED: usize = 16_384;

/// Topics subscribed to at runtime. Clones share them.
#[derive(Debug, Clone, Default)]
pub(crate) struct DynamicTopics(Arc<Mutex<HashSet<String>>>);

impl DynamicTopics {
    /// Adds a topic; `false` if it is present already or the limit is reached.
    pub(crate) fn add(&self, topic: &str) -> bool {
        let mut topics = self.lock();
        topics.len() < MAX_FOLLOWED && topics.insert(topic.to_owned())
    }

    pub(crate) fn has(&self, topic: &str) -> bool {
        self.lock().contains(topic)
    }

    fn lock(&self) -> MutexGuard<'_, HashSet<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A message on a topic of [`Skill::on_topic`](crate::Skill::on_topic) or [`Skill::on_followed`](crate::Skill::on_followed).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TopicMessage {
    /// The topic it was published on.
    pub topic: String,
    /// The levels matched by the filter's wildcards: one for each `+`, all remaining ones for `#`.
    pub levels: Vec<String>,
    /// The payload.
    pub payload: Bytes,
    /// Whether it is a retained message from before the subscription.
    pub retained: bool,
}

impl TopicMessage {
    /// A received message that matches this filter.
    pub(crate) fn new(filter: &str, received: &Received) -> Self {
        Self {
            levels: levels(filter, &received.topic),
            topic: received.topic.clone(),
            // A received payload may share its buffer with other messages, which a slow handler would keep in memory.
            payload: Bytes::copy_from_slice(&received.payload),
            retained: received.retain,
        }
    }

    /// The payload as text; invalid UTF-8 is replaced.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.payload).into_owned()
    }

    /// Parses the payload as JSON.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_slice(&self.payload)
    }
}

/// The levels that the wildcards of a filter match in a topic.
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
