//! Where lines come from, and what they mean.

pub(crate) mod keyboard;
pub(crate) mod pipe;
pub(crate) mod script;
pub(crate) mod typed_line;
