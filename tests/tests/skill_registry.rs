//! The house knows its skills: their retained status, their last will, and `petasos intents`, on a real broker.

use std::process::Command;

use petasos_tests::child_process::Process;
use petasos_tests::{Installation, MessageCursor, Mosquitto, Observer, Petasosd, ReceivedMessage, Tool};
use serde_json::{Value, json};

const STATUS: &str = "petasos/skills/lights/status";
const SAY: &str = "hermes/tts/say";
const ENDED: &str = "hermes/dialogueManager/sessionEnded";

fn status(state: &str) -> Value {
    json!({
        "state": state, "version": "1.0", "uid": "run-1", "notRecognized": false,
        "intents": [{"name": "SetColor", "description": "Sets the colour of a lamp", "slots": []}],
    })
}

/// A skill that lives: a client with a will, which has announced itself.
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

/// Somebody asks for the colour in the kitchen, and Rhasspy's NLU understands. Gives the session.
fn ask_for_colour(installation: &Installation, messages: &mut MessageCursor) -> ReceivedMessage {
    let listening = installation.wake_and_listen("kitchen");
    installation.capture("kitchen", listening.session(), "cyan");
    let query = messages.expect("hermes/nlu/query", &json!({"siteId": "kitchen"}));
    let intent = json!({
        "id": query.text("id"), "sessionId": query.session(), "siteId": "kitchen", "input": "cyan",
        "intent": {"intentName": "SetColor", "confidenceScore": 1.0}, "slots": [],
    });
    installation.publish("hermes/intent/SetColor", &intent);
    listening
}

/// The manager says that the skill is not there, and ends the session.
fn expect_apology(installation: &Installation, messages: &mut MessageCursor, asked: &ReceivedMessage) {
    let say = messages.expect(SAY, &json!({"text": "Sorry, that is not available right now."}));
    installation.speech_finished(&say);
    let ended = messages.expect(ENDED, &json!({"sessionId": asked.session()}));
    assert_eq!(ended.json.pointer("/termination/reason"), Some(&json!("error")));
}

#[test]
fn a_skill_that_is_killed_while_a_session_waits_for_it_is_apologised_for_at_once() {
    let installation = Installation::start(&[]);
    let mut skill = skill(&installation.broker, &installation.observer);
    let mut messages = installation.messages();
    let asked = ask_for_colour(&installation, &mut messages);
    messages.expect("hermes/intent/SetColor", &json!({}));
    skill.kill();
    messages.expect(STATUS, &json!({"state": "offline"}));
    expect_apology(&installation, &mut messages, &asked);
    installation.expect_idle();
}

#[test]
fn a_manager_that_starts_or_comes_back_learns_of_dead_skills_from_what_the_broker_kept() {
    let broker = Mosquitto::start();
    let observer = Observer::start(&broker);
    let mut skill = skill(&broker, &observer);
    let mut messages = observer.messages();
    skill.kill();
    messages.expect(STATUS, &json!({"state": "offline"}));
    let daemon = Petasosd::start(&broker, &[]);
    let mut installation = Installation::of(broker, observer, daemon);
    let asked = ask_for_colour(&installation, &mut messages);
    expect_apology(&installation, &mut messages, &asked);

    installation.daemon.kill();
    installation.daemon.restart();
    installation.daemon.wait_until_ready();
    let mut messages = installation.messages();
    let asked = ask_for_colour(&installation, &mut messages);
    expect_apology(&installation, &mut messages, &asked);
}

#[test]
fn a_skill_that_comes_back_is_waited_for_again() {
    let installation = Installation::start(&[]);
    let mut first = skill(&installation.broker, &installation.observer);
    let mut messages = installation.messages();
    first.kill();
    messages.expect(STATUS, &json!({"state": "offline"}));
    let _second = skill(&installation.broker, &installation.observer);
    let asked = ask_for_colour(&installation, &mut messages);
    installation.end(asked.session());
    let ended = messages.expect(ENDED, &json!({"sessionId": asked.session()}));
    assert_eq!(ended.json["termination"]["reason"], "nominal");
    assert!(installation.observer.all(SAY, &json!({})).is_empty());
}

#[test]
fn intents_are_listed_with_who_handles_them_and_the_dead_can_be_forgotten() {
    let broker = Mosquitto::start();
    let observer = Observer::start(&broker);
    let nobody = Tool::run(&broker, &["intents"]);
    assert_eq!(nobody.code, Some(3), "{nobody:?}");
    assert!(nobody.err.contains("no skill has announced itself"), "{nobody:?}");

    let mut skill = skill(&broker, &observer);
    let listed = Tool::run(&broker, &["intents"]).out;
    assert_eq!(
        listed,
        "intent    skill   state   what it is for\nSetColor  lights  online  Sets the colour of a lamp\n"
    );
    let alive = Tool::run(&broker, &["intents", "--forget", "lights"]);
    assert_eq!(alive.code, Some(1), "{alive:?}");
    assert!(alive.err.contains("stop it first"), "{alive:?}");

    let mut messages = observer.messages();
    skill.kill();
    messages.expect(STATUS, &json!({"state": "offline"}));
    let listed = Tool::run(&broker, &["intents", "--json", "--skill", "lights"]).json();
    let told: Vec<_> = listed.iter().map(|row| (&row["intent"], &row["skill"], &row["state"])).collect();
    assert_eq!(told, [(&json!("SetColor"), &json!("lights"), &json!("offline"))]);

    let forgotten = Tool::run(&broker, &["intents", "--forget", "lights"]);
    assert_eq!((forgotten.code, forgotten.out.as_str()), (Some(0), "forgot the skill lights\n"));
    assert_eq!(Tool::run(&broker, &["intents"]).code, Some(3));
    assert_eq!(Tool::run(&broker, &["intents", "--forget", "lights"]).code, Some(3));
}
