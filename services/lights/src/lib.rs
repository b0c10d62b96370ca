//! Lamps by voice: a skill for lamps behind Zigbee2MQTT, and for those that describe themselves to Home Assistant as MQTT lights
//! with the JSON schema. Both kinds take the same commands and report the same states.
//!
//! Where to look: [`lamps`] is which lamps there are, where they stand, what they can do and what they last said; [`lamps::zigbee2mqtt`]
//! and [`lamps::home_assistant`] read how they announce themselves; [`light_command`] makes commands of wishes, and [`confirmation`] says whether a
//! lamp has done what it was asked to. [`command_plan`] brings these together for a whole action, [`lamp_control`] carries it out, [`light_intents`] and
//! [`light_handlers`] are the skill, [`light_texts`] is its voice.

pub mod colour;
pub mod command_plan;
pub mod config;
pub mod confirmation;
pub mod default_names;
pub mod lamp_control;
pub mod lamps;
pub mod light_command;
pub mod light_handlers;
pub mod light_intents;
pub mod light_texts;

use std::collections::BTreeSet;
use std::time::Duration;

use petasos_skill::values::Percentage;
use petasos_skill::{Limits, Skill, YesNo};

use crate::config::Config;
use crate::default_names::usual;
use crate::lamp_control::LampControl;
use crate::light_intents::White;

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
        .state(LampControl::new(config))
        .on(light_handlers::switch)
        .on(light_handlers::set_color)
        .on(light_handlers::set_brightness)
        .on(light_handlers::color_temperature)
        .on(light_handlers::all_off)
        .on(light_handlers::state)
        .asks::<YesNo>()
        .asks::<White>()
        .asks::<Percentage>()
        .values("room", rooms(config))
        .values("name", names(config));
    let bridges = config.lights.zigbee2mqtt.iter().flat_map(|base| lamps::zigbee2mqtt::filters(base));
    let described =
        config.lights.home_assistant.iter().flat_map(|prefix| lamps::home_assistant::filters(prefix));
    let filters = bridges.chain(described);
    filters
        .fold(skill, |skill, filter| skill.on_topic(filter, light_handlers::listen))
        .on_followed(light_handlers::listen)
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
