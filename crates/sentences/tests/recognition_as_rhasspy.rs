//! Recognition compared with rhasspy-nlu 0.3.3: `fixtures/rhasspy.py` has written its answers to `fixtures/rhasspy.json`.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use std::path::Path;

use petasos_sentences::{Grammar, Limits, Matching, RecogniseError, Recognition, Settings};
use serde_json::{Value, json};

/// The differences: the templates, the sentence, the reason, as in the documentation of `Grammar`.
const DIFFERENCES: [(&str, &str, &str); 8] = [
    ("[A]\nset it to (0..100){brightness}\n", "set it to zero", ZERO),
    ("[A]\nset (off:0 | on:1){flag!int!bool}\n", "set off", ZERO),
    ("[A]\nset (off:0 | on:1){flag!bool}\n", "set off", "the text 0 is True"),
    ("[A]\n(a b): c\n", "a b c", "several words cannot be dropped"),
    ("[A]\n(a:x b c:z)!upper\n", "a b c", "a converter changes the order of the words that were said"),
    ("[A]\n((a){x} b)!upper\n", "a b", "a converter takes the value from a slot within"),
    (
        "[A]\nred\n[B]\nred green blue\n[C]\n((red green){x}){y}\n",
        "red green blue",
        "every intent that is better than the first one found wins, not the best",
    ),
    ("[A]\n:added\n", "lamp", "no word is understood, and the cost is divided by their number"),
];

const ZERO: &str = "a second converter never sees a 0 or a False of the first";

fn cases() -> Vec<Value> {
    serde_json::from_str(include_str!("fixtures/rhasspy.json")).unwrap()
}

fn grammar(case: &Value) -> Grammar {
    let lists = tempfile::tempdir().unwrap();
    for (name, values) in case["slots"].as_object().unwrap() {
        let file = lists.path().join(name);
        std::fs::create_dir_all(file.parent().unwrap_or(Path::new(""))).unwrap();
        let lines: Vec<&str> =
            values.as_array().unwrap().iter().map(|value| value.as_str().unwrap()).collect();
        std::fs::write(file, lines.join("\n")).unwrap();
    }
    let mut settings = Settings::default();
    settings.slots = vec![lists.path().to_owned()];
    let templates = settings.read_text("case.ini", case["templates"].as_str().unwrap()).unwrap();
    Grammar::new(&templates.intents, &Limits::default()).unwrap()
}

fn error(_: RecogniseError) -> Value {
    json!("an error")
}

fn answer(found: Option<Recognition>) -> Value {
    found.map_or(Value::Null, |found| {
        let entity = |entity: &petasos_sentences::Entity| {
            json!({
                "name": &*entity.name,
                "source": entity.source.as_deref().unwrap_or_default(),
                "value": entity.value,
                "raw_value": entity.raw_value,
                "range": [entity.start, entity.end, entity.raw_start, entity.raw_end],
            })
        };
        json!({
            "intent": found.intent.as_str(),
            "confidence": rounded(found.confidence),
            "text": found.text,
            "raw_text": found.raw_text,
            "tokens": found.tokens,
            "entities": found.entities.iter().map(entity).collect::<Vec<_>>(),
        })
    })
}

/// Rhasspy's answer, without ranges that end before they begin and confidences below 0.
fn rhasspy_answer(mut answer: Value) -> Value {
    if answer.is_null() {
        return answer;
    }
    if answer.get("error").is_some() {
        return json!("an error");
    }
    answer["confidence"] = rounded(answer["confidence"].as_f64().unwrap().max(0.0)).into();
    for entity in answer["entities"].as_array_mut().unwrap() {
        for (start, end) in [(0, 1), (2, 3)] {
            let range = &mut entity["range"];
            range[end] = range[start].as_i64().unwrap().max(range[end].as_i64().unwrap()).into();
        }
    }
    answer
}

fn rounded(confidence: f64) -> f64 {
    (confidence * 1e9).round() / 1e9
}

#[test]
fn sentences_are_recognised_as_in_rhasspy() {
    let mut listed = Vec::new();
    let mut unlisted = Vec::new();
    for case in cases() {
        let grammar = grammar(&case);
        let (templates, sentence) = (case["templates"].as_str().unwrap(), case["sentence"].as_str().unwrap());
        let strict = Matching::default().with_near(false);
        let fuzzy = Matching::default().with_exact(false).with_similar(false);
        for (mode, matching) in [("strict", strict), ("fuzzy", fuzzy)] {
            let own = grammar.recognise(sentence, &matching).map_or_else(error, answer);
            let rhasspy = rhasspy_answer(case[mode].clone());
            if own == rhasspy {
                continue;
            }
            match DIFFERENCES.iter().position(|(t, s, _)| *t == templates && *s == sentence) {
                Some(difference) => listed.push(difference),
                None => unlisted
                    .push(format!("{mode} {sentence:?} of\n{templates}own     {own}\nrhasspy {rhasspy}\n")),
            }
        }
    }
    assert!(unlisted.is_empty(), "{}", unlisted.join("\n"));
    let gone: Vec<_> = (0..DIFFERENCES.len()).filter(|difference| !listed.contains(difference)).collect();
    assert!(gone.is_empty(), "listed, but no longer different: {gone:?}");
}

#[test]
fn there_are_enough_cases() {
    assert!(cases().len() > 150);
}
