//! `petasos demo` as it is run: the built program, alone and on a broker with others.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking, with the reason"
)]

mod alone;
mod joined;
mod neighbour;
mod running;
