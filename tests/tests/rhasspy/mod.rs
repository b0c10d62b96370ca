//! What is known about Rhasspy's dialogue manager: how it is set, and what it does otherwise.

pub(crate) mod reasons;
pub(crate) mod settings;
