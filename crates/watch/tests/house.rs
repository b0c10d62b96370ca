//! A house at a glance, at several moments of an evening.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails by panicking")]

use std::fmt::Write;
use std::path::Path;
use std::time::Duration;

use petasos_recording::{Entry, Payload, Recording};
use petasos_watch::House;
use petasos_watch::house::{Activity, Condition, Part};
use petasos_watch::sessions::Site;

/// A recording of four rooms: a command, a skill that never answers, an NLU without a model, and three sessions that go on.
fn evening() -> Recording {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/houses/evening.jsonl");
    Recording::open(&path).unwrap()
}

/// The house as it was so many seconds after the recording began.
fn house(seconds: f64) -> House {
    let now = Duration::from_secs_f64(seconds);
    let mut house = House::new(None);
    for entry in evening().entries.iter().take_while(|entry| entry.at <= now) {
        house.handle(entry);
    }
    house.handle_time(now);
    house
}

fn site<'a>(house: &'a House, name: &str) -> &'a Site {
    house.sessions().sites().find(|site| site.id.as_str() == name).unwrap()
}

/// Each site in a line: what goes on, what waits, and what is not known of its parts or goes well.
fn shown(house: &House) -> String {
    let mut text = String::new();
    for site in house.sessions().sites() {
        let _ = write!(text, "  {} {} {}", site.id, house.activity(site).as_str(), site.queued);
        for part in Part::ALL {
            let condition = house.condition(site, part);
            if condition != Condition::Unseen {
                let _ = write!(text, ", {} {}", part.as_str(), condition.as_str());
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
        let _ = write!(text, "{seconds} s\n{}", shown(&house(seconds)));
    }
    insta::assert_snapshot!(text);
}

#[test]
fn a_part_that_failed_is_well_again_when_it_works_again() {
    let mut house = house(33.0);
    assert_eq!(house.condition(site(&house, "bedroom"), Part::Skill), Condition::Failed);
    let script = [
        ("hermes/dialogueManager/sessionStarted", r#"{"sessionId":"a","siteId":"bedroom"}"#),
        (
            "hermes/intent/On",
            r#"{"input":"on","intent":{"intentName":"On","confidenceScore":1.0},"siteId":"bedroom","sessionId":"a","slots":[]}"#,
        ),
        ("hermes/dialogueManager/endSession", r#"{"sessionId":"a"}"#),
    ];
    for (topic, payload) in script {
        house.handle(&message(&house, topic, payload));
    }
    assert_eq!(house.condition(site(&house, "bedroom"), Part::Skill), Condition::Well);
}

#[test]
fn it_is_known_when_a_part_last_did_something() {
    let house = house(33.0);
    let last = |site_id, part| house.last_did(site(&house, site_id), part);
    assert_eq!(last("kitchen", Part::WakeWord), Some(Duration::from_secs(1)));
    assert_eq!(last("kitchen", Part::Microphone), Some(Duration::from_millis(2_100)));
    assert_eq!(last("kitchen", Part::Speaker), Some(Duration::from_millis(3_540)));
    assert_eq!(last("bathroom", Part::Speaker), None);
}

#[test]
fn an_error_that_names_no_site_is_one_of_all_sites() {
    let mut house = house(5.0);
    house.handle(&message(&house, "hermes/error/tts", r#"{"error":"no voice"}"#));
    for site in house.sessions().sites() {
        assert_eq!(house.condition(site, Part::Tts), Condition::Failed, "{}", site.id);
    }
}

#[test]
fn what_the_doctor_finds_in_a_session_is_a_problem_of_it() {
    let mut house = house(59.0);
    house.handle(&message(
        &house,
        "hermes/tts/sayFinished",
        r#"{"siteId":"hall","id":"say-4","sessionId":"hall-note-4"}"#,
    ));
    let session = house.sessions().get(&"hall-note-4".parse().unwrap()).unwrap();
    let problems: Vec<_> = session.problems.iter().map(|problem| problem.what.as_str()).collect();
    assert!(problems.iter().any(|problem| problem.contains("had finished")), "{problems:?}");
}

#[test]
fn all_that_goes_on_ends_with_the_recording() {
    let mut house = house(60.0);
    assert_eq!(house.activity(site(&house, "bedroom")), Activity::Thinking);
    house.finish();
    assert_eq!(house.activity(site(&house, "bedroom")), Activity::Muted);
    assert_eq!(house.sessions().open().len(), 0);
}

/// A message of now.
fn message(house: &House, topic: &str, payload: &str) -> Entry {
    Entry {
        at: house.now(),
        topic: topic.to_owned(),
        payload: Payload::Bytes(payload.to_owned().into()),
        ..evening().entries.swap_remove(0)
    }
}
