//! The invariants, one check each, in files by theme.

mod durable_facts;
mod input_effects;
mod microphone_barrier;
mod once_per_turn;
mod queue_order;
mod quiescence;
mod session_lifecycle;
mod skill_presence;
mod toggle_balance;

use petasos_messages::Message;

use super::Check;
use crate::TraceEvent;

/// All checks, in the order in which they report.
pub(super) fn all() -> Vec<Box<dyn Check>> {
    [
        session_lifecycle::checks(),
        queue_order::checks(),
        once_per_turn::checks(),
        microphone_barrier::checks(),
        toggle_balance::checks(),
        input_effects::checks(),
        durable_facts::checks(),
        quiescence::checks(),
        skill_presence::checks(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The message that the manager publishes, if the event is one.
fn published(event: &TraceEvent) -> Option<&Message> {
    match event {
        TraceEvent::Published(message) => Some(message),
        _ => None,
    }
}
