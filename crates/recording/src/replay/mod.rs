//! Replays a recording, and compares the answers with the recorded ones.
//!
//! One component is tested; the messages of all others are played to it. There is neither clock nor network here: a [`Player`] takes
//! messages and times, and returns what to send.
//!
//! An input is released by its cause, not by the clock: `textCaptured` answers `startListening`, so it waits for that message, and
//! then for as long as the user took to speak. Ids differ each time, so those of the recording are replaced by the live ones.
//!
//! Where to look: `roles.rs` says which component is tested and which are played, `replay_plan.rs` what each recorded message is in
//! the replay and what it waits for, `message_ids.rs` finds and replaces ids, and `player.rs` plays and fills a `ReplayRun`.
//! `alignment.rs` finds the counterpart of each message, `compared_content.rs` is what is compared of it, `compare.rs` turns that into
//! a `Comparison` and new expectations, and `comparison.rs` displays it.

mod alignment;
mod compare;
mod compared_content;
mod comparison;
mod message_ids;
mod player;
mod replay_plan;
mod replay_run;
mod roles;
#[cfg(test)]
mod tests;

pub use compare::ReplayOutcome;
pub use compared_content::FieldChange;
pub use comparison::{Comparison, Difference, What};
pub use player::{Input, Player};
pub use replay_run::{Pace, Rules};
pub use roles::Roles;
