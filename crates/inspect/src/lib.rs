//! Live and recorded messages of an installation: watch them, find what is wrong, record and replay them.

pub mod broker_replay;
pub mod client;
pub mod connection;
pub mod doctor;
pub mod managers;
pub mod output;
pub mod payload;
pub mod privacy;
pub mod record;
pub mod source;
pub mod watch;
