//! The running dialogue manager: configuration, sounds, journal, loop.

mod clock;
pub mod config;
mod error;
mod journal;
mod random;
mod sounds;

pub use error::{Error, Origin};
pub use journal::{Journal, JournalError, Left};
pub use random::SystemRandom;
pub use sounds::{Skipped, Sounds};
