//! The same seed gives the same trace and the same violations.

use petasos_messages::{Dialect, Message};
use petasos_simulator::{Profile, Simulation, TraceEvent};

#[test]
fn the_same_seed_gives_the_same_trace_twice() {
    for profile in Profile::ALL {
        for seed in 0..100 {
            let run = || Simulation::new(seed, profile, None).recorded().run();
            let (one, two) = (run(), run());
            assert!(!one.trace.is_empty());
            assert!(one == two, "seed {seed}, {profile}: two runs differ");
        }
    }
}

#[test]
fn recording_does_not_change_what_happens() {
    let plain = Simulation::new(4, Profile::Chaos, None).run();
    let recorded = Simulation::new(4, Profile::Chaos, None).recorded().run();
    assert_eq!((plain.sessions, plain.statistics), (recorded.sessions, recorded.statistics));
    assert_eq!(plain.violations, recorded.violations);
}

#[test]
fn a_simulation_uses_the_dialect_it_is_given() {
    let has_reasons = |dialect| {
        (0..20).any(|seed| {
            let outcome = Simulation::new(seed, Profile::Ideal, Some(dialect)).recorded().run();
            outcome.trace.iter().filter_map(first_site_toggle).any(|reason| reason)
        })
    };
    assert!(has_reasons(Dialect::RHASSPY));
    assert!(!has_reasons(Dialect::SNIPS));
}

/// Whether a toggle of the first site, which is never an exception, carries a reason.
fn first_site_toggle(entry: &petasos_simulator::TraceEntry) -> Option<bool> {
    let TraceEvent::Published(message) = &entry.event else {
        return None;
    };
    let Message::HotwordToggleOff(toggle) = message.as_ref() else {
        return None;
    };
    let first = toggle.site_id.as_ref().is_some_and(|site| *site == "kitchen");
    first.then_some(toggle.reason.is_some())
}

/// What never happens in a simulation is not tested by it.
#[test]
fn every_kind_of_event_happens_in_chaos() {
    let mut seen = std::collections::BTreeSet::new();
    for seed in 0..300 {
        for entry in Simulation::new(seed, Profile::Chaos, None).recorded().run().trace {
            seen.insert(match entry.event {
                TraceEvent::Received { echo: true, .. } => "echo",
                TraceEvent::Received { message, .. } => message.kind(),
                TraceEvent::Connected => "connected",
                TraceEvent::TimedOut => "timed out",
                TraceEvent::Crashed => "crashed",
                TraceEvent::Restarted => "restarted",
                _ => continue,
            });
        }
    }
    let messages = "AsrError AsrLoaded AudioPlayError Configure ContinueSession DialogueToggleOff DialogueToggleOn \
        DialogueVersionRequest EndSession HotwordDetected HotwordLoaded HotwordToggleOff HotwordToggleOn \
        Intent IntentParsed NluError NluIntentNotRecognized PlayBytes PlayFinished Say SayFinished \
        SessionStarted SlotParsed SoundFeedbackToggleOff SoundFeedbackToggleOn StartSession TextCaptured \
        TtsError";
    let events = ["connected", "crashed", "echo", "restarted", "timed out"];
    let wanted = messages.split(' ').chain(events);
    let missing: Vec<_> = wanted.filter(|kind| !seen.contains(*kind)).collect();
    assert!(missing.is_empty(), "never happened: {missing:?}");
}
