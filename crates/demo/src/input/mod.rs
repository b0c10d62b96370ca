//! What people do: where lines come from, and what they mean.

pub(crate) mod keyboard;
pub(crate) mod line;
pub(crate) mod pipe;
pub(crate) mod script;
