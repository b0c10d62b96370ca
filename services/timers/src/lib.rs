//! Timers for a house that is spoken to.
//!
//! `book.rs` knows which timers there are and which one is meant, without a clock; `file.rs` keeps them over a restart;
//! `intents.rs` is what people say, `spoken.rs` what they hear; `skill.rs` puts it together.

mod book;
mod config;
mod file;
mod intents;
mod label;
mod skill;
mod spoken;
mod timers;

pub use book::{Book, Bounds, NotSet, Timer, Wanted};
pub use config::{Config, TimersConfig};
pub use file::{FileError, TimerFile};
pub use intents::{AddToTimer, CancelAllTimers, CancelTimer, ListTimers, SetTimer, TimeLeft};
pub use label::Label;
pub use skill::skill;
pub use timers::Timers;
