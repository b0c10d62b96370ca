//! What is left when a part goes away in the middle of a conversation: no deaf room, no hanging session.

use std::time::Duration;

use petasos_tests::{Installation, Mosquitto, Observer, Petasosd};
use serde_json::json;
use tempfile::TempDir;

const ENDED: &str = "hermes/dialogueManager/sessionEnded";

/// Within this time after the broker's answer, or after SIGTERM, everything is as if nothing had been.
const AT_ONCE: Duration = Duration::from_secs(2);

const SITES: [&str; 3] = ["listening", "understanding", "speaking"];

#[test]
fn a_conversation_goes_on_when_the_broker_was_away() {
    let mut installation = Installation::start(&[]);
    let session = installation.wake_and_listen("kitchen");
    let session = session.session();

    installation.broker.kill();
    installation.restart_broker();

    installation.settle();
    let mut messages = installation.messages();
    installation.capture("kitchen", session, "what time is it");
    messages.expect("hermes/nlu/query", &json!({"sessionId": session, "input": "what time is it"}));
    installation.end(session);
    messages.expect(ENDED, &json!({"sessionId": session, "termination": {"reason": "nominal"}}));
    installation.settle();
    installation.expect_idle();
}

#[test]
fn a_session_whose_time_ran_out_while_the_broker_was_away_ends_when_it_is_back() {
    let mut installation = Installation::start(&["--session-timeout", "1"]);
    let session = installation.wake_and_listen("kitchen");

    installation.broker.kill();
    installation.daemon.wait_for_line("timeout");
    installation.restart_broker();

    let mut messages = installation.observer.messages_from_start();
    messages.expect(ENDED, &json!({"sessionId": session.session(), "termination": {"reason": "timeout"}}));
    messages.expect("hermes/hotword/toggleOn", &json!({"siteId": "kitchen", "reason": "dialogueSession"}));
    installation.settle();
    installation.expect_idle();
}

#[test]
fn a_broker_that_is_away_ten_times_leaves_no_room_deaf() {
    let mut installation = Installation::start(&[]);
    for round in 0..10 {
        let site = format!("room-{round}");
        let session = installation.wake_and_listen(&site);
        installation.broker.kill();
        installation.restart_broker();
        let mut messages = installation.messages();
        installation.end(session.session());
        messages.expect(ENDED, &json!({"sessionId": session.session()}));
    }
    installation.settle();
    installation.expect_idle();
}

#[test]
fn a_daemon_killed_in_mid_session_ends_its_sessions_when_it_is_back() {
    let state = TempDir::new().expect("a folder for temporary files");
    let mut installation = Installation::start(&["--state-directory", &state.path().to_string_lossy()]);
    sessions_in_every_phase(&installation);

    installation.daemon.kill();
    let messages = installation.messages();
    installation.daemon.restart();
    let back = messages.clone().expect("petasos/+/status", &json!({"state": "online"}));
    for site in SITES {
        let awake = messages
            .clone()
            .expect("hermes/hotword/toggleOn", &json!({"siteId": site, "reason": "dialogueSession"}));
        assert!(awake.at - back.at < AT_ONCE, "{site} was deaf for {:?}", awake.at - back.at);
    }
    installation.settle();
    installation.expect_idle();
    for site in SITES {
        let ends =
            installation.observer.all(ENDED, &json!({"siteId": site, "termination": {"reason": "error"}}));
        assert_eq!(ends.len(), 1, "{site}: {ends:?}");
    }
}

#[test]
fn a_daemon_killed_without_a_state_directory_serves_again_at_once() {
    let mut installation = Installation::start(&[]);
    let lost = installation.wake_and_listen("kitchen");

    installation.daemon.kill();
    installation.daemon.restart();

    let session = installation.wake_and_listen("kitchen");
    assert_ne!(session.session(), lost.session());
    let mut messages = installation.messages();
    installation.end(session.session());
    messages.expect(ENDED, &json!({"sessionId": session.session(), "termination": {"reason": "nominal"}}));
    installation.settle();
    assert!(installation.observer.is_awake("kitchen"));
}

#[test]
fn sigterm_ends_every_session_and_wakes_every_room_before_the_end() {
    let mut installation = Installation::start(&[]);
    sessions_in_every_phase(&installation);

    let status = installation.daemon.terminate(AT_ONCE);
    assert_eq!(status.code(), Some(0));

    let mut messages = installation.observer.messages_from_start();
    messages.expect("petasos/+/status", &json!({"state": "online"}));
    messages.expect("petasos/+/status", &json!({"state": "offline"}));
    installation.expect_idle();
}

#[test]
fn a_broker_that_comes_late_is_waited_for() {
    let mut broker = Mosquitto::absent();
    let mut daemon = Petasosd::start_unready(&broker, &[]);
    daemon.wait_for_line("broker");
    assert!(daemon.is_running());

    broker.restart();
    let observer = Observer::start(&broker);
    daemon.wait_until_ready();

    let installation = Installation::of(broker, observer, daemon);
    installation.settle();
    installation.expect_idle();
}

#[test]
fn a_broker_with_a_password_is_served() {
    let broker = Mosquitto::start_with_password("petasos", "a secret");
    let observer = Observer::start(&broker);
    let daemon = Petasosd::start(&broker, &[]);
    let installation = Installation::of(broker, observer, daemon);
    installation.settle();
    installation.expect_idle();
    assert!(
        !installation.daemon.log().iter().any(|line| line.contains("a secret")),
        "the password stands in the log"
    );
}

/// One site listens, one waits for the NLU, one speaks, with a notification behind it in the queue.
fn sessions_in_every_phase(installation: &Installation) {
    installation.wake_and_listen("listening");

    let understanding = installation.wake_and_listen("understanding");
    let mut messages = installation.messages();
    installation.capture("understanding", understanding.session(), "what time is it");
    messages.expect("hermes/nlu/query", &json!({"siteId": "understanding"}));

    let notify = |text: &str| {
        let init = json!({"type": "notification", "text": text});
        installation
            .publish("hermes/dialogueManager/startSession", &json!({"siteId": "speaking", "init": init}));
    };
    notify("The cake is done.");
    messages.expect("hermes/tts/say", &json!({"siteId": "speaking"}));
    notify("The tea is ready.");
    messages.expect("hermes/dialogueManager/sessionQueued", &json!({"siteId": "speaking"}));
}
