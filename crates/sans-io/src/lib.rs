//! What the state machines of Petasos have in common: how they are driven, time, and random bits.
//!
//! The dialogue manager, the conversations of a skill and the simulator decide everything without a clock, a network or tasks. Their
//! callers pass in time and random bits, so the same inputs give the same outputs, in a test as well as in a running program.
//! Two loops drive a [`SansIo`] machine: that of [`VirtualTime`] in simulations, replays and tests, and the driver of `petasos-program`
//! in real time.

mod machine;
mod random;
mod time;
mod virtual_time;

pub use machine::SansIo;
pub use random::{Random, RandomSource};
pub use time::Time;
pub use virtual_time::VirtualTime;
