//! Tests of skills with the test kit: turns, faults, dialects, messages, and the claims about them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod claims;
mod dialects;
mod faults;
mod messages;
mod recorded;
mod same;
mod skills;
mod turns;
