//! Home Assistant as the skill of last resort: what nobody else understood is handed to its conversation API, and what it answers is
//! spoken. If it asks back, the conversation goes on.
//!
//! `conversation_api.rs` is the API, `skill.rs` what people hear, `config.rs` what can be set.

mod config;
mod conversation_api;
mod skill;

pub use config::{Config, HomeAssistantConfig};
pub use conversation_api::{Answer, Client, Error, Request};
pub use skill::{AskHomeAssistant, StartError, skill};
