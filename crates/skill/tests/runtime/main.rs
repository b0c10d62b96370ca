//! Skills at work on a bus in memory and on virtual time: what a handler does, and what the installation sees.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

mod answers;
mod by_itself;
mod dialogues;
mod dynamic_topics;
mod ends;
mod errors;
mod installation;
mod presence;
mod questions;
mod threads;
