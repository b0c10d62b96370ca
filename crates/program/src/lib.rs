//! What every Petasos program needs around its core.
//!
//! A program says in a [`Configuration`] what can be set. [`Layers`] make one of the defaults, a file, `PETASOS_...` variables
//! and flags, and explain what cannot be used. [`logging`] starts the log, `StopSignals` (feature `signals`) say when to end,
//! and `flags` (feature `flags`) has the flags that all programs of a house share.
//!
//! # One file for the house
//!
//! The dialogue manager and every skill can read the same file. `dialect`, `[mqtt]` and `[log]` are everybody's, `[skill]` is for
//! all skills; a table at the
//! top that a program does not know is another program's and is left alone. Only if its name is one slip away from one the
//! program knows, such as `[mqqt]`, it is taken for a mistake. Skills ([`Configuration::GUEST`]) leave alone keys at the top, too,
//! so that `petasosd.toml` serves them as it is. Inside a table that a program knows, every unknown key is an error.

#[cfg(feature = "clock")]
mod clock;
mod configuration;
#[cfg(feature = "client")]
pub mod delivery;
#[cfg(feature = "client")]
mod driver;
mod environment;
mod error;
#[cfg(test)]
mod example;
mod explain;
#[cfg(feature = "flags")]
pub mod flags;
mod layers;
pub mod logging;
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
#[cfg(feature = "client")]
pub use driver::{Driver, Inputs};
pub use environment::Environment;
pub use error::{Error, Origin};
pub use layers::Layers;
#[cfg(feature = "client")]
pub use presence::{Presence, Run};
#[cfg(feature = "client")]
pub use rate_limit::RateLimit;
pub use shared_tables::{LogConfig, LogFormat, SkillConfig, StateConfig};
#[cfg(feature = "signals")]
pub use signals::StopSignals;
#[cfg(feature = "client")]
pub use system_random::{SystemRandom, random_bits, random_id};
pub use values::{Checked, Fraction, Positive, Seconds};
