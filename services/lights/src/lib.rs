//! Lights by voice: a skill for lamps behind Zigbee2MQTT, and for lamps that announce themselves to Home Assistant as MQTT lights with the
//! JSON schema. Both kinds take the same commands and report the same states.
//!
//! `lamps/` knows which lamps there are, in which rooms, what they support and what they reported; `zigbee2mqtt.rs` and `home_assistant.rs`
//! in it read announcements. `light_command.rs` makes commands of actions, `confirmation.rs` tells whether a lamp has done what it was
//! told, `command_plan.rs` combines them for several lamps, and `lamp_control.rs` sends the commands and waits for reports.
//! `light_intents.rs` is what people say, `light_handlers.rs` what happens then, `light_texts.rs` what they hear, in the languages of
//! `texts/`; `skill.rs` puts the skill together, `config.rs` is the configuration.

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
