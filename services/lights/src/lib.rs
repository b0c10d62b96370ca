//! Lights by voice: a skill for lamps connected to Zigbee2MQTT, and for lamps that announce themselves to Home Assistant as MQTT
//! lights with the JSON schema. Both kinds accept the same commands and report the same states.
//!
//! `lamps/` has the known lamps with their rooms, abilities and reports; its `zigbee2mqtt.rs` and `home_assistant.rs` parse
//! announcements. `light_command.rs` converts actions to commands, `confirmation.rs` checks whether a lamp has executed one,
//! `command_plan.rs` combines several lamps, and `lamp_control.rs` sends the commands and waits for reports. `light_intents.rs`
//! has the intents, `light_handlers.rs` their handlers, `light_texts.rs` the spoken texts, in the languages of `texts/`;
//! `skill.rs` builds the skill, and `config.rs` is the configuration.

mod colour;
mod command_plan;
mod config;
mod confirmation;
mod default_names;
mod lamp_control;
mod lamps;
mod light_command;
mod light_handlers;
mod light_intents;
mod light_texts;
mod skill;

pub use config::{LampConfig, LightsConfig, RoomConfig};
pub use skill::skill;
