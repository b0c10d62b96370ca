//! People live in rooms with a real manager, on virtual time; the oracle watches.

#![expect(clippy::expect_used, reason = "what stands between a test and its house fails the test")]

mod conversations;
mod flat;
mod mind;
mod parts;
mod storms;
