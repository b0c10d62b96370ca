//! When a component goes away during a session, no wake word stays off and no session stays open.

use std::time::Duration;

use petasos_tests::topic_names::{ENDED, HOTWORD_ON, QUERY, QUEUED, SAY, START};
use petasos_tests::{Installation, Mosquitto, Observer, Petasosd};
use serde_json::json;
use tempfile::TempDir;

/// How long recovery may take after the broker's answer, and shutdown after SIGTERM.
const AT_ONCE: Duration = Duration::from_secs(2);

const SITES: [&str; 3] = ["listening", "understanding", "speaking"];

#[test]
fn a_session_continues_after_an_outage_of_the_broker() {
    let mut installation = Installation::start(&[]);
    let session = installation.wake_and_listen("kitchen");
    let session = session.session();

    installation.broker.kill();
    installation.restart_broker();

    installation.settle();
    let mut messages = installation.messages();
    installation.capture("kitchen", session, "what time is it");
    messages.expect(QUERY, &json!({"sessionId": session, "input": "what time is it"}));
    installation.end(session);
    messages.expect(ENDED, &json!({"sessionId": session, "termination": {"reason": "nominal"}}));
    installation.expect_idle();
}

#[test]
fn a_session_that_timed_out_during_an_outage_of_the_broker_ends_after_it() {
    let mut installation = Installation::start(&["--session-timeout", "1"]);
    let session = installation.wake_and_listen("kitchen");

    installation.broker.kill();
    installation.daemon.process.wait_for_line("timeout");
    installation.restart_broker();

    let mut messages = installation.observer.messages_from_start();
    messages.expect(ENDED, &json!({"sessionId": session.session(), "termination": {"reason": "timeout"}}));
    messages.expect(HOTWORD_ON, &json!({"siteId": "kitchen", "reason": "dialogueSession"}));
    installation.expect_idle();
}

#[test]
fn after_ten_outages_of_the_broker_every_wake_word_is_on() {
    let mut installation = Installation::start(&[]);
    for round in 0..10 {
        let site = format!("site-{round}");
        let session = installation.wake_and_listen(&site);
        installation.broker.kill();
        installation.restart_broker();
        let mut messages = installation.messages();
        installation.end(session.session());
        messages.expect(ENDED, &json!({"sessionId": session.session()}));
    }
    installation.expect_idle();
}

#[test]
fn a_killed_daemon_ends_its_sessions_after_its_restart() {
    let state = TempDir::new().expect("a folder for temporary files");
    let mut installation = Installation::start(&["--state-directory", &state.path().to_string_lossy()]);
    sessions_in_every_phase(&installation);

    installation.daemon.process.kill();
    let messages = installation.messages();
    installation.daemon.restart();
    let online = messages.clone().expect("petasos/+/status", &json!({"state": "online"}));
    for site in SITES {
        let awake =
            messages.clone().expect(HOTWORD_ON, &json!({"siteId": site, "reason": "dialogueSession"}));
        assert!(awake.at - online.at < AT_ONCE, "{site} was off for {:?}", awake.at - online.at);
    }
    installation.expect_idle();
    for site in SITES {
        let ends =
            installation.observer.all(ENDED, &json!({"siteId": site, "termination": {"reason": "error"}}));
        assert_eq!(ends.len(), 1, "{site}: {ends:?}");
    }
}

#[test]
fn a_killed_daemon_without_a_state_directory_starts_sessions_after_its_restart() {
    let mut installation = Installation::start(&[]);
    let lost = installation.wake_and_listen("kitchen");

    installation.daemon.process.kill();
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
fn sigterm_ends_every_session_and_switches_every_wake_word_on() {
    let mut installation = Installation::start(&[]);
    sessions_in_every_phase(&installation);

    let status = installation.daemon.process.terminate(AT_ONCE);
    assert_eq!(status.code(), Some(0));

    let mut messages = installation.observer.messages_from_start();
    messages.expect("petasos/+/status", &json!({"state": "online"}));
    messages.expect("petasos/+/status", &json!({"state": "offline"}));
    installation.expect_all_ended();
}

#[test]
fn the_daemon_waits_for_its_broker() {
    let mut broker = Mosquitto::absent();
    let mut daemon = Petasosd::start_unready(&broker, &[]);
    daemon.process.wait_for_line("broker");
    assert!(daemon.process.is_running());

    broker.restart();
    let observer = Observer::start(&broker);
    daemon.wait_until_ready();

    let installation = Installation::of(broker, observer, daemon);
    installation.expect_idle();
}

#[test]
fn the_daemon_logs_in_with_a_password() {
    let installation = Installation::on(Mosquitto::start_with_password("petasos", "a secret"), &[]);
    installation.expect_idle();
    let log = installation.daemon.process.lines().join("\n");
    assert!(!log.contains("a secret"), "{log}");
}

/// One site listens, one waits for the NLU, one speaks, with a notification in its queue.
fn sessions_in_every_phase(installation: &Installation) {
    installation.wake_and_listen("listening");

    let understanding = installation.wake_and_listen("understanding");
    let mut messages = installation.messages();
    installation.capture("understanding", understanding.session(), "what time is it");
    messages.expect(QUERY, &json!({"siteId": "understanding"}));

    let notify = |text: &str| {
        let init = json!({"type": "notification", "text": text});
        installation.publish(START, &json!({"siteId": "speaking", "init": init}));
    };
    notify("The cake is done.");
    messages.expect(SAY, &json!({"siteId": "speaking"}));
    notify("The tea is ready.");
    messages.expect(QUEUED, &json!({"siteId": "speaking"}));
}
