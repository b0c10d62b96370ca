//! Every check of the oracle reports a trace that breaks its invariant.

#![expect(clippy::unwrap_used, reason = "ids made of plain words are ids")]

mod broken_traces;
mod trace_builder;

use std::collections::BTreeSet;

use petasos_messages::Message;
use petasos_messages::payload::{EndSession, ToggleReason};
use petasos_simulator::Oracle;

use trace_builder::{
    TraceBuilder, heard, intent, listen, play, played, query, rhasspy, said, say, session, stop, toggle,
    trace, wake,
};

/// A whole session without faults: wake word, text, intent, answer; with a WAV and an early `sayFinished`.
fn conversation() -> TraceBuilder {
    trace()
        .receives(wake())
        .starts("one")
        .publishes(listen("one"))
        .after(2_000)
        .receives(heard("one", 0.9))
        .publishes(stop("one"))
        .publishes(toggle(true, ToggleReason::DialogueSession))
        .publishes(query("one"))
        .after(100)
        .receives(intent("one"))
        .after(100)
        .receives(Message::EndSession(EndSession::new(session("one"))))
        .publishes(toggle(false, ToggleReason::TtsSay))
        .publishes(say("one", "speech", "It is noon"))
        .after(100)
        .receives(play("speech", 2))
        .receives(said("speech"))
        .after(2_000)
        .receives(played("speech"))
        .publishes(toggle(true, ToggleReason::TtsSay))
        .ends("one")
}

#[test]
fn a_good_conversation_breaks_nothing() {
    assert_eq!(conversation().violated(), BTreeSet::new());
}

#[test]
fn every_check_fires_on_a_trace_that_breaks_it() {
    for (number, (invariant, trace)) in broken_traces::all().into_iter().enumerate() {
        let violated = trace.violated();
        assert!(violated.contains(invariant), "trace {number} should break {invariant:?}, not {violated:?}");
    }
}

#[test]
fn no_check_is_left_unproven() {
    let proven: BTreeSet<_> = broken_traces::all().into_iter().map(|(invariant, _)| invariant).collect();
    let unproven: Vec<_> = Oracle::new(rhasspy())
        .invariants()
        .into_iter()
        .filter(|invariant| !proven.contains(invariant))
        .collect();
    assert!(unproven.is_empty(), "{unproven:?}");
}
