//! Rhasspy's sentence templates: what people may say to a house, what it means, and what it is when they say it.

mod limits;
pub mod meaning;
mod recognition;

pub use limits::Limits;
pub use recognition::{Entity, Recognition};
