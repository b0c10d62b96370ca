//! A house in which skills are tested: what can be lived through in it, and what is claimed about that.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod claims;
mod dialects;
mod faults;
mod house;
mod messages;
mod recorded;
mod same;
mod skills;
