//! Home Assistant as the skill of last resort: what nobody else understood is handed to its conversation API, and what it answers is
//! spoken. If it asks back, the conversation goes on.
//!
//! `client.rs` is the API, `skill.rs` what people hear, `config.rs` what can be set.

mod client;
mod config;
mod skill;

pub use client::{Answer, Client, Error, Request};
pub use config::{Config, HomeAssistantConfig};
pub use skill::{AskHomeAssistant, StartError, skill};
