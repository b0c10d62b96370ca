//! Lamps by voice: a skill for lamps behind Zigbee2MQTT, and for those that describe themselves to Home Assistant as MQTT lights
//! with the JSON schema. Both kinds take the same commands and report the same states.
//!
//! Where to look: [`lamps`] is which lamps there are, where they stand, what they can do and what they last said; [`zigbee2mqtt`]
//! and [`home_assistant`] read how they announce themselves; [`command`] makes commands of wishes, and [`confirm`] says whether a
//! lamp has done what it was asked to. [`plan`] brings these together for a whole wish, [`home`] carries it out, [`intents`] and
//! [`handlers`] are the skill, [`said`] is its voice.

pub mod colour;
pub mod command;
pub mod config;
pub mod confirm;
pub mod handlers;
pub mod home;
pub mod home_assistant;
pub mod intents;
pub mod lamps;
pub mod plan;
pub mod said;
pub mod usual;
pub mod zigbee2mqtt;

use std::collections::BTreeSet;
use std::time::Duration;

use petasos_skill::values::Percentage;
use petasos_skill::{Limits, Skill, YesNo};

use crate::config::Config;
use crate::home::Home;
use crate::intents::White;
use crate::usual::usual;

/// Beside the time that lamps get to answer, for everything else.
const MARGIN: Duration = Duration::from_secs(1);

/// The skill for the lamps of this house.
pub fn skill(config: &Config) -> Skill {
    let limits = Limits::of(config.dialect.0);
    let patience = config.lights.answer_seconds.get() + MARGIN;
    let skill = Skill::new("lights")
        .configured(Some(config.dialect.0), &config.skill)
        // Words in between would only delay the answer that is to come.
        .limits(limits.think_after(patience))
        .state(Home::new(config))
        .on(handlers::switch)
        .on(handlers::set_color)
        .on(handlers::set_brightness)
        .on(handlers::color_temperature)
        .on(handlers::all_off)
        .on(handlers::state)
        .asks::<YesNo>()
        .asks::<White>()
        .asks::<Percentage>()
        .values("room", rooms(config))
        .values("name", names(config));
    let bridges = config.lights.zigbee2mqtt.iter().flat_map(|base| zigbee2mqtt::filters(base));
    let described = config.lights.home_assistant.iter().flat_map(|prefix| home_assistant::filters(prefix));
    let filters = bridges.chain(described);
    filters
        .fold(skill, |skill, filter| skill.on_topic(filter, handlers::listen))
        .on_followed(handlers::listen)
}

/// What rooms are called: as the configuration says, or as rooms usually are.
fn rooms(config: &Config) -> BTreeSet<String> {
    let lights = &config.lights;
    let others = lights.rooms.values().flat_map(|room| &room.names);
    let of_lamps = lights.lamps.values().filter_map(|lamp| lamp.room.as_ref());
    let rooms = lights.rooms.keys().chain(config.skill.rooms.values()).chain(others).chain(of_lamps);
    or_usual(rooms, usual(config.skill.lang.as_deref()).rooms)
}

/// What lamps are called: as the configuration says, or as lamps usually are.
fn names(config: &Config) -> BTreeSet<String> {
    let names = config.lights.lamps.values().flat_map(|lamp| &lamp.names);
    or_usual(names, usual(config.skill.lang.as_deref()).lamps)
}

fn or_usual<'a>(named: impl Iterator<Item = &'a String>, usual: &[&str]) -> BTreeSet<String> {
    let named: BTreeSet<String> = named.map(|name| lamps::spoken(name)).collect();
    if named.is_empty() { usual.iter().map(|name| (*name).to_owned()).collect() } else { named }
}
