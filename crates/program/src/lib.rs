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

mod configuration;
mod environment;
mod error;
#[cfg(test)]
mod example;
mod explain;
#[cfg(feature = "flags")]
pub mod flags;
mod house;
mod layers;
pub mod logging;
#[cfg(feature = "signals")]
mod signals;
mod values;
#[cfg(feature = "clock")]
mod wall_clock;

pub use configuration::{Configuration, Wrong};
pub use environment::Environment;
pub use error::{Error, Origin};
pub use house::{LogConfig, LogFormat, SkillConfig, StateConfig};
pub use layers::Layers;
#[cfg(feature = "signals")]
pub use signals::StopSignals;
pub use values::{Checked, Fraction, Positive, Seconds};
#[cfg(feature = "clock")]
pub use wall_clock::WallClock;
