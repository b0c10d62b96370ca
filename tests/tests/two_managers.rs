//! Two dialogue managers on one broker answer every wake word twice; the owner is told at once.

use std::time::Duration;

use petasos_tests::peers::RhasspyDialogue;
use petasos_tests::test_clock::now;
use petasos_tests::{Installation, Petasosd};
use serde_json::json;

const STARTED: &str = "hermes/dialogueManager/sessionStarted";

/// What the log calls it.
const ANOTHER: &str = "another dialogue manager";

#[test]
fn the_manager_it_was_to_replace_is_noticed_by_its_first_session() {
    let house = Installation::start(&[]);
    let _other = RhasspyDialogue::start(&house.broker);
    let mut ear = house.ear();
    house.wake("kitchen");
    ear.expect(STARTED, &json!({"siteId": "kitchen"}));
    ear.expect(STARTED, &json!({"siteId": "kitchen"}));
    let both_answered = now();
    house.daemon.wait_for_line(ANOTHER);
    assert!(both_answered.elapsed() < Duration::from_secs(1));
}

#[test]
fn a_second_petasos_is_noticed_before_anybody_speaks() {
    let house = Installation::start(&[]);
    let second = Petasosd::start(&house.broker, &[]);
    let both_ready = now();
    house.daemon.wait_for_line(ANOTHER);
    second.wait_for_line(ANOTHER);
    assert!(both_ready.elapsed() < Duration::from_secs(1));
}

#[test]
fn its_own_echo_is_no_other_manager() {
    let house = Installation::start(&[]);
    for _ in 0..3 {
        house.settle();
    }
    let alarms: Vec<String> = house.daemon.log().into_iter().filter(|line| line.contains(ANOTHER)).collect();
    assert_eq!(alarms, Vec::<String>::new());
}
