//! The Hermes dialogue manager as a pure state machine: no clock, no I/O, no async.
//!
//! The caller passes in messages and time, and carries out the decisions:
//!
//! 1. give the core an input: [`handle`](SansIo::handle), [`handle_timeout`](SansIo::handle_timeout), ...
//! 2. take every [`Output`] and do what it says, in order;
//! 3. ask [`poll_timeout`](SansIo::poll_timeout) when to come back at the latest;
//! 4. wait for the next input, and begin again.
//!
//! The core is deterministic: equal inputs give equal outputs. Where to look: `manager` has the public methods, `dispatch` sorts
//! messages by kind, `site` has all behaviour of a single site, `phase_table` says what each input does in each phase, and
//! `dialect` holds the differences between Rhasspy, Snips and Alice.

mod configured_intents;
mod dialect;
mod dispatch;
mod id_generator;
mod installation;
mod manager;
mod output;
mod phase_table;
mod phrases;
mod plan;
mod policy;
mod session;
mod session_queue;
mod session_requests;
mod shared;
mod site;
mod site_registry;
mod site_status;
mod skill_registry;
mod subscriptions;
mod timeouts;

#[cfg(test)]
extern crate self as petasos_dialogue;

pub use petasos_messages::IntentPublisher;
pub use petasos_sans_io::{RandomSource, SansIo, Time};

pub use dialect::reaction;
pub use manager::{DialogueManager, Received};
pub use output::{Fact, Notice, Obligation, Output, Sound};
pub use phase_table::{Input, Phase, Reaction};
pub use phrases::{Phrases, default_cancel_words};
pub use policy::{Limits, Policy, SitePolicy, Sounds};
pub use site_status::{SessionStatus, SiteStatus, Statistics};
pub use timeouts::Timeouts;
