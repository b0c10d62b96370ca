//! What houses have on the ceiling, played: lamps behind Zigbee2MQTT, and lamps that describe themselves to Home Assistant.
//!
//! They take commands and report their states as the real ones do, each in its own way, and remember what they were told.

mod bulb;
mod home_assistant;
mod zigbee_gateway;

pub use bulb::Bulb;
pub use home_assistant::JsonLamp;
pub use zigbee_gateway::Zigbee2Mqtt;
