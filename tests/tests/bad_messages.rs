//! Hundreds of messages that nobody should send: the daemon lives, no session is harmed, and the log stays readable.

use std::collections::BTreeMap;

use petasos_tests::bad_messages::{
    BadMessage, malformed, oversized_and_odd, retained, stale_and_foreign, wrongly_typed,
};
use petasos_tests::{Installation, Mosquitto, Observer, Petasosd};
use serde_json::{Value, json};

const STARTED: &str = "hermes/dialogueManager/sessionStarted";
const ENDED: &str = "hermes/dialogueManager/sessionEnded";

#[test]
fn no_bad_message_harms_a_session_or_starts_one() {
    let mut house = Installation::start(&["--log-format", "json"]);
    let mut ear = house.ear();
    let action = json!({"type": "action", "canBeEnqueued": true});
    house.publish("hermes/dialogueManager/startSession", &json!({"siteId": "kitchen", "init": action}));
    let ended = ear.expect(STARTED, &json!({"siteId": "kitchen"}));
    house.end(ended.session());
    ear.expect(ENDED, &json!({"sessionId": ended.session()}));
    let live = house.wake_and_listen("kitchen");
    let live = live.session();

    let malformed = malformed();
    let rest = [wrongly_typed(live), oversized_and_odd(), stale_and_foreign(live, ended.session())].concat();
    assert!(malformed.len() + rest.len() >= 200, "{} + {}", malformed.len(), rest.len());
    for _ in 0..3 {
        for BadMessage { topic, payload } in malformed.iter().chain(&rest) {
            house.observer.publish_bytes(topic, payload);
        }
    }
    house.settle();
    assert!(house.daemon.is_running());

    house.capture("kitchen", live, "what time is it");
    ear.expect("hermes/nlu/query", &json!({"sessionId": live}));
    house.end(live);
    let end = ear.expect(ENDED, &json!({"siteId": "kitchen"}));
    assert_eq!((end.session(), &end.json["termination"]["reason"]), (live, &json!("nominal")));
    house.settle();
    house.expect_peace();
    assert_eq!(started_sites(&house), ["kitchen", "kitchen", "barrier-0", "barrier-1"]);
    each_kind_is_logged_once(&house.daemon, &malformed);
}

#[test]
fn what_the_broker_kept_is_no_command() {
    let broker = Mosquitto::start();
    let observer = Observer::start(&broker);
    let mut ear = observer.ear();
    for BadMessage { topic, payload } in retained() {
        observer.publish_retained(&topic, &payload);
        ear.expect(&topic, &json!({}));
    }

    let daemon = Petasosd::start(&broker, &[]);
    let house = Installation::of(broker, observer, daemon);
    house.settle();
    assert_eq!(started_sites(&house), ["barrier-0"]);
    house.expect_peace();
}

#[test]
fn nothing_of_ours_is_kept_under_hermes() {
    let house = Installation::start(&[]);
    house.settle();
    let late = Observer::start(&house.broker);
    let mut ear = late.ear_from_the_start();
    house.settle();
    ear.expect(STARTED, &json!({"siteId": "barrier-1"}));
    let kept: Vec<String> = late
        .all("#", &json!({}))
        .into_iter()
        .filter(|heard| heard.retained)
        .map(|heard| heard.topic)
        .collect();
    assert!(kept.iter().all(|topic| topic.starts_with("petasos/")), "{kept:?}");
}

fn started_sites(house: &Installation) -> Vec<String> {
    let started = house.observer.all(STARTED, &json!({}));
    started.iter().map(|started| started.text("siteId").to_owned()).collect()
}

/// Every topic that got something unreadable is named in a warning with a reason, and no warning comes twice.
fn each_kind_is_logged_once(daemon: &Petasosd, malformed: &[BadMessage]) {
    let mut warnings: BTreeMap<(String, String, String), usize> = BTreeMap::new();
    for line in daemon.log() {
        let Ok(line) = serde_json::from_str::<Value>(&line) else {
            continue;
        };
        let field = |name: &str| {
            line.pointer(&format!("/fields/{name}")).and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        if !field("topic").is_empty() {
            *warnings.entry((field("topic"), field("field"), field("reason"))).or_default() += 1;
        }
    }
    for BadMessage { topic, .. } in malformed {
        let named = warnings.keys().any(|(warned, _, reason)| warned == topic && !reason.is_empty());
        assert!(named, "nothing was logged about {topic}: {warnings:#?}");
    }
    let repeated: Vec<_> = warnings.iter().filter(|&(_, &count)| count > 1).collect();
    assert!(repeated.is_empty(), "logged more than once: {repeated:#?}");
}
