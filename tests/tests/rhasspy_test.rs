//! The three dialogue scenarios of Rhasspy's own test suite (rhasspy-test, `tests/en/test_dialogue.py`), as black boxes:
//! one base and two satellites, with and without feedback sounds.

#![expect(clippy::expect_used, reason = "a test fails by panicking, with the reason")]

use std::path::Path;

use petasos_tests::{Installation, Player};
use serde_json::json;
use tempfile::TempDir;

const SITES: [&str; 3] = ["default", "satellite1", "satellite2"];
const START: &str = "hermes/dialogueManager/startSession";
const STARTED: &str = "hermes/dialogueManager/sessionStarted";
const ENDED: &str = "hermes/dialogueManager/sessionEnded";
const NOT_RECOGNIZED: &str = "hermes/nlu/intentNotRecognized";

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
        not_understood(installation, "default", started.session());
        messages.expect(
            ENDED,
            &json!({
                "siteId": "default", "sessionId": started.session(), "customData": "changed at default",
                "termination": {"reason": "intentNotRecognized"},
            }),
        );
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
                installation.publish(
                    "hermes/dialogueManager/continueSession",
                    &json!({"sessionId": session, "customData": "done"}),
                );
                messages.expect("hermes/asr/stopListening", &json!({"sessionId": session}));
                messages.expect("hermes/asr/startListening", &json!({"sessionId": session}));
                installation.publish(
                    NOT_RECOGNIZED,
                    &json!({"input": "test intent", "siteId": site, "sessionId": session}),
                );
            } else {
                not_understood(installation, site, session);
            }
        }
        for (site, custom_data) in [
            ("default", "changed at default"),
            ("satellite1", "done"),
            ("satellite2", "changed at satellite2"),
        ] {
            let mut messages = installation.observer.messages_from_start();
            let ended = messages.expect(ENDED, &json!({"siteId": site, "customData": custom_data}));
            assert_eq!(ended.json["termination"]["reason"], "intentNotRecognized");
        }
    });
}

fn on_each_profile(scenario: fn(&Installation)) {
    let sites = SITES.iter().flat_map(|&site| ["--site-id", site]);
    let silent: Vec<&str> = sites.chain(["--site-id", "barrier-0"]).collect();
    play(&silent, scenario);

    let folder = TempDir::new().expect("a folder for temporary files");
    let beep = folder.path().join("beep.wav");
    write_beep(&beep);
    let beep = beep.to_string_lossy();
    let sounds = ["wake", "recorded", "error"].into_iter().flat_map(|name| ["--sound", name, &beep]);
    play(&silent.into_iter().chain(sounds).collect::<Vec<_>>(), scenario);
}

fn play(arguments: &[&str], scenario: fn(&Installation)) {
    let installation = Installation::start(arguments);
    let _player = Player::start(&installation.broker);
    scenario(&installation);
    installation.settle();
    installation.expect_idle();
}

fn start(installation: &Installation, site: &str) {
    let init = json!({
        "type": "action", "canBeEnqueued": false, "text": null, "intentFilter": null, "sendIntentNotRecognized": false,
    });
    let message = json!({"init": init, "siteId": site, "customData": format!("of {site}"), "lang": null});
    installation.publish(START, &message);
}

fn not_understood(installation: &Installation, site: &str, session: &str) {
    let message = json!({
        "input": "test intent", "siteId": site, "sessionId": session, "customData": format!("changed at {site}"),
    });
    installation.publish(NOT_RECOGNIZED, &message);
}

/// 10 ms of silence.
fn write_beep(path: &Path) {
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: 16_000,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut beep = hound::WavWriter::create(path, spec).expect("a file in a fresh folder");
    for _ in 0..160 {
        beep.write_sample(0_i16).expect("a sample");
    }
    beep.finalize().expect("a complete file");
}
