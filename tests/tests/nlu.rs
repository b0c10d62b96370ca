//! `petasos nlu` on a real broker: queries, and changes of its files.

#![expect(clippy::expect_used, reason = "a test fails by panicking, with the reason")]

use std::fs;
use std::path::{Path, PathBuf};

use petasos_tests::child_process::Process;
use petasos_tests::peers::{RhasspyDialogue, Skill, Tts, peer};
use petasos_tests::topic_names::{ENDED, NOT_RECOGNIZED, PARSED, QUERY, SAY};
use petasos_tests::{
    Installation, Mosquitto, Observer, Player, ReceivedMessage, SOON, ScriptedAsr, petasos_nlu,
};
use serde_json::{Value, json};
use tempfile::TempDir;

const LOADED: &str = "hermes/nlu/loaded";
const ERROR: &str = "hermes/error/nlu";

const TEMPLATES: &str = "[Light]\nturn on the ($rooms){room} light\n";

struct RunningNlu {
    observer: Observer,
    process: Process,
    folder: TempDir,
    broker: Mosquitto,
}

impl RunningNlu {
    fn start(arguments: &[&str]) -> Self {
        Self::start_after(|_| (), arguments)
    }

    /// Starts the NLU after `first`.
    fn start_after(first: impl FnOnce(&Observer), arguments: &[&str]) -> Self {
        let folder = TempDir::with_prefix("petasos-nlu-").expect("a folder for temporary files");
        fs::create_dir(folder.path().join("slots")).expect("a folder in a fresh folder");
        write(&folder.path().join("slots/rooms"), "kitchen\nattic\n");
        write(&folder.path().join("sentences.ini"), TEMPLATES);
        let broker = Mosquitto::start();
        let observer = Observer::start(&broker);
        first(&observer);
        let mut messages = observer.messages();
        let process = petasos_nlu::start(&broker, &folder.path().join("sentences.ini"), arguments);
        messages.expect(LOADED, &json!({ "reloaded": false }));
        Self { observer, process, folder, broker }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn query(&self, input: &str, topic: &str, fields: &Value) -> ReceivedMessage {
        self.request(QUERY, &json!({ "input": input }), topic, fields)
    }

    fn request(&self, topic: &str, message: &Value, answer: &str, fields: &Value) -> ReceivedMessage {
        let mut messages = self.observer.messages();
        self.observer.publish(topic, message);
        messages.expect(answer, fields)
    }

    fn reload(&self, name: &str, text: &str) {
        let mut messages = self.observer.messages();
        write(&self.file(name), text);
        messages.expect(LOADED, &json!({ "reloaded": true }));
    }

    fn reload_fails(&self, name: &str, text: &str) -> ReceivedMessage {
        let mut messages = self.observer.messages();
        write(&self.file(name), text);
        messages.expect(ERROR, &json!({}))
    }
}

fn write(file: &Path, text: &str) {
    fs::write(file, text).expect("a file in a folder of ours");
}

#[test]
fn new_templates_are_understood_without_a_restart() {
    let nlu = RunningNlu::start(&[]);
    nlu.query("open the door", NOT_RECOGNIZED, &json!({}));
    nlu.reload("sentences.ini", "[Door]\nopen the door\n");
    nlu.query("open the door", PARSED, &json!({ "intent": { "intentName": "Door" } }));
    nlu.query("turn on the kitchen light", NOT_RECOGNIZED, &json!({}));
}

#[test]
fn new_values_of_a_slot_list_are_understood_without_a_restart() {
    let nlu = RunningNlu::start(&[]);
    nlu.query("turn on the cellar light", NOT_RECOGNIZED, &json!({}));
    nlu.reload("slots/rooms", "kitchen\ncellar\n");
    let parsed = nlu.query("turn on the cellar light", PARSED, &json!({}));
    assert_eq!(parsed.json["slots"][0]["rawValue"], "cellar");
}

#[test]
fn errors_in_templates_are_reported_once_and_the_old_ones_serve_until_they_are_fixed() {
    let nlu = RunningNlu::start(&[]);
    let error = nlu.reload_fails("sentences.ini", "[Light]\nturn on (the light\n");
    assert!(error.text("error").contains("sentences.ini:2:"), "{error}");
    nlu.process.wait_for_line("the old ones stay in use");
    nlu.query("turn on the kitchen light", PARSED, &json!({}));
    nlu.reload("sentences.ini", "[Light]\nturn on the light\n");
    nlu.query("turn on the light", PARSED, &json!({}));
    assert_eq!(nlu.observer.all(ERROR, &json!({})).len(), 1);
}

#[test]
fn a_missing_slot_list_is_read_as_soon_as_it_exists() {
    let nlu = RunningNlu::start(&[]);
    nlu.reload_fails("sentences.ini", "[Play]\nplay $songs\n");
    nlu.reload("slots/songs", "yesterday\n");
    nlu.query("play yesterday", PARSED, &json!({ "intent": { "intentName": "Play" } }));
}

#[test]
fn requests_to_read_the_templates_again_are_answered() {
    let nlu = RunningNlu::start(&[]);
    let reload = json!({ "id": "mine" });
    nlu.request("hermes/nlu/reload", &reload, LOADED, &json!({ "id": "mine", "reloaded": true }));
    let train = json!({ "graphPath": "/nowhere", "id": "yours" });
    nlu.request("rhasspy/nlu/hall/train", &train, "rhasspy/nlu/hall/trainSuccess", &json!({ "id": "yours" }));
    write(&nlu.file("sentences.ini"), "[Light\n");
    let train = json!({ "graphPath": "/nowhere", "id": "ours" });
    nlu.request("rhasspy/nlu/hall/train", &train, ERROR, &json!({ "siteId": "hall", "sessionId": "ours" }));
}

#[test]
fn a_version_request_is_answered() {
    let nlu = RunningNlu::start(&[]);
    let mut messages = nlu.observer.messages();
    nlu.observer.publish_bytes("hermes/nlu/versionRequest", b"");
    messages.expect("hermes/nlu/version", &json!({ "version": env!("CARGO_PKG_VERSION") }));
}

#[test]
fn only_its_own_sites_are_answered() {
    let nlu = RunningNlu::start(&["--site-id", "kitchen", "--site-id", "default"]);
    let mut messages = nlu.observer.messages();
    for site in [json!("attic"), json!("kitchen"), Value::Null] {
        nlu.observer.publish(QUERY, &json!({ "input": "turn on the attic light", "siteId": site }));
    }
    messages.expect(PARSED, &json!({ "siteId": "kitchen" }));
    messages.expect(PARSED, &json!({ "siteId": "default" }));
    assert!(nlu.observer.all(PARSED, &json!({ "siteId": "attic" })).is_empty());
}

#[test]
fn snips_and_alice_leave_the_intent_to_the_manager() {
    for dialect in ["snips", "alice"] {
        let nlu = RunningNlu::start(&["--dialect", dialect]);
        let query =
            json!({ "input": "turn on the attic light", "sessionId": "s1", "siteId": "hall", "id": "q" });
        let parsed = nlu.request(QUERY, &query, PARSED, &json!({ "sessionId": "s1", "id": "q" }));
        assert_eq!(parsed.json["slots"][0]["range"], json!({ "start": 12, "end": 17 }));
        nlu.query("hm", NOT_RECOGNIZED, &json!({}));
        assert!(nlu.observer.all("hermes/intent/#", &json!({})).is_empty(), "{dialect}");
    }
}

#[test]
fn a_slot_is_found_for_snips() {
    let nlu = RunningNlu::start(&["--dialect", "snips"]);
    let query =
        json!({ "input": "turn on the attic light", "intentName": "Light", "slotName": "room", "id": "q" });
    let slot = json!({ "id": "q", "slot": { "rawValue": "attic" } });
    nlu.request("hermes/nlu/partialQuery", &query, "hermes/nlu/slotParsed", &slot);
}

#[test]
fn an_invalid_query_is_an_error() {
    let nlu = RunningNlu::start(&[]);
    for payload in [&b"{}"[..], b"\xFF\xFE", b"[]"] {
        let mut messages = nlu.observer.messages();
        nlu.observer.publish_bytes(QUERY, payload);
        messages.expect(ERROR, &json!({ "context": QUERY }));
    }
    nlu.query("turn on the kitchen light", PARSED, &json!({}));
}

#[test]
fn a_retained_query_is_ignored() {
    let retain = |observer: &Observer| {
        observer.publish_retained(QUERY, b"{\"input\": \"turn on the attic light\"}");
        observer.messages_from_start().expect(QUERY, &json!({}));
    };
    let nlu = RunningNlu::start_after(retain, &[]);
    nlu.query("turn on the kitchen light", PARSED, &json!({ "input": "turn on the kitchen light" }));
    assert_eq!(nlu.observer.all(PARSED, &json!({})).len(), 1);
}

#[test]
fn it_connects_again_and_ends_with_sigterm() {
    let mut nlu = RunningNlu::start(&["-v"]);
    nlu.query("turn on the kitchen light", PARSED, &json!({}));
    nlu.process.wait_for_line("turn on the kitchen light -> Light room=kitchen (1.00)");
    nlu.broker.kill();
    nlu.process.wait_for_line("No connection");
    nlu.broker.restart();
    nlu.broker.resubscribed(QUERY);
    nlu.query("turn on the attic light", PARSED, &json!({}));
    assert!(nlu.process.terminate(SOON).success());
}

#[test]
fn it_works_with_rhasspys_own_manager_and_skills() {
    let broker = Mosquitto::start();
    let observer = Observer::start(&broker);
    let _nlu = petasos_nlu::start(&broker, &peer("sentences.ini"), &[]);
    let _manager = RhasspyDialogue::start(&broker);
    let (_tts, _skill, _player) = (Tts::start(&broker), Skill::start(&broker), Player::start(&broker));
    let asr = ScriptedAsr::start(&broker);
    let mut messages = observer.messages();
    observer.wake("hall");
    asr.transcribe("hall", "turn off the light, please!");
    let question = messages.expect(SAY, &json!({ "text": "Really?", "siteId": "hall" }));
    asr.transcribe("hall", "what time is it"); // the question allows yes and no only
    messages.expect(NOT_RECOGNIZED, &json!({ "sessionId": question.session() }));
    asr.transcribe("hall", "yes please");
    messages.expect(SAY, &json!({ "text": "The light is off." }));
    let nominal = json!({ "sessionId": question.session(), "termination": { "reason": "nominal" } });
    messages.expect(ENDED, &nominal);
}

#[test]
fn with_snips_petasosd_publishes_the_intents_that_it_parsed() {
    let installation = Installation::start(&["--dialect", "snips"]);
    let _nlu = petasos_nlu::start(&installation.broker, &peer("sentences.ini"), &["--dialect", "snips"]);
    let mut messages = installation.messages();
    let session = installation.wake_and_listen("hall");
    installation.capture("hall", session.session(), "turn off the lamp");
    let intent = messages
        .expect("hermes/intent/TurnOff", &json!({ "sessionId": session.session(), "siteId": "hall" }));
    assert_eq!(intent.json["slots"][0]["value"], json!({ "kind": "Custom", "value": "lamp" }));
    installation.end(session.session());
    installation.expect_idle();
}
