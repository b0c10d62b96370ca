//! `petasos nlu` as a part of a house: what it hears and says on a real broker, and what happens when its files change.

#![expect(clippy::expect_used, reason = "a test fails by panicking, with the reason")]

use std::fs;
use std::path::{Path, PathBuf};

use petasos_tests::child_process::Process;
use petasos_tests::peers::{RhasspyDialogue, Skill, Tts, peer};
use petasos_tests::{
    Installation, MessageCursor, Mosquitto, Observer, Player, ReceivedMessage, SOON, ScriptedAsr, petasos_nlu,
};
use serde_json::{Value, json};
use tempfile::TempDir;

const QUERY: &str = "hermes/nlu/query";
const PARSED: &str = "hermes/nlu/intentParsed";
const NOT_RECOGNIZED: &str = "hermes/nlu/intentNotRecognized";
const LOADED: &str = "hermes/nlu/loaded";
const ERROR: &str = "hermes/error/nlu";

const TEMPLATES: &str = "[Light]\nturn on the ($rooms){room} light\n";

/// A broker, an NLU with templates of its own, and somebody who writes everything down.
struct Rig {
    observer: Observer,
    nlu: Process,
    folder: TempDir,
    broker: Mosquitto,
}

impl Rig {
    fn start(arguments: &[&str]) -> Self {
        Self::start_after(|_| (), arguments)
    }

