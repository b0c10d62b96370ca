//! An installation at a glance, at several moments of an evening.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails by panicking")]

use std::fmt::Write;
use std::path::Path;
use std::time::Duration;

use petasos_messages::Component;
use petasos_recording::{DecodedEntry, Entry, Payload, Recording};
use petasos_watch::Overview;
use petasos_watch::overview::{Activity, Condition};
use petasos_watch::tracker::Site;

/// A recording of four rooms: a command, a skill that never answers, an NLU without a model, and three sessions that go on.
fn evening() -> Recording {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/installations/evening.jsonl");
    Recording::open(&path).unwrap()
}

/// The overview as it was so many seconds after the recording began.
fn overview(seconds: f64) -> Overview {
    let now = Duration::from_secs_f64(seconds);
    let mut overview = Overview::new(None);
    for entry in evening().entries.iter().take_while(|entry| entry.at <= now) {
        overview.handle(&DecodedEntry::new(entry));
    }
    overview.handle_time(now);
    overview
}

fn site<'a>(overview: &'a Overview, name: &str) -> &'a Site {
    overview.tracker().sites().find(|site| site.id.as_str() == name).unwrap()
}

/// Each site in a line: what goes on, what waits, and how its components do.
fn shown(overview: &Overview) -> String {
    let mut text = String::new();
    for site in overview.tracker().sites() {
        let _ = write!(text, "  {} {} {}", site.id, overview.activity(site).as_str(), site.queued);
        let microphone = [("microphone", overview.microphone(site))];
        let components = Overview::COMPONENTS.map(|one| (one.as_str(), overview.condition(site, one)));
        for (name, condition) in microphone.into_iter().chain(components) {
            if condition != Condition::Unseen {
                let _ = write!(text, ", {name} {}", condition.as_str());
            }
        }
        text.push('\n');
    }
    text
}

#[test]
fn an_evening_at_several_moments() {
    let mut text = String::new();
    for seconds in [1.1, 2.0, 2.58, 2.7, 3.0, 5.0, 12.45, 20.0, 33.0, 42.6, 59.0, 70.0] {
        let _ = write!(text, "{seconds} s\n{}", shown(&overview(seconds)));
    }
    insta::assert_snapshot!(text);
}

#[test]
fn a_failed_component_is_well_again_when_it_answers() {
    let mut overview = overview(33.0);
    assert_eq!(overview.condition(site(&overview, "bedroom"), Component::Skill), Condition::Failed);
    let script = [
        ("hermes/dialogueManager/sessionStarted", r#"{"sessionId":"a","siteId":"bedroom"}"#),
        (
            "hermes/intent/On",
            r#"{"input":"on","intent":{"intentName":"On","confidenceScore":1.0},"siteId":"bedroom","sessionId":"a","slots":[]}"#,
        ),
        ("hermes/dialogueManager/endSession", r#"{"sessionId":"a"}"#),
    ];
    for (topic, payload) in script {
        hear(&mut overview, topic, payload);
    }
    assert_eq!(overview.condition(site(&overview, "bedroom"), Component::Skill), Condition::Well);
}

#[test]
fn the_last_answer_of_a_component_is_known() {
    let overview = overview(33.0);
    let last = |site_id, component| overview.last_answer(site(&overview, site_id), component);
    assert_eq!(last("kitchen", Component::Hotword), Some(Duration::from_secs(1)));
    let heard = site(&overview, "kitchen").loudness.map(|(at, _)| at);
    assert_eq!(heard, Some(Duration::from_millis(2_100)));
    assert_eq!(last("kitchen", Component::AudioServer), Some(Duration::from_millis(3_540)));
    assert_eq!(last("bathroom", Component::AudioServer), None);
}

#[test]
fn an_error_that_names_no_site_is_one_of_all_sites() {
    let mut overview = overview(5.0);
    hear(&mut overview, "hermes/error/tts", r#"{"error":"no voice"}"#);
    for site in overview.tracker().sites() {
        assert_eq!(overview.condition(site, Component::Tts), Condition::Failed, "{}", site.id);
    }
}

#[test]
fn what_the_doctor_finds_in_a_session_is_a_problem_of_it() {
    let mut overview = overview(59.0);
    let said = r#"{"siteId":"hall","id":"say-4","sessionId":"hall-note-4"}"#;
    hear(&mut overview, "hermes/tts/sayFinished", said);
    let session = overview.tracker().get(&"hall-note-4".parse().unwrap()).unwrap();
    let problems: Vec<_> = session.problems.iter().map(|problem| problem.what.as_str()).collect();
    assert!(problems.iter().any(|problem| problem.contains("had finished")), "{problems:?}");
}

#[test]
fn all_that_goes_on_ends_with_the_recording() {
    let mut overview = overview(60.0);
    assert_eq!(overview.activity(site(&overview, "bedroom")), Activity::Thinking);
    overview.finish();
    assert_eq!(overview.activity(site(&overview, "bedroom")), Activity::Muted);
    assert_eq!(overview.tracker().open().len(), 0);
}

fn hear(overview: &mut Overview, topic: &str, payload: &str) {
    let entry = Entry {
        at: overview.now(),
        topic: topic.to_owned(),
        payload: Payload::Bytes(payload.to_owned().into()),
        ..evening().entries.swap_remove(0)
    };
    overview.handle(&DecodedEntry::new(&entry));
}
