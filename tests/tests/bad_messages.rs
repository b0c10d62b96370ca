//! Hundreds of invalid messages: the daemon keeps running, sessions are not affected, and the log stays readable.

use std::collections::BTreeMap;

use petasos_tests::bad_messages::{
    BadMessage, malformed, oversized_and_odd, retained, stale_and_foreign, wrongly_typed,
};
use petasos_tests::topic_names::{ENDED, QUERY, START, STARTED};
use petasos_tests::{Installation, Mosquitto, Observer, Petasosd};
use serde_json::{Value, json};

#[test]
fn no_bad_message_affects_a_session_or_starts_one() {
    let mut installation = Installation::start(&["--log-format", "json"]);
    let mut messages = installation.messages();
    let action = json!({"type": "action", "canBeEnqueued": true});
    installation.publish(START, &json!({"siteId": "kitchen", "init": action}));
    let ended = messages.expect(STARTED, &json!({"siteId": "kitchen"}));
    installation.end(ended.session());
    messages.expect(ENDED, &json!({"sessionId": ended.session()}));
    let live = installation.wake_and_listen("kitchen");
    let live = live.session();

    let malformed = malformed();
    let rest = [wrongly_typed(live), oversized_and_odd(), stale_and_foreign(live, ended.session())].concat();
    assert!(malformed.len() + rest.len() >= 200, "{} + {}", malformed.len(), rest.len());
    for _ in 0..3 {
        for BadMessage { topic, payload } in malformed.iter().chain(&rest) {
            installation.observer.publish_bytes(topic, payload);
        }
    }
    installation.settle();
    assert!(installation.daemon.process.is_running());

    installation.capture("kitchen", live, "what time is it");
    messages.expect(QUERY, &json!({"sessionId": live}));
    installation.end(live);
    let end = messages.expect(ENDED, &json!({"siteId": "kitchen"}));
    assert_eq!((end.session(), end.termination()), (live, &json!("nominal")));
    installation.expect_idle();
    assert_eq!(started_sites(&installation), ["kitchen", "kitchen", "barrier-0", "barrier-1"]);
    each_kind_is_logged_once(&installation.daemon, &malformed);
}

#[test]
fn retained_messages_are_not_commands() {
    let broker = Mosquitto::start();
    let observer = Observer::start(&broker);
    let mut messages = observer.messages();
    for BadMessage { topic, payload } in retained() {
        observer.publish_retained(&topic, &payload);
        messages.expect(&topic, &json!({}));
    }

    let daemon = Petasosd::start(&broker, &[]);
    let installation = Installation::of(broker, observer, daemon);
    installation.settle();
    assert_eq!(started_sites(&installation), ["barrier-0"]);
    installation.expect_idle();
}

#[test]
fn the_manager_retains_nothing_below_hermes() {
    let installation = Installation::start(&[]);
    installation.settle();
    let late = Observer::start(&installation.broker);
    let mut messages = late.messages_from_start();
    installation.settle();
    messages.expect(STARTED, &json!({"siteId": "barrier-1"}));
    let kept = late.all("#", &json!({})).into_iter().filter(|message| message.retained);
    let kept: Vec<String> = kept.map(|message| message.topic).collect();
    assert!(kept.iter().all(|topic| topic.starts_with("petasos/")), "{kept:?}");
}

fn started_sites(installation: &Installation) -> Vec<String> {
    let started = installation.observer.all(STARTED, &json!({}));
    started.iter().map(|started| started.text("siteId").to_owned()).collect()
}

/// Every topic with a malformed message is named in a warning with a reason, and no warning is repeated.
fn each_kind_is_logged_once(daemon: &Petasosd, malformed: &[BadMessage]) {
    let mut warnings: BTreeMap<(String, String, String), usize> = BTreeMap::new();
    for line in daemon.process.lines() {
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
