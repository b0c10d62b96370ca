//! The running dialogue manager: configuration, sounds, journal, loop.
//!
//! All that is hard is decided in `petasos-dialogue`, without clock or network. This crate gives it both. [`Manager::run`]
//! is the loop: a message comes in, the core decides, facts go to the [`Journal`], then messages go to the bus.
//!
//! Where to look: `manager.rs` is the loop, `events.rs` what happens on the bus, `presence.rs` what we tell about ourselves, `alice.rs` what Project Alice's satellites need,
//! [`config`] what an owner can set.

mod alice;
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

pub use decode_errors::DecodeErrors;
pub use error::Error;
pub use journal::{Journal, JournalError, Recovered};
pub use manager::{Connection, Connections, Manager};
pub use sounds::{Skipped, Sounds};
