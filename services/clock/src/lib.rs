//! Tells the time and the date, here and in other cities.
//!
//! `clock_intents.rs` has the intents, `cities.rs` the cities, `clock_texts.rs` the spoken texts, in the languages of `texts/`;
//! `skill.rs` has the handlers, and `config.rs` the configuration.

mod cities;
mod clock_intents;
mod clock_texts;
mod config;
mod skill;

pub use clock_texts::Hours;
pub use config::ClockConfig;
pub use skill::{UnknownZone, skill};