    /// Starts the NLU when something else was done.
    fn start_after(first: impl FnOnce(&Observer), arguments: &[&str]) -> Self {
        let folder = TempDir::with_prefix("petasos-nlu-").expect("a folder for temporary files");
        fs::create_dir(folder.path().join("slots")).expect("a folder in a fresh folder");
        write(&folder.path().join("slots/rooms"), "kitchen\nattic\n");
        write(&folder.path().join("sentences.ini"), TEMPLATES);
        let broker = Mosquitto::start();
        let observer = Observer::start(&broker);
        first(&observer);
        let mut messages = observer.messages();
        let nlu = petasos_nlu::start(&broker, &folder.path().join("sentences.ini"), arguments);
        messages.expect(LOADED, &json!({ "reloaded": false }));
        Self { observer, nlu, folder, broker }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Asks, and expects an answer.
    fn ask(&self, input: &str, topic: &str, fields: &Value) -> ReceivedMessage {
        self.ask_as(&json!({ "input": input }), topic, fields)
    }

    fn ask_as(&self, query: &Value, topic: &str, fields: &Value) -> ReceivedMessage {
        let mut messages = self.observer.messages();
        self.observer.publish(QUERY, query);
        messages.expect(topic, fields)
    }

    /// Writes templates and follows what comes of it.
    fn change(&self, name: &str, text: &str) -> MessageCursor {
        let messages = self.observer.messages();
        write(&self.file(name), text);
        messages
    }
}

fn write(file: &Path, text: &str) {
    fs::write(file, text).expect("a file in a folder of ours");
}

#[test]
fn new_templates_are_understood_without_a_restart() {
    let rig = Rig::start(&[]);
    rig.ask("open the door", NOT_RECOGNIZED, &json!({}));
    let mut messages = rig.change("sentences.ini", "[Door]\nopen the door\n");
    messages.expect(LOADED, &json!({ "reloaded": true }));
    rig.ask("open the door", PARSED, &json!({ "intent": { "intentName": "Door" } }));
    rig.ask("turn on the kitchen light", NOT_RECOGNIZED, &json!({}));
}

#[test]
fn new_values_of_a_slot_list_are_understood_without_a_restart() {
    let rig = Rig::start(&[]);
    rig.ask("turn on the cellar light", NOT_RECOGNIZED, &json!({}));
    rig.change("slots/rooms", "kitchen\ncellar\n").expect(LOADED, &json!({ "reloaded": true }));
    let parsed = rig.ask("turn on the cellar light", PARSED, &json!({}));
    assert_eq!(parsed.json["slots"][0]["rawValue"], "cellar");
}

#[test]
fn broken_templates_are_told_once_and_the_old_ones_serve_until_they_are_mended() {
    let rig = Rig::start(&[]);
    let mut messages = rig.change("sentences.ini", "[Light]\nturn on (the light\n");
    let error = messages.expect(ERROR, &json!({}));
    assert!(error.text("error").contains("sentences.ini:2:"), "{error}");
    rig.nlu.wait_for_line("the old ones still serve");
    rig.ask("turn on the kitchen light", PARSED, &json!({}));
    rig.change("sentences.ini", "[Light]\nturn on the light\n").expect(LOADED, &json!({ "reloaded": true }));
    rig.ask("turn on the light", PARSED, &json!({}));
    assert_eq!(rig.observer.all(ERROR, &json!({})).len(), 1);
}

#[test]
fn a_missing_slot_list_is_found_as_soon_as_it_is_there() {
    let rig = Rig::start(&[]);
    rig.change("sentences.ini", "[Play]\nplay $songs\n").expect(ERROR, &json!({}));
    rig.change("slots/songs", "yesterday\n").expect(LOADED, &json!({ "reloaded": true }));
    rig.ask("play yesterday", PARSED, &json!({ "intent": { "intentName": "Play" } }));
}

#[test]
fn who_asks_for_a_new_reading_gets_word_of_it() {
    let rig = Rig::start(&[]);
    let mut messages = rig.observer.messages();
    rig.observer.publish("hermes/nlu/reload", &json!({ "id": "mine" }));
    messages.expect(LOADED, &json!({ "id": "mine", "reloaded": true }));
    rig.observer.publish("rhasspy/nlu/hall/train", &json!({ "graphPath": "/nowhere", "id": "yours" }));
    messages.expect("rhasspy/nlu/hall/trainSuccess", &json!({ "id": "yours" }));
    write(&rig.file("sentences.ini"), "[Light\n");
    rig.observer.publish("rhasspy/nlu/hall/train", &json!({ "graphPath": "/nowhere", "id": "ours" }));
    messages.expect(ERROR, &json!({ "siteId": "hall", "sessionId": "ours" }));
}

#[test]
fn a_question_for_the_version_is_answered() {
    let rig = Rig::start(&[]);
    let mut messages = rig.observer.messages();
    rig.observer.publish_bytes("hermes/nlu/versionRequest", b"");
    messages.expect("hermes/nlu/version", &json!({ "version": env!("CARGO_PKG_VERSION") }));
}

#[test]
fn only_its_own_sites_are_answered() {
    let rig = Rig::start(&["--site-id", "kitchen", "--site-id", "default"]);
    let mut messages = rig.observer.messages();
    for site in [json!("attic"), json!("kitchen"), Value::Null] {
        rig.observer.publish(QUERY, &json!({ "input": "turn on the attic light", "siteId": site }));
    }
    messages.expect(PARSED, &json!({ "siteId": "kitchen" }));
    messages.expect(PARSED, &json!({ "siteId": "default" }));
    assert!(rig.observer.all(PARSED, &json!({ "siteId": "attic" })).is_empty());
}

#[test]
fn snips_and_alice_leave_the_intent_to_the_manager() {
    for dialect in ["snips", "alice"] {
        let rig = Rig::start(&["--dialect", dialect]);
        let query =
            json!({ "input": "turn on the attic light", "sessionId": "s1", "siteId": "hall", "id": "q" });
        let parsed = rig.ask_as(&query, PARSED, &json!({ "sessionId": "s1", "id": "q" }));
        assert_eq!(parsed.json["slots"][0]["range"], json!({ "start": 12, "end": 17 }));
        rig.ask("hm", NOT_RECOGNIZED, &json!({}));
        assert!(rig.observer.all("hermes/intent/#", &json!({})).is_empty(), "{dialect}");
    }
}

#[test]
fn a_slot_is_found_for_snips() {
    let rig = Rig::start(&["--dialect", "snips"]);
    let mut messages = rig.observer.messages();
    let query =
        json!({ "input": "turn on the attic light", "intentName": "Light", "slotName": "room", "id": "q" });
    rig.observer.publish("hermes/nlu/partialQuery", &query);
    messages.expect("hermes/nlu/slotParsed", &json!({ "id": "q", "slot": { "rawValue": "attic" } }));
}

#[test]
fn what_is_no_query_is_told_to_be_none() {
    let rig = Rig::start(&[]);
    for payload in [&b"{}"[..], b"\xFF\xFE", b"[]"] {
        let mut messages = rig.observer.messages();
        rig.observer.publish_bytes(QUERY, payload);
        messages.expect(ERROR, &json!({ "context": QUERY }));
    }
    rig.ask("turn on the kitchen light", PARSED, &json!({}));
}

#[test]
fn a_query_that_the_broker_kept_is_old_news() {
    let keep = |observer: &Observer| {
        observer.publish_retained(QUERY, b"{\"input\": \"turn on the attic light\"}");
        observer.messages_from_start().expect(QUERY, &json!({}));
    };
    let rig = Rig::start_after(keep, &[]);
    rig.ask("turn on the kitchen light", PARSED, &json!({ "input": "turn on the kitchen light" }));
    assert_eq!(rig.observer.all(PARSED, &json!({})).len(), 1);
}

#[test]
fn it_comes_back_with_thebroker_and_ends_when_told() {
    let mut rig = Rig::start(&["-v"]);
    rig.ask("turn on the kitchen light", PARSED, &json!({}));
    rig.nlu.wait_for_line("turn on the kitchen light -> Light room=kitchen (1.00)");
    rig.broker.kill();
    rig.nlu.wait_for_line("No connection");
    rig.broker.restart();
    rig.broker.resubscribed(QUERY);
    rig.ask("turn on the attic light", PARSED, &json!({}));
    assert!(rig.nlu.terminate(SOON).success());
}

#[test]
fn rhasspys_own_manager_and_skills_get_on_with_it() {
    let broker = Mosquitto::start();
    let observer = Observer::start(&broker);
    let _nlu = petasos_nlu::start(&broker, &peer("sentences.ini"), &[]);
    let _manager = RhasspyDialogue::start(&broker);
    let (_tts, _skill, _player) = (Tts::start(&broker), Skill::start(&broker), Player::start(&broker));
    let asr = ScriptedAsr::start(&broker);
    let mut messages = observer.messages();
    let wake = json!({ "modelId": "default", "modelVersion": "", "modelType": "personal", "currentSensitivity": 1.0, "siteId": "hall" });
    observer.publish("hermes/hotword/default/detected", &wake);
    asr.transcribe("hall", "turn off the light, please!");
    let question = messages.expect("hermes/tts/say", &json!({ "text": "Really?", "siteId": "hall" }));
    asr.transcribe("hall", "what time is it"); // the question allows yes and no only
    messages.expect(NOT_RECOGNIZED, &json!({ "sessionId": question.session() }));
    asr.transcribe("hall", "yes please");
    messages.expect("hermes/tts/say", &json!({ "text": "The light is off." }));
    let nominal = json!({ "sessionId": question.session(), "termination": { "reason": "nominal" } });
    messages.expect("hermes/dialogueManager/sessionEnded", &nominal);
}

#[test]
fn our_manager_makes_intents_of_what_it_parsed_for_snips() {
    let installation = Installation::start(&["--dialect", "snips"]);
    let _nlu = petasos_nlu::start(&installation.broker, &peer("sentences.ini"), &["--dialect", "snips"]);
    let mut messages = installation.messages();
    let session = installation.wake_and_listen("hall");
    installation.capture("hall", session.session(), "turn off the lamp");
    let intent = messages
        .expect("hermes/intent/TurnOff", &json!({ "sessionId": session.session(), "siteId": "hall" }));
    assert_eq!(intent.json["slots"][0]["value"], json!({ "kind": "Custom", "value": "lamp" }));
    installation.end(session.session());
    installation.settle();
    installation.expect_idle();
}
