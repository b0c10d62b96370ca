//! Follows what happens by messages and scenes.

pub(crate) mod duplicate_services;
pub(crate) mod foreign_scenes;
pub(crate) mod open_sessions;
pub(crate) mod whose_turn;
