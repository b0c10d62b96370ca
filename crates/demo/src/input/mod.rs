//! Where lines come from, and what they mean.

pub(crate) mod demo_script;
pub(crate) mod keyboard;
pub(crate) mod pipe;
pub(crate) mod typed_line;
