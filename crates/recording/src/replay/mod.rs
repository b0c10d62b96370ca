//! Plays a recording again, and compares the answers with the recorded ones.
//!
//! One component is tested; the messages of all others are played to it. Nothing here has a clock or a network: a [`Player`] is told
//! what is heard and what time it is, and says what to send.
//!
//! An input is released by its cause, not by the clock: `textCaptured` answers `startListening`, so it waits for that, and for as
//! long as the user took to speak. Ids are made anew each time, so those of the recording are replaced by those that were heard.
//!
//! Where to look: `roles.rs` says which component is tested and which are played, `replay_plan.rs` what each message of a recording
//! is in the replay and what it waits for, `message_ids.rs` finds and replaces ids, `player.rs` plays and leaves a `ReplayRun`
//! behind. `alignment.rs` finds the counterpart of each message, `compared_content.rs` says what of it is compared, `compare.rs` makes
//! a `Comparison` and new expectations of that, and `comparison.rs` makes it readable.

mod alignment;
mod compare;
mod compared_content;
mod comparison;
mod message_ids;
mod player;
mod replay_plan;
mod replay_rules;
mod replay_run;
mod roles;
#[cfg(test)]
mod tests;

pub use compare::ReplayOutcome;
pub use compared_content::FieldChange;
pub use comparison::{Comparison, Difference, What};
pub use player::{Input, Player};
pub use replay_rules::{Pace, Rules};
pub use roles::Roles;
