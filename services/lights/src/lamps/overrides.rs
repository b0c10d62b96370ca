//! Settings of rooms and lamps in the configuration.

use std::collections::{BTreeSet, HashMap};

use super::{Lamp, spoken};
use petasos_skill::program::Config;

use crate::config::{LampConfig, LightsConfig};

#[derive(Debug)]
pub(super) struct Overrides {
    /// The primary names of rooms, by any of their names.
    rooms: HashMap<String, String>,
    /// Lamps by name, address or command topic.
    lamps: HashMap<String, LampConfig>,
}

impl Overrides {
    pub(super) fn new(config: &Config<LightsConfig>) -> Self {
        let lights = &config.own;
        let mut rooms = HashMap::new();
        for (room, config) in &lights.rooms {
            rooms.extend(config.names.iter().map(|name| (spoken(name), spoken(room))));
        }
        for room in lights.rooms.keys().chain(config.shared.skill.rooms.values()) {
            rooms.entry(spoken(room)).or_insert_with(|| spoken(room));
        }
        Self { rooms, lamps: lights.lamps.iter().map(|(lamp, config)| (key(lamp), config.clone())).collect() }
    }

    /// The primary names of the rooms.
    pub(super) fn rooms(&self) -> BTreeSet<String> {
        self.rooms.values().cloned().collect()
    }

    /// The primary name of a room; an unknown room keeps its name.
    pub(super) fn room(&self, called: &str) -> String {
        let called = spoken(called);
        self.rooms.get(&called).cloned().unwrap_or(called)
    }

    /// Whether a lamp is hidden.
    pub(super) fn hides(&self, lamp: &Lamp) -> bool {
        self.of(lamp).is_some_and(|lamp| lamp.hidden)
    }

    /// Sets the names and the room of a lamp.
    pub(super) fn name(&self, lamp: &mut Lamp) {
        if let Some(said) = self.of(lamp) {
            for name in said.names.iter().rev() {
                lamp.aliases.push(std::mem::replace(&mut lamp.name, spoken(name)));
            }
            lamp.room = said.room.clone().or(lamp.room.take());
        }
        lamp.room = lamp.room.take().map(|room| self.room(&room));
    }

    fn of(&self, lamp: &Lamp) -> Option<&LampConfig> {
        let called = [&lamp.id, &lamp.topics.set, &lamp.name];
        called.into_iter().chain(&lamp.aliases).find_map(|name| self.lamps.get(&key(name)))
    }
}

/// A name, address or topic normalised for comparison. Names in Zigbee2MQTT may contain slashes.
fn key(name: &str) -> String {
    spoken(&name.replace('/', " "))
}
