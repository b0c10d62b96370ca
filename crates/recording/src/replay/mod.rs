//! Plays a recording again, and compares what comes back with what came back then.
//!
//! Of the parts of a house one is tested; what the others said is played to it. Nothing here has a clock or a network: a
//! [`Player`] is told what is heard and what time it is, and says what to send.
//!
//! An input is released by its cause, not by the clock: `textCaptured` answers `startListening`, so it waits for that, and for as
//! long as the user took to speak. Ids are made anew each time, so those of the recording are replaced by those that were heard.
//!
//! Where to look: `roles.rs` says who is played, `replay_plan.rs` what each message of a recording is in the play and what it waits for,
//! `ids.rs` finds and replaces ids, `player.rs` plays and leaves a `played.rs` behind. `compare.rs` makes a `alignment.rs` of that;
//! `content.rs` says what is compared and what is not, `early.rs` finds what came too soon, `show.rs` makes it readable, `bless.rs`
//! writes new expectations.

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
