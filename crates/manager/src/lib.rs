//! The running dialogue manager: configuration, sounds, journal, and the loop around the dialogue core.
//!
//! `petasos-dialogue` makes all decisions, without a clock or network; this crate gives it both. [`Manager`] passes the messages of
//! the bus to the core, and turns the core's decisions into facts in the journal and packets for the bus. [`Manager::run`] does so
//! in real time.
//!
//! Where to look: `manager` is the loop and its event handling, `instance` what the manager tells others about itself, `alice` the
//! support for satellites of Project Alice, `recorder` keeps the last messages, [`config`] is the configuration.

mod alice;
mod bus_connection;
pub mod config;
mod decode_errors;
mod error;
mod instance;
mod journal;
mod log_rate_limit;
mod manager;
mod recorder;
mod session_log;
mod sounds;
mod watchdog;

pub use bus_connection::{Connection, Connections};
pub use decode_errors::DecodeErrors;
pub use error::Error;
pub use manager::Manager;
pub use sounds::{Skipped, Sounds};
