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

mod dialect;
mod dispatch;
mod household;
mod id_generator;
mod manager;
mod output;
mod phase_table;
mod phrases;
mod plan;
mod policy;
mod session;
mod session_requests;
mod shared;
mod site;
mod site_registry;
mod skill_registry;
mod subscriptions;
mod timeouts;

pub use petasos_messages::IntentPublisher;
pub use petasos_sans_io::{RandomSource, Time};

pub use dialect::reaction;
pub use manager::{DialogueManager, Received, SessionStatus, SiteStatus, Statistics};
pub use output::{Fact, Notice, Obligation, Output, Sound};
pub use phase_table::{Input, Phase, Reaction};
pub use phrases::{Phrases, default_cancel_words};
pub use policy::{Limits, Policy, SitePolicy, Sounds};
pub use timeouts::Timeouts;
