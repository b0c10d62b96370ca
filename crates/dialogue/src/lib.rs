//! The Hermes dialogue manager as a pure state machine: no clock, no IO, no async.
//!
//! The caller brings messages and time, the core brings decisions:
//!
//! 1. give the core an input: [`handle`](DialogueManager::handle), [`handle_timeout`](DialogueManager::handle_timeout), ...
//! 2. take every [`Output`] and do what it says, in order;
//! 3. ask [`poll_timeout`](DialogueManager::poll_timeout) when to come back at the latest;
//! 4. wait for the next input, and begin again.
//!
//! The same inputs give the same outputs, always. Where to look: `table` says what each input does in each phase, `dialect` is
//! what differs between Rhasspy, Snips and Alice, `room` is one site at work, `playback` keeps the microphone closed while
//! anything of ours can be heard, `toggles` sees to it that what was switched off is switched on again.

mod arrivals;
mod desk;
mod dialect;
mod household;
mod ids;
mod manager;
mod output;
mod playback;
mod policy;
mod room;
mod routing;
mod session;
mod site;
mod sites;
mod skills;
mod subscriptions;
pub mod table;
mod time;
mod toggles;
mod words;

pub use ids::RandomSource;
pub use manager::{DialogueManager, Received, SessionStatus, SiteStatus, Statistics};
pub use output::{Fact, Notice, Obligation, Output, Sound};
pub use policy::{IntentPublisher, Limits, Phrases, Policy, SitePolicy, Sounds, Timeouts};
pub use session::Phase;
pub use time::Time;
