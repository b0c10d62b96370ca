//! Tells the time and the date, here and in other cities.
//!
//! `clock_intents.rs` is what people ask, `cities.rs` the cities they ask about, `clock_texts.rs` what they hear, in the languages of
//! `texts/`; `skill.rs` has the handlers, `config.rs` the configuration.

mod cities;
mod clock_intents;
mod clock_texts;
mod config;
mod skill;

pub use clock_texts::Hours;
pub use config::ClockConfig;
pub use skill::{UnknownZone, skill};
