//! What time is it, and what day? Here and elsewhere.
//!
//! `cities.rs` knows the cities, `clock_texts.rs` says times and dates, `skill.rs` answers, `config.rs` is what can be set.

mod cities;
mod clock_texts;
mod config;
mod skill;

pub use cities::City;
pub use config::{ClockConfig, Config, Hours};
pub use skill::{Day, GetDate, GetTime, UnknownZone, skill};
