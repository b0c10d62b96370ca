//! Rhasspy's sentence templates: what people may say to a house, what it means, and what it is when they say it.

pub mod meaning;
mod recognition;

pub use recognition::{Entity, Recognition};
