//! The skill as a process: what it prints, how it serves, what it remembers.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::Path;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::Duration;

use petasos_broker::{BrokerSettings, EmbeddedBroker};
use petasos_bus::{Bus, Class, Event, Events, MqttBus, Publish, QoS, Settings, Subscription};
use serde_json::{Value, json};
use tokio::time::timeout;

const PROGRAM: &str = env!("CARGO_BIN_EXE_petasos-timers");

/// Nothing that is expected takes longer.
const PATIENCE: Duration = Duration::from_secs(20);

const STATUS: &str = "petasos/skills/timers/status";

fn run(arguments: &[&str]) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } = Command::new(PROGRAM).args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (status.code(), text(stdout), text(stderr))
}

#[test]
fn the_help_shows_examples_and_exit_codes() {
    let (code, help, _) = run(&["--help"]);
    assert_eq!(code, Some(0));
    for part in ["Examples:\n  petasos-timers ", "export rhasspy", "Exit codes:", "--password-file"] {
        assert!(help.contains(part), "{part}: {help}");
    }
}

#[test]
fn what_holds_is_printed_and_can_be_read_again() {
    let (code, printed, _) = run(&["check", "--host", "broker"]);
    assert_eq!(code, Some(0));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("house.toml");
    std::fs::write(&file, &printed).unwrap();
    assert_eq!(run(&["check", "--config", file.to_str().unwrap()]).1, printed);
}

#[test]
fn a_wrong_configuration_is_explained() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("house.toml");
    std::fs::write(&file, "[everywhere]\nretries = 1\n[timers]\nmsot = 3\n").unwrap();
    let (code, _, error) = run(&["--config", file.to_str().unwrap()]);
    assert_eq!(code, Some(2));
    assert!(error.contains("house.toml, line 4, key timers.msot"), "{error}");
    assert!(error.contains("did you mean `most`?"), "{error}");
}

#[test]
fn sentences_are_exported() {
    let (code, sentences, _) = run(&["export", "rhasspy", "--lang", "de"]);
    assert_eq!(code, Some(0));
    assert!(sentences.contains("[SetTimer]") && sentences.contains("Nudel:pasta"), "{sentences}");
}

/// A running skill; dropping it kills it.
struct Serving(Child);

impl Serving {
    fn start(broker: &EmbeddedBroker, state: &Path) -> Self {
        let port = broker.local_addr().port().to_string();
        let process = Command::new(PROGRAM)
            .args(["--port", &port])
            .env("STATE_DIRECTORY", state)
            .stderr(Stdio::null())
            .spawn();
        Self(process.unwrap())
    }

    fn terminate(mut self) -> ExitStatus {
        let pid = self.0.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        self.0.wait().unwrap()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ended = self.0.kill();
        let _status = self.0.wait();
    }
}

/// The next message on a topic that this is true of.
async fn heard(events: &mut Events, topic: &str, is_it: impl Fn(&Value) -> bool) -> Value {
    let search = async {
        while let Some(event) = events.next().await {
            if let Event::Received(received) = event
                && received.topic == topic
                && let Ok(payload) = serde_json::from_slice(&received.payload)
                && is_it(&payload)
            {
                return Some(payload);
            }
        }
        None
    };
    timeout(PATIENCE, search).await.ok().flatten().unwrap_or_else(|| panic!("nothing came on {topic}"))
}

#[tokio::test]
async fn a_timer_outlives_its_process() {
    let broker = EmbeddedBroker::start(BrokerSettings::any_port()).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut settings = Settings::default();
    settings.port = broker.local_addr().port();
    let (bus, mut events) = MqttBus::connect(settings).unwrap();
    bus.subscribe(&[Subscription::new("#", QoS::AtLeastOnce)]).unwrap();

    let skill = Serving::start(&broker, folder.path());
    heard(&mut events, STATUS, |status| status["state"] == "online").await;
    let slot = json!({
        "entity": "duration", "slotName": "duration", "rawValue": "2 seconds",
        "value": {"kind": "Unknown", "value": "2 seconds"}, "confidence": 1.0,
        "range": {"start": 16, "end": 25, "rawStart": 16, "rawEnd": 25},
    });
    let intent = json!({
        "input": "set a timer for 2 seconds", "intent": {"intentName": "SetTimer", "confidenceScore": 1.0},
        "siteId": "kitchen", "sessionId": "s1", "slots": [slot],
    });
    bus.publish(Publish::new("hermes/intent/SetTimer", intent.to_string(), Class::Report)).unwrap();
    let end = heard(&mut events, "hermes/dialogueManager/endSession", |end| end["sessionId"] == "s1").await;
    assert_eq!(end["text"], "The timer is set for 2 seconds.");

    drop(skill);
    heard(&mut events, STATUS, |status| status["state"] == "offline").await;
    let skill = Serving::start(&broker, folder.path());
    let ring = heard(&mut events, "hermes/dialogueManager/startSession", |_| true).await;
    assert_eq!(ring["siteId"], "kitchen");
    assert!(ring["init"]["text"].as_str().unwrap().contains("2 second timer"), "{ring}");

    assert!(skill.terminate().success());
    heard(&mut events, STATUS, |status| status["state"] == "offline").await;
    broker.shutdown().await;
}
