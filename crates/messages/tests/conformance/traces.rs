//! The golden traces: what Rhasspy's own dialogue manager said, and what was said to it.

use petasos_messages::Dialect;

use super::{again, fixture, shape_of};

/// One line of a trace.
struct Line {
    trace: String,
    by_manager: bool,
    topic: String,
    payload: String,
}

fn lines() -> Vec<Line> {
    let folder = format!("{}/tests/fixtures/rhasspy-traces", env!("CARGO_MANIFEST_DIR"));
    let mut names: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| std::path::Path::new(name).extension().is_some_and(|extension| extension == "txt"))
        .collect();
    names.sort();
    assert_eq!(names.len(), 29);
    names.iter().flat_map(|name| lines_of(name)).collect()
}

fn lines_of(name: &str) -> Vec<Line> {
    fixture(&format!("rhasspy-traces/{name}"))
        .lines()
        .filter_map(|line| {
            let (speaker, rest) = line.trim_start().split_once(' ')?.1.split_once("->")?;
            let (topic, payload) = rest.trim_start().split_once(' ')?;
            let by_manager = match speaker.trim() {
                "DM" => true,
                "TEST" => false,
                _ => return None,
            };
            Some(Line {
                trace: name.to_owned(),
                by_manager,
                topic: topic.to_owned(),
                payload: payload.to_owned(),
            })
        })
        .collect()
}

/// Rhasspy answers a session without a site with messages without a site; we name the site.
fn has_null_site(line: &Line) -> bool {
    line.trace == "m1-malformed.txt" && line.payload.contains("\"siteId\": null")
}

#[test]
fn what_the_manager_said_is_written_with_the_same_keys_order_and_nulls() {
    let mut compared = 0;
    for line in lines().iter().filter(|line| line.by_manager && !has_null_site(line)) {
        if line.payload.starts_with('<') {
            continue; // a WAV: the trace tells its length only
        }
        let written = again(&line.topic, &line.payload, Dialect::RHASSPY)
            .unwrap_or_else(|error| panic!("{} {}: {error}", line.trace, line.topic));
        assert_eq!(shape_of(&written), shape_of(&line.payload), "{} {}", line.trace, line.topic);
        compared += 1;
    }
    assert!(compared > 400, "only {compared} lines");
}

/// What was said to the manager and is no message, and why.
const REJECTED: [(&str, &str); 6] = [
    ("{oops", "not JSON"),
    (r#"{"siteId":"default"}"#, "no init: nothing says what to start"),
    (r#"{"siteId":"default","init":{"canBeEnqueued":true}}"#, "no init.type: a notification or an action?"),
    ("[1]", "a list, not an object"),
    (
        r#"{"siteId":"default","init":{"type":"foo","canBeEnqueued":true}}"#,
        "init.type is neither action nor notification",
    ),
    (
        r#"{"siteId": ["default"], "init": {"type": "notification", "text": "x"}}"#,
        "siteId is a list: which of them is meant?",
    ),
];

#[test]
fn what_was_said_to_the_manager_is_read_or_stands_on_the_list_of_rejects() {
    let mut rejected = std::collections::HashSet::new();
    for line in lines().iter().filter(|line| !line.by_manager) {
        let on_list = REJECTED.iter().any(|(payload, _)| *payload == line.payload);
        let read = again(&line.topic, &line.payload, Dialect::RHASSPY);
        assert_eq!(read.is_err(), on_list, "{} {} {}: {read:?}", line.trace, line.topic, line.payload);
        if on_list {
            rejected.insert(line.payload.clone());
        }
    }
    assert_eq!(rejected.len(), REJECTED.len(), "the list names what never came");
}
