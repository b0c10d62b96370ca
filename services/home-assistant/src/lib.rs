//! Home Assistant as the fallback skill: text that no other skill recognises is passed to its conversation API, and the answer is
//! spoken. If Home Assistant asks a question, the conversation continues.
//!
//! `conversation_api.rs` is the client of the API, `skill.rs` has the handlers and their spoken texts in the languages of
//! `texts/`, and `config.rs` is the configuration.

mod config;
mod conversation_api;
mod skill;

pub use config::HomeAssistantConfig;
pub use conversation_api::{Answer, Client, Error, Request};
pub use skill::{StartError, skill};
