//! What is known about Rhasspy's dialogue manager: its settings, and its differences to `petasosd`.

pub(crate) mod reasons;
pub(crate) mod settings;
