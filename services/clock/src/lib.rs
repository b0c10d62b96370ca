//! What time is it, and what day? Here and elsewhere.
//!
//! `places.rs` knows the cities, `spoken.rs` says times and dates, `skill.rs` answers, `config.rs` is what can be set.

mod config;
mod places;
mod skill;
mod spoken;

pub use config::{ClockConfig, Config, Hours};
pub use places::City;
pub use skill::{Day, GetDate, GetTime, UnknownZone, skill};
