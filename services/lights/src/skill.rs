//! Builds the skill: handlers, topics, and names for the NLU.

use std::collections::BTreeSet;
use std::time::Duration;

use petasos_skill::config::InvalidKey;
use petasos_skill::program::{AnyError, Config, SkillProgram};
use petasos_skill::values::Percentage;
use petasos_skill::{Limits, Skill, YesNo};

use crate::config::LightsConfig;
use crate::default_names::default_names;
use crate::lamp_control::LampControl;
use crate::lamps::{home_assistant, spoken, zigbee2mqtt};
use crate::light_handlers;
use crate::light_intents::White;

/// How much longer than the lamps' time to answer a handler may take.
const MARGIN: Duration = Duration::from_secs(1);

impl SkillProgram for LightsConfig {
    const NAME: &'static str = env!("CARGO_PKG_NAME");
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    const ABOUT: &'static str = "Lights by voice: switch, dim and colour lamps of Zigbee2MQTT and of Home Assistant's MQTT discovery.";
    const EXAMPLES: &'static str = "  \
  petasos-lights                                   run on the broker at 127.0.0.1:1883
  petasos-lights --config /etc/petasos/lights.toml
  petasos-lights --host broker --username petasos --password-file /etc/petasos/password
  petasos-lights check --config lights.toml        print the configuration in effect
  petasos-lights export rhasspy --lang de          export the German sentences for the NLU";
    const TABLE: &'static str = "lights";

    fn check(&self) -> Result<(), InvalidKey> {
        self.validate()
    }

    fn skill(config: &Config<Self>) -> Result<Skill, AnyError> {
        Ok(skill(config))
    }
}

/// The skill for the lamps of this installation.
pub fn skill(config: &Config<LightsConfig>) -> Skill {
    let limits = Limits::of(config.shared.dialect());
    let answer_time = config.own.answer_seconds.get() + MARGIN;
    let skill = Skill::new("lights")
        // "One moment" would only delay the answer.
        .limits(limits.think_after(answer_time))
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
    let bridges = config.own.zigbee2mqtt.iter().flat_map(|base| zigbee2mqtt::filters(base));
    let discovery = config.own.home_assistant.iter().flat_map(|prefix| home_assistant::filters(prefix));
    bridges
        .chain(discovery)
        .fold(skill, |skill, filter| skill.on_topic(filter, light_handlers::listen))
        .on_followed(light_handlers::listen)
}

/// The names of rooms for the NLU: those of the configuration, or common ones.
fn rooms(config: &Config<LightsConfig>) -> BTreeSet<String> {
    let LightsConfig { rooms, lamps, .. } = &config.own;
    let others = rooms.values().flat_map(|room| &room.names);
    let of_lamps = lamps.values().filter_map(|lamp| lamp.room.as_ref());
    let of_sites = config.shared.skill.rooms.values();
    let lang = config.shared.skill.lang.as_deref();
    or_default(rooms.keys().chain(of_sites).chain(others).chain(of_lamps), default_names(lang).rooms)
}

/// The names of lamps for the NLU: those of the configuration, or common ones.
fn names(config: &Config<LightsConfig>) -> BTreeSet<String> {
    let names = config.own.lamps.values().flat_map(|lamp| &lamp.names);
    or_default(names, default_names(config.shared.skill.lang.as_deref()).lamps)
}

fn or_default<'a>(named: impl Iterator<Item = &'a String>, default: &[&str]) -> BTreeSet<String> {
    let named: BTreeSet<String> = named.map(|name| spoken(name)).collect();
    if named.is_empty() { default.iter().map(|name| (*name).to_owned()).collect() } else { named }
}
