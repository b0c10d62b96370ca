//! The registry of skills: their retained status, their last will, and `petasos intents`, on a real broker.

use std::process::Command;

use petasos_tests::child_process::Process;
use petasos_tests::topic_names::{ENDED, QUERY, SAY};
use petasos_tests::{Installation, MessageCursor, Mosquitto, Observer, Petasosd, ReceivedMessage, Tool};
use serde_json::{Value, json};

const STATUS: &str = "petasos/skills/lights/status";

fn status(state: &str) -> Value {
    json!({
        "state": state, "version": "1.0", "uid": "run-1", "notRecognized": false,
        "intents": [{"name": "SetColor", "description": "Sets the colour of a lamp", "slots": []}],
    })
}

/// A client with a last will that has published the status of a skill.
fn skill(broker: &Mosquitto, observer: &Observer) -> Process {
    let port = broker.port().to_string();
    let will = status("offline").to_string();
    let skill = broker.subscribed(&["hermes/intent/#"], || {
        let mut command = Command::new("mosquitto_sub");
        command.args(["-h", "127.0.0.1", "-p", &port, "-t", "hermes/intent/#", "--will-topic", STATUS]);
        Process::start("skill", command.args(["--will-payload", &will, "--will-qos", "1", "--will-retain"]))
    });
    let mut messages = observer.messages();
    observer.publish_retained(STATUS, status("online").to_string().as_bytes());
    messages.expect(STATUS, &json!({"state": "online"}));
    skill
}

/// Runs a session in the kitchen until the intent, as with Rhasspy's NLU.
fn request_colour(installation: &Installation, messages: &mut MessageCursor) -> ReceivedMessage {
    let listening = installation.wake_and_listen("kitchen");
    installation.capture("kitchen", listening.session(), "cyan");
    let query = messages.expect(QUERY, &json!({"siteId": "kitchen"}));
    let intent = json!({
        "id": query.text("id"), "sessionId": query.session(), "siteId": "kitchen", "input": "cyan",
        "intent": {"intentName": "SetColor", "confidenceScore": 1.0}, "slots": [],
    });
    installation.publish("hermes/intent/SetColor", &intent);
    listening
}

/// The manager says that the skill is not available, and ends the session.
fn expect_apology(installation: &Installation, messages: &mut MessageCursor, listening: &ReceivedMessage) {
    let say = messages.expect(SAY, &json!({"text": "Sorry, that is not available right now."}));
    installation.speech_finished(&say);
    let ended = messages.expect(ENDED, &json!({"sessionId": listening.session()}));
    assert_eq!(ended.termination(), "error");
}

#[test]
fn the_manager_apologizes_at_once_for_a_skill_that_is_killed_during_a_session() {
    let installation = Installation::start(&[]);
    let mut skill = skill(&installation.broker, &installation.observer);
    let mut messages = installation.messages();
    let listening = request_colour(&installation, &mut messages);
    messages.expect("hermes/intent/SetColor", &json!({}));
    skill.kill();
    messages.expect(STATUS, &json!({"state": "offline"}));
    expect_apology(&installation, &mut messages, &listening);
    installation.expect_idle();
}

#[test]
fn a_manager_that_starts_learns_of_skills_that_are_offline_from_retained_messages() {
    let broker = Mosquitto::start();
    let observer = Observer::start(&broker);
    let mut skill = skill(&broker, &observer);
    let mut messages = observer.messages();
    skill.kill();
    messages.expect(STATUS, &json!({"state": "offline"}));
    let daemon = Petasosd::start(&broker, &[]);
    let mut installation = Installation::of(broker, observer, daemon);
    let listening = request_colour(&installation, &mut messages);
    expect_apology(&installation, &mut messages, &listening);

    installation.daemon.process.kill();
    installation.daemon.restart();
    installation.daemon.wait_until_ready();
    let mut messages = installation.messages();
    let listening = request_colour(&installation, &mut messages);
    expect_apology(&installation, &mut messages, &listening);
}

#[test]
fn the_manager_waits_for_a_skill_that_was_started_again() {
    let installation = Installation::start(&[]);
    let mut first = skill(&installation.broker, &installation.observer);
    let mut messages = installation.messages();
    first.kill();
    messages.expect(STATUS, &json!({"state": "offline"}));
    let _second = skill(&installation.broker, &installation.observer);
    let listening = request_colour(&installation, &mut messages);
    installation.end(listening.session());
    let ended = messages.expect(ENDED, &json!({"sessionId": listening.session()}));
    assert_eq!(ended.termination(), "nominal");
    assert!(installation.observer.all(SAY, &json!({})).is_empty());
}

#[test]
fn intents_are_listed_with_their_skills_and_skills_that_are_offline_can_be_forgotten() {
    let broker = Mosquitto::start();
    let observer = Observer::start(&broker);
    Tool::run(&broker, &["intents"]).expect_error(3, "no skill has announced itself");

    let mut skill = skill(&broker, &observer);
    let listed = Tool::run(&broker, &["intents"]).out;
    assert_eq!(
        listed,
        "intent    skill   state   description\nSetColor  lights  online  Sets the colour of a lamp\n"
    );
    Tool::run(&broker, &["intents", "--forget", "lights"]).expect_error(1, "stop it first");

    let mut messages = observer.messages();
    skill.kill();
    messages.expect(STATUS, &json!({"state": "offline"}));
    let listed = Tool::run(&broker, &["intents", "--json", "--skill", "lights"]).json();
    let rows: Vec<_> = listed.iter().map(|row| (&row["intent"], &row["skill"], &row["state"])).collect();
    assert_eq!(rows, [(&json!("SetColor"), &json!("lights"), &json!("offline"))]);

    let forgotten = Tool::run(&broker, &["intents", "--forget", "lights"]);
    assert_eq!(forgotten.expect_code(0).out, "removed the status of skill lights\n");
    Tool::run(&broker, &["intents"]).expect_code(3);
    Tool::run(&broker, &["intents", "--forget", "lights"]).expect_code(3);
}
