//! Traces that break an invariant.

use std::sync::Arc;

use petasos_dialogue::{Fact, Policy, SitePolicy};
use petasos_messages::payload::{EndSession, Presence, StartListening, Termination, Toggle, ToggleReason};
use petasos_messages::{Component, Dialect, Message, SiteId};
use petasos_simulator::TraceEvent;

use crate::trace_builder::{
    TraceBuilder, asr_off, ended, heard, intent, kitchen, listen, notification, play, query, queued, rhasspy,
    said, say, session, skill, started, toggle, trace, wake,
};

/// The traces, each with the invariant that it breaks.
pub(crate) fn all() -> Vec<(&'static str, TraceBuilder)> {
    let mut traces = broken_sessions();
    traces.extend(broken_turns());
    traces.extend(broken_rooms());
    traces.extend(broken_toggles());
    traces.extend(broken_steps());
    traces
}

fn broken_sessions() -> Vec<(&'static str, TraceBuilder)> {
    let timeout = |component| ended("one", Termination::Timeout { component });
    vec![
        ("one session per room", trace().starts("one").starts("two")),
        ("a session starts once", trace().starts("one").ends("one").starts("one")),
        ("a session ends once", trace().starts("one").ends("one").ends("one")),
        ("a session ends once", trace().starts("one")),
        ("a session ends once", trace().ends("stranger")),
        ("nothing after the end", trace().starts("one").ends("one").publishes(query("one"))),
        ("a session stays at its site", {
            let mut elsewhere = StartListening::new(SiteId::new("attic").unwrap());
            elsewhere.session_id = Some(session("one"));
            trace().starts("one").publishes(Message::StartListening(Box::new(elsewhere)))
        }),
        (
            "a timeout names who was silent",
            trace()
                .starts("one")
                .publishes(listen("one"))
                .times_out()
                .publishes(timeout(Some(Component::Nlu.into()))),
        ),
        ("a wake word is answered", trace().receives(wake()).after(10_000).times_out()),
    ]
}

fn broken_turns() -> Vec<(&'static str, TraceBuilder)> {
    let listened = || trace().starts("one").publishes(listen("one")).receives(heard("one", 0.9));
    let mut unsure = rhasspy();
    let mut picky = SitePolicy::new(Dialect::RHASSPY);
    picky.min_asr_confidence = 0.5;
    unsure.everywhere = Arc::new(picky);
    vec![
        ("one query per turn", listened().publishes(query("one")).publishes(query("one"))),
        ("one query per turn", trace().starts("one").publishes(listen("one")).publishes(query("one"))),
        ("one intent per turn", listened().publishes(intent("one")).publishes(intent("one"))),
        (
            "unsure words are not understood",
            TraceBuilder::new(unsure)
                .starts("one")
                .publishes(listen("one"))
                .receives(heard("one", 0.3))
                .publishes(query("one")),
        ),
        (
            "a dead skill is not waited for",
            listened()
                .publishes(query("one"))
                .receives(skill(Presence::Offline))
                .receives(intent("one"))
                .publishes(ended("one", Termination::Timeout { component: Some(Component::Skill.into()) })),
        ),
        (
            "words are said once",
            listened()
                .publishes(say("one", "a", "Bye"))
                .receives(said("a"))
                .publishes(say("one", "b", "Bye")),
        ),
        (
            "every speech has its own id",
            listened()
                .publishes(say("one", "a", "Hello"))
                .receives(said("a"))
                .publishes(say("one", "a", "Bye")),
        ),
    ]
}

