//! Two dialogue managers on one broker answer every wake word twice; the daemon warns at once.

use std::time::Duration;

use petasos_tests::peers::RhasspyDialogue;
use petasos_tests::test_clock::now;
use petasos_tests::topic_names::STARTED;
use petasos_tests::{Installation, Petasosd};
use serde_json::json;

const ANOTHER: &str = "another dialogue manager";

#[test]
fn rhasspys_manager_is_detected_by_its_first_session() {
    let installation = Installation::start(&[]);
    let _other = RhasspyDialogue::start(&installation.broker);
    let mut messages = installation.messages();
    installation.wake("kitchen");
    messages.expect(STARTED, &json!({"siteId": "kitchen"}));
    messages.expect(STARTED, &json!({"siteId": "kitchen"}));
    let both_answered = now();
    installation.daemon.process.wait_for_line(ANOTHER);
    assert!(both_answered.elapsed() < Duration::from_secs(1));
}

#[test]
fn a_second_petasosd_is_detected_before_any_session() {
    let installation = Installation::start(&[]);
    let second = Petasosd::start(&installation.broker, &[]);
    let both_ready = now();
    installation.daemon.process.wait_for_line(ANOTHER);
    second.process.wait_for_line(ANOTHER);
    assert!(both_ready.elapsed() < Duration::from_secs(1));
}

#[test]
fn its_own_messages_are_not_another_manager_s() {
    let installation = Installation::start(&[]);
    for _ in 0..3 {
        installation.settle();
    }
    let warnings: Vec<String> =
        installation.daemon.process.lines().into_iter().filter(|line| line.contains(ANOTHER)).collect();
    assert_eq!(warnings, Vec::<String>::new());
}
