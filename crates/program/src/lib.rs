//! Configuration, logging, clocks and signals for all Petasos programs.
//!
//! * A [`Configuration`] declares the keys of a program. [`Layers`] build it from the defaults, a file, `PETASOS_...` variables and
//!   flags, with errors that say what to write instead. [`logging`] starts the log.
//! * `StopSignals` (feature `signals`) waits for SIGTERM and Ctrl-C; `flags` (feature `flags`) has the flags common to all programs.
//! * `Clock` and `WallClock` (feature `clock`) are the only readers of the machine's clocks.
//! * Clients of the broker (feature `client`) get random ids, the `delivery` of each message, a retained status (`Presence`), and the
//!   `Driver`, which brings inputs and time to a state machine.
//!
//! # One file for all programs
//!
//! The dialogue manager and all skills can read the same file. All of them read `dialect`, `[mqtt]` and `[log]`; `[skill]` is for all
//! skills. A program ignores tables at the top that it does not know, since they belong to other programs. Only a name that is one
//! typo away from one it knows, such as `[mqqt]`, is taken for a mistake. Skills ([`Configuration::GUEST`]) ignore unknown keys at the
//! top, too, so that they can read `petasosd.toml`. Inside a table that a program knows, every unknown key is an error.

#[cfg(feature = "clock")]
mod clock;
mod configuration;
#[cfg(feature = "client")]
pub mod delivery;
mod environment;
mod error;
#[cfg(test)]
mod example;
#[cfg(feature = "flags")]
pub mod flags;
mod layers;
pub mod logging;
#[cfg(feature = "client")]
mod machine_driver;
mod parse;
#[cfg(feature = "client")]
mod presence;
#[cfg(feature = "client")]
mod rate_limit;
mod shared_tables;
#[cfg(feature = "signals")]
mod signals;
#[cfg(feature = "client")]
mod system_random;
mod values;

#[cfg(feature = "clock")]
pub use clock::{Clock, WallClock, sleep_until};
pub use configuration::{Configuration, InvalidKey};
pub use environment::Environment;
pub use error::{Error, Origin};
pub use layers::Layers;
pub use logging::{LogConfig, LogFormat};
#[cfg(feature = "client")]
pub use machine_driver::{Driver, Inputs};
#[cfg(feature = "client")]
pub use presence::{Presence, Run};
#[cfg(feature = "client")]
pub use rate_limit::RateLimit;
pub use shared_tables::{SkillConfig, StateConfig};
#[cfg(feature = "signals")]
pub use signals::StopSignals;
#[cfg(feature = "client")]
pub use system_random::{SystemRandom, random_bits, random_id};
pub use values::{Checked, Fraction, Positive, Seconds};