fn broken_rooms() -> Vec<(&'static str, TraceBuilder)> {
    let speaks = || trace().starts("one").publishes(say("one", "speech", "Which room?"));
    let never = "the microphone never hears our own voice";
    vec![
        (never, speaks().after(1_000).publishes(listen("one"))),
        (never, speaks().receives(play("speech", 3)).receives(said("speech")).publishes(listen("one"))),
        (never, trace().starts("one").publishes(play("beep", 1)).publishes(listen("one"))),
        (never, speaks().receives(said("other")).after(500).publishes(listen("one"))),
        ("one voice at a time", speaks().publishes(play("beep", 1))),
        (
            "the wake word is off while listening",
            trace()
                .starts("one")
                .publishes(toggle(true, ToggleReason::DialogueSession))
                .publishes(listen("one")),
        ),
        (
            "the ASR is on while listening",
            trace().starts("one").publishes(asr_off()).publishes(listen("one")),
        ),
        (
            "no open microphone without a session",
            trace().starts("one").publishes(listen("one")).ends("one").times_out(),
        ),
        (
            "the queue keeps its order",
            trace()
                .starts("one")
                .publishes(queued("two"))
                .publishes(queued("three"))
                .ends("one")
                .publishes(started("three")),
        ),
        (
            "a free site starts the next session",
            trace()
                .starts("one")
                .publishes(queued("two"))
                .ends("one")
                .times_out()
                .after(5_000)
                .times_out()
                .times_out(),
        ),
        (
            "queues are bounded",
            (0..17).fold(trace().starts("one"), |trace, number| {
                trace.publishes(queued(&format!("waiting {number}")))
            }),
        ),
        ("nothing is open at rest", trace().starts("one").publishes(queued("two"))),
    ]
}

fn broken_toggles() -> Vec<(&'static str, TraceBuilder)> {
    let off = || toggle(false, ToggleReason::DialogueSession);
    let on = || toggle(true, ToggleReason::DialogueSession);
    let plain = Toggle::at(kitchen());
    let snips = || TraceBuilder::new(Policy::new(Dialect::SNIPS));
    vec![
        (
            "the wake word is on without a session",
            trace()
                .starts("one")
                .publishes(ended("one", Termination::Nominal))
                .times_out()
                .after(5_000)
                .times_out()
                .times_out(),
        ),
        (
            "the wake word is on without a session",
            trace()
                .starts("one")
                .event(&TraceEvent::Crashed)
                .event(&TraceEvent::Restarted)
                .publishes(ended("one", Termination::Error { error: String::new() }))
                .times_out(),
        ),
        ("no toggleOn within a session", trace().starts("one").publishes(listen("one")).publishes(on())),
        (
            "no toggleOn within a session",
            snips().starts("one").publishes(Message::HotwordToggleOn(plain.clone())),
        ),
        ("toggles are balanced at rest", trace().publishes(off())),
        (
            "somebody else's mute is respected",
            snips()
                .receives(Message::HotwordToggleOff(plain.clone()))
                .publishes(Message::HotwordToggleOn(plain.clone())),
        ),
        ("toggles carry our own reasons", trace().publishes(Message::HotwordToggleOff(plain))),
    ]
}

fn broken_steps() -> Vec<(&'static str, TraceBuilder)> {
    let late = || trace().starts("one").ends("one").after(100);
    let mut elsewhere = Toggle::at(SiteId::new("attic").unwrap());
    elsewhere.reason = Some(ToggleReason::DialogueSession);
    let many = |trace: TraceBuilder| {
        (0..40).fold(trace.times_out(), |trace, _| trace.publishes(toggle(true, ToggleReason::PlayAudio)))
    };
    vec![
        (
            "late and foreign messages change nothing",
            late().receives(heard("one", 0.9)).publishes(query("one")),
        ),
        (
            "late and foreign messages change nothing",
            late().receives(Message::EndSession(EndSession::new(session("one")))).starts("two"),
        ),
        (
            "a notification harms nobody",
            trace()
                .starts("one")
                .publishes(listen("one"))
                .receives(notification())
                .publishes(ended("one", Termination::Nominal)),
        ),
        (
            "sites do not affect each other",
            trace().receives(wake()).publishes(Message::HotwordToggleOff(elsewhere)),
        ),
        ("few messages per input", many(trace())),
        ("obligations are written down first", trace().publishes(started("one"))),
        (
            "obligations are written down first",
            trace()
                .starts("one")
                .persists(Fact::SessionEnded(session("one")))
                .publishes(ended("one", Termination::Nominal)),
        ),
        ("obligations are written down first", trace().starts("one").persists(Fact::SiteClosed(kitchen()))),
    ]
}
