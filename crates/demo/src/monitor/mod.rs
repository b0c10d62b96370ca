//! Follows what happens by messages and by reports of the sites.

pub(crate) mod message_monitor;
pub(crate) mod turn_taking;
