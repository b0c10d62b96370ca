//! The three dialogue scenarios of Rhasspy's own test suite (rhasspy-test, `tests/en/test_dialogue.py`): one base and two
//! satellites, with and without feedback sounds.

#![expect(clippy::expect_used, reason = "a test fails by panicking, with the reason")]

use std::fs;
use std::time::Duration;

use petasos_tests::silent_wave::silence;
use petasos_tests::topic_names::{CONTINUE, ENDED, LISTEN, NOT_RECOGNIZED, START, STARTED, STOP_LISTENING};
use petasos_tests::{Installation, Player};
use serde_json::json;
use tempfile::TempDir;

const SITES: [&str; 3] = ["default", "satellite1", "satellite2"];

#[test]
fn basic_wake() {
    on_each_profile(|installation| {
        let mut messages = installation.messages();
        installation.wake("default");
        let started = messages.expect(STARTED, &json!({"siteId": "default"}));
        installation.end(started.session());
        messages.expect(ENDED, &json!({"siteId": "default", "sessionId": started.session()}));
    });
}

#[test]
fn not_recognized() {
    on_each_profile(|installation| {
        let mut messages = installation.messages();
        start(installation, "default");
        let started = messages.expect(STARTED, &json!({"siteId": "default", "customData": "of default"}));
        publish_not_recognized(installation, "default", started.session());
        let ended = json!({
            "siteId": "default", "sessionId": started.session(), "customData": "changed at default",
            "termination": {"reason": "intentNotRecognized"},
        });
        messages.expect(ENDED, &ended);
    });
}

#[test]
fn multi_session() {
    on_each_profile(|installation| {
        for site in SITES {
            start(installation, site);
        }
        for site in SITES {
            let mut messages = installation.observer.messages_from_start();
            let started =
                messages.expect(STARTED, &json!({"siteId": site, "customData": format!("of {site}")}));
            let session = started.session();
            if site == "satellite1" {
                installation.publish(CONTINUE, &json!({"sessionId": session, "customData": "done"}));
                messages.expect(STOP_LISTENING, &json!({"sessionId": session}));
                messages.expect(LISTEN, &json!({"sessionId": session}));
                let not_recognized = json!({"input": "test intent", "siteId": site, "sessionId": session});
                installation.publish(NOT_RECOGNIZED, &not_recognized);
            } else {
                publish_not_recognized(installation, site, session);
            }
        }
        for (site, custom_data) in [
            ("default", "changed at default"),
            ("satellite1", "done"),
            ("satellite2", "changed at satellite2"),
        ] {
            let mut messages = installation.observer.messages_from_start();
            let ended = messages.expect(ENDED, &json!({"siteId": site, "customData": custom_data}));
            assert_eq!(ended.termination(), "intentNotRecognized");
        }
    });
}

fn on_each_profile(scenario: fn(&Installation)) {
    let sites = SITES.iter().flat_map(|&site| ["--site-id", site]);
    let silent: Vec<&str> = sites.chain(["--site-id", "barrier-0"]).collect();
    play(&silent, scenario);

    let folder = TempDir::new().expect("a folder for temporary files");
    let beep = folder.path().join("beep.wav");
    fs::write(&beep, silence(Duration::from_millis(10))).expect("a file in a fresh folder");
    let beep = beep.to_string_lossy();
    let sounds = ["wake", "recorded", "error"].into_iter().flat_map(|name| ["--sound", name, &beep]);
    play(&silent.into_iter().chain(sounds).collect::<Vec<_>>(), scenario);
}

fn play(arguments: &[&str], scenario: fn(&Installation)) {
    let installation = Installation::start(arguments);
    let _player = Player::start(&installation.broker);
    scenario(&installation);
    installation.expect_idle();
}

fn start(installation: &Installation, site: &str) {
    let init = json!({
        "type": "action", "canBeEnqueued": false, "text": null, "intentFilter": null, "sendIntentNotRecognized": false,
    });
    let message = json!({"init": init, "siteId": site, "customData": format!("of {site}"), "lang": null});
    installation.publish(START, &message);
}

fn publish_not_recognized(installation: &Installation, site: &str, session: &str) {
    let message = json!({
        "input": "test intent", "siteId": site, "sessionId": session, "customData": format!("changed at {site}"),
    });
    installation.publish(NOT_RECOGNIZED, &message);
}
