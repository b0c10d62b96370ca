//! Lamps by voice: a skill for lamps behind Zigbee2MQTT, and for those that describe themselves to Home Assistant as MQTT lights
//! with the JSON schema. Both kinds take the same commands and report the same states.
//!
//! Where to look: [`lamps`] is which lamps there are, where they stand, what they can do and what they last said; [`zigbee2mqtt`]
//! and [`home_assistant`] read how they announce themselves; [`command`] makes commands of wishes, and [`confirm`] says whether a
//! lamp has done what it was asked to.

pub mod colour;
pub mod command;
pub mod config;
pub mod confirm;
pub mod home;
pub mod home_assistant;
pub mod intents;
pub mod lamps;
pub mod plan;
pub mod said;
pub mod zigbee2mqtt;
