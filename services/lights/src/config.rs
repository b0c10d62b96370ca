//! What the owner of the house can set: the table `[lights]`.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The settings of the skill. Every key has a default: a house whose lamps have telling names needs none.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LightsConfig {
    /// The base topics of Zigbee2MQTT, one for each bridge. Default `zigbee2mqtt`; empty: there is none.
    pub zigbee2mqtt: Vec<String>,
    /// The prefixes under which lamps describe themselves to Home Assistant. Default `homeassistant`; empty: none is read.
    pub home_assistant: Vec<String>,
    /// How long a lamp may take to answer, in seconds. Default 2; 0.1 to 8.
    pub answer_seconds: f64,
    /// How long a lamp takes to change, in seconds. Default: what the lamp itself does.
    pub transition_seconds: Option<f64>,
    /// How much brighter or darker "brighter" and "darker" are, in percent. Default 25.
    pub step_percent: u8,
    /// The rooms in which the sites stand. Default: the room is called as the site.
    pub sites: BTreeMap<String, String>,
    /// What else rooms are called.
    pub rooms: BTreeMap<String, RoomConfig>,
    /// What is to be known of lamps, by their name, address or command topic.
    pub lamps: BTreeMap<String, LampConfig>,
}

impl Default for LightsConfig {
    fn default() -> Self {
        Self {
            zigbee2mqtt: vec!["zigbee2mqtt".to_owned()],
            home_assistant: vec!["homeassistant".to_owned()],
            answer_seconds: 2.0,
            transition_seconds: None,
            step_percent: 25,
            sites: BTreeMap::new(),
            rooms: BTreeMap::new(),
            lamps: BTreeMap::new(),
        }
    }
}

/// A room.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RoomConfig {
    /// What else it is called, in whatever language.
    pub names: Vec<String>,
}

/// A lamp.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LampConfig {
    /// The room it stands in.
    pub room: Option<String>,
    /// What else it is called. The first is how the skill calls it.
    pub names: Vec<String>,
    /// Whether the skill must not touch it. Default false.
    pub hidden: bool,
}
