//! The sentences of derived intents, as they are written for each NLU.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod round_trip;
mod skill;
mod written;
