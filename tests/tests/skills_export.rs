//! The sentences that a skill exports, in Rhasspy's own NLU and in Home Assistant's own matcher: what these recognize is what the
//! skill meant.

#![expect(clippy::expect_used, clippy::panic, reason = "a test fails by panicking, with the reason")]

#[path = "../../crates/skill/tests/export/skill.rs"]
mod skill;

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use petasos_messages::slot::{Slot, SlotValue};
use petasos_messages::{Message, SiteId};
use petasos_skill::{Form, Site, Slots, export};
use petasos_tests::peers::{Lessons, Nlu, peer, profile};
use petasos_tests::topic_names::QUERY;
use petasos_tests::{Mosquitto, Observer, ReceivedMessage};
use serde_json::{Value, json};
use tempfile::TempDir;

use self::skill::{Dim, Heat, SetColour, SetTimer, catalogue};

const ENGLISH: &[&str] = &[
    "set the living room lamp to crimson",
    "please make it light blue would you",
    "make it red would you",
    "dim the light to seventy five percent",
    "dim the light to twenty",
    "set lamp two hundred and five to zero percent",
    "switch lamp seven off",
    "set a timer for five minutes",
    "set a timer for two hours and thirty minutes",
    "set a timer for half an hour",
    "set a timer for an hour and a half",
    "wake me at half past five",
    "wake me at quarter to six",
    "wake me at five thirty pm",
    "wake me at noon",
    "cancel the second timer",
    "heat to twenty one degrees celsius",
    "heat to minus five degrees",
    "pay ten euros for it",
];

const GERMAN: &[&str] = &[
    "mach das licht im kitchen hellblau",
    "dimme auf fünfundsiebzig prozent",
    "stell einen timer auf fünf minuten",
    "stell einen timer auf eine stunde und zwanzig minuten",
    "stell einen timer auf anderthalb stunden",
    "weck mich um siebzehn uhr dreißig",
    "weck mich um halb sechs",
    "lösche den zweiten timer",
    "heiz auf einundzwanzig grad",
    "zahl zehn euro dafür",
];

#[test]
fn english_sentences_mean_to_rhasspy_what_they_mean_to_the_skill() {
    insta::assert_snapshot!(recognized("en", ENGLISH));
}

#[test]
fn german_sentences_mean_to_rhasspy_what_they_mean_to_the_skill() {
    insta::assert_snapshot!(recognized("de", GERMAN));
}

/// Words in the place of Home Assistant's wildcards are read by the skill itself.
#[test]
fn english_sentences_mean_to_home_assistant_what_they_mean_to_the_skill() {
    let folder = TempDir::with_prefix("petasos-export-").expect("a folder for temporary files");
    let files = export::home_assistant(&catalogue(), "en").expect("all sentences can be written");
    files.write_to(folder.path(), false).expect("an empty folder");
    // Its numbers are spelled without "and".
    let texts: Vec<String> = ENGLISH.iter().map(|words| words.replace("hundred and", "hundred")).collect();
    let answers = Command::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.cache/venv-test/bin/python"))
        .arg(peer("assist.py"))
        .arg(folder.path().join("custom_sentences/en/house.yaml"))
        .args(&texts)
        .output()
        .expect("its Python is installed by `cargo xtask setup`");
    assert!(answers.status.success(), "{}", String::from_utf8_lossy(&answers.stderr));
    let mut text = String::new();
    for (words, answer) in texts.iter().zip(String::from_utf8_lossy(&answers.stdout).lines()) {
        let answer: Value = serde_json::from_str(answer).expect("a line of JSON");
        let intent = answer["intent"].as_str().unwrap_or_else(|| panic!("{words:?} is not recognized"));
        let slots = answer["slots"].as_object().into_iter().flatten();
        let slot = |(name, value): (&String, &Value)| {
            Slot::new(name, name, value.to_string(), SlotValue::Unknown { value: value.clone() })
        };
        let read = read(intent, &Slots::new(slots.map(slot).collect()), "en");
        let _always = writeln!(text, "{words}\n  {read}");
    }
    insta::assert_snapshot!(text);
}

/// How the skill reads what Rhasspy's NLU recognizes in these texts.
fn recognized(lang: &str, texts: &[&str]) -> String {
    let folder = TempDir::with_prefix("petasos-export-").expect("a folder for temporary files");
    let files = export::rhasspy(&catalogue(), lang).expect("all sentences can be written");
    files.write_to(folder.path(), false).expect("an empty folder");
    let broker = Mosquitto::start();
    let observer = Observer::start(&broker);
    let sentences = &folder.path().join("intents/house.ini");
    let lessons = Lessons { sentences, language: lang, folders: &[folder.path(), &profile()] };
    let _nlu = Nlu::taught(&broker, &lessons, &["--no-fuzzy"]);
    let mut text = String::new();
    for words in texts {
        let mut messages = observer.messages();
        observer.publish(QUERY, &json!({ "input": words, "siteId": "default", "id": words }));
        let message =
            messages.expect("hermes/nlu/+", &json!({ "id": words, "siteId": "default", "intent": {} }));
        let _always = writeln!(text, "{words}\n  {}", read_message(&message, lang));
    }
    text
}

fn read_message(received: &ReceivedMessage, lang: &str) -> String {
    let message =
        Message::decode(&received.topic, received.json.to_string().into()).expect("Rhasspy speaks Hermes");
    let Message::IntentParsed(parsed) = message else { panic!("{received} is no answer of an NLU") };
    read(parsed.intent.intent_name.as_str(), &Slots::new(parsed.slots), lang)
}

fn read(intent: &str, slots: &Slots, lang: &str) -> String {
    match intent {
        "SetColour" => form::<SetColour>(slots, lang),
        "Dim" => form::<Dim>(slots, lang),
        "SetTimer" => form::<SetTimer>(slots, lang),
        "Heat" => form::<Heat>(slots, lang),
        other => panic!("{other} is no intent of the skill"),
    }
}

fn form<T: Form + std::fmt::Debug>(slots: &Slots, lang: &str) -> String {
    match T::read(slots, &Site::new(SiteId::default_site()), Some(lang)) {
        Ok(form) => format!("{form:?}"),
        Err(why) => panic!("{slots:?}: {why}"),
    }
}
