//! The Hermes dialogue manager as a pure state machine.

mod ids;
mod manager;
mod output;
mod policy;
mod time;
mod words;

pub use ids::RandomSource;
pub use manager::{DialogueManager, Received, SiteStatus, Statistics};
pub use output::{Fact, Notice, Obligation, Output, Sound};
pub use policy::{IntentPublisher, Limits, Phrases, Policy, SitePolicy, Sounds, Timeouts};
pub use time::Time;
