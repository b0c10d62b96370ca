//! The last messages of lamps and bridges, by topic.

use std::collections::HashMap;

use serde_json::Value;

use super::{AvailabilityMode, Lamp};
use crate::colour::Colour;

/// The maximum number of topics whose reports are kept; others are ignored.
const MAX_REPORTS: usize = 16_384;

/// The maximum length of a topic, in bytes; longer ones are ignored.
pub(super) const MAX_TOPIC: usize = 512;

/// The maximum length of an availability or mode.
const MAX_WORD: usize = 64;

/// The state that a lamp reports. Missing fields are `None`.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct LampState {
    pub(crate) on: Option<bool>,
    /// In the units of the lamp.
    pub(crate) brightness: Option<f64>,
    /// The `color_mode`: `xy`, `hs`, `rgb`, `color_temp` ...
    pub(crate) mode: Option<String>,
    pub(crate) colour: Option<Colour>,
    /// In the units of the lamp.
    pub(crate) white: Option<f64>,
}

impl LampState {
    /// Parses a state. Missing and invalid values are `None`.
    pub(crate) fn read(state: &Value) -> Self {
        let mode = state.get("color_mode").and_then(Value::as_str).map(|mode| shortened(mode).to_owned());
        Self {
            on: state.get("state").and_then(Value::as_str).and_then(on),
            brightness: state.get("brightness").and_then(Value::as_f64),
            colour: state.get("color").and_then(|color| Colour::read(color, mode.as_deref())),
            white: state.get("color_temp").and_then(Value::as_f64),
            mode,
        }
    }
}

fn on(word: &str) -> Option<bool> {
    match word {
        "ON" => Some(true),
        "OFF" => Some(false),
        _ => None,
    }
}

/// The last message of a topic.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Report {
    /// A number that increases with every report.
    pub(crate) number: u64,
    /// The message parsed as a state.
    pub(crate) state: LampState,
    /// The message as plain text, or the field `state` of the object.
    pub(crate) word: String,
}

#[derive(Debug, Default)]
pub(super) struct Reports {
    last: HashMap<String, Report>,
    count: u64,
}

impl Reports {
    /// Records a message.
    pub(super) fn record(&mut self, topic: &str, payload: &[u8]) {
        let is_full = self.last.len() >= MAX_REPORTS && !self.last.contains_key(topic);
        if is_full || topic.len() > MAX_TOPIC {
            return;
        }
        self.count += 1;
        let report = match serde_json::from_slice::<Value>(payload) {
            Ok(Value::Object(object)) => {
                let object = Value::Object(object);
                let word = object.get("state").and_then(Value::as_str).unwrap_or_default();
                Report {
                    number: self.count,
                    word: shortened(word).to_owned(),
                    state: LampState::read(&object),
                }
            }
            _ => Report {
                number: self.count,
                state: LampState::default(),
                word: shortened(&String::from_utf8_lossy(payload)).to_owned(),
            },
        };
        self.last.insert(topic.to_owned(), report);
    }

    /// The last message of a topic.
    pub(super) fn of(&self, topic: &str) -> Option<&Report> {
        self.last.get(topic)
    }

    /// The number of the last message.
    pub(super) fn count(&self) -> u64 {
        self.count
    }

    /// Whether the lamp was reported unavailable. Without a report it counts as available.
    pub(super) fn is_gone(&self, lamp: &Lamp) -> bool {
        let mut said = lamp.topics.availability.iter().filter_map(|availability| {
            let report = self.of(&availability.topic)?;
            let gone = report.word == availability.gone;
            (gone || report.word == availability.there).then_some((report.number, gone))
        });
        match lamp.topics.mode {
            AvailabilityMode::All => said.any(|(_, gone)| gone),
            AvailabilityMode::Any => {
                let said: Vec<bool> = said.map(|(_, gone)| gone).collect();
                said.len() == lamp.topics.availability.len() && !said.is_empty() && !said.contains(&false)
            }
            AvailabilityMode::Latest => said.max().is_some_and(|(_, gone)| gone),
        }
    }
}

fn shortened(word: &str) -> &str {
    word.char_indices().nth(MAX_WORD).map_or(word, |(end, _)| word.get(..end).unwrap_or(word))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::lamps::{Abilities, Availability, LampTopics};

    fn lamp(mode: AvailabilityMode) -> Lamp {
        let availability = ["bridge", "lamp"].map(|topic| Availability::new(topic.to_owned())).to_vec();
        Lamp {
            id: "1".to_owned(),
            name: "lamp".to_owned(),
            aliases: Vec::new(),
            room: None,
            abilities: Abilities::default(),
            topics: LampTopics { set: "lamp/set".to_owned(), availability, mode, ..LampTopics::default() },
            members: Vec::new(),
        }
    }

    fn gone(mode: AvailabilityMode, said: &[(&str, &str)]) -> bool {
        let mut reports = Reports::default();
        for (topic, payload) in said {
            reports.record(topic, payload.as_bytes());
        }
        reports.is_gone(&lamp(mode))
    }

    #[test]
    fn availability_is_a_word_or_the_state_of_an_object() {
        for payload in ["offline", r#"{"state":"offline"}"#] {
            assert!(gone(AvailabilityMode::All, &[("lamp", payload)]), "{payload}");
        }
        assert!(!gone(AvailabilityMode::All, &[("lamp", "online"), ("bridge", r#"{"state":"online"}"#)]));
        assert!(!gone(AvailabilityMode::All, &[("lamp", "what?")]));
        assert!(!gone(AvailabilityMode::All, &[]));
    }

    #[test]
    fn several_availabilities_count_as_home_assistant_counts_them() {
        let said = [("lamp", "offline"), ("bridge", "online")];
        assert!(gone(AvailabilityMode::All, &said));
        assert!(!gone(AvailabilityMode::Any, &said));
        assert!(!gone(AvailabilityMode::Latest, &said));
        let both = [("lamp", "offline"), ("bridge", "offline")];
        assert!(gone(AvailabilityMode::Any, &both));
        assert!(gone(AvailabilityMode::Latest, &both));
    }

    #[test]
    fn a_state_is_read_as_zigbee2mqtt_and_home_assistant_write_it() {
        let state = LampState::read(&json!({
            "state": "ON", "brightness": 254, "color_mode": "xy", "color": {"x": 0.15, "y": 0.34}, "color_temp": 153,
        }));
        assert_eq!((state.on, state.brightness, state.white), (Some(true), Some(254.0), Some(153.0)));
        assert!(state.colour.is_some());
        assert_eq!(LampState::read(&json!({"state": 7, "brightness": "x"})), LampState::default());
    }

    #[test]
    fn the_number_of_topics_is_bounded() {
        let mut reports = Reports::default();
        for topic in 0..=MAX_REPORTS {
            reports.record(&topic.to_string(), b"online");
        }
        assert_eq!(reports.last.len(), MAX_REPORTS);
        let mut empty = Reports::default();
        empty.record(&"x".repeat(MAX_TOPIC + 1), b"online");
        assert_eq!(empty.last.len(), 0);
        reports.record("0", b"offline");
        assert_eq!(reports.of("0").map(|report| report.word.as_str()), Some("offline"), "old ones go on");
    }
}
