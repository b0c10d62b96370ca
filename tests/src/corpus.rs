//! The sentences of `tests/corpus`, put to two NLUs at once.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Map, Value, json};

use crate::built_programs;
use crate::child_process::Process;
use crate::mosquitto::Mosquitto;
use crate::observer::{Observer, ReceivedMessage};
use crate::peers::{Lessons, Nlu};
use crate::petasos_nlu;

/// The site that Rhasspy's NLU answers for, and the one that ours does.
const SITES: [&str; 2] = ["theirs", "ours"];

/// So many queries wait for answers at once.
const BATCH: usize = 20;

/// A file of templates, and what is said to those who know them.
#[derive(Debug, Clone, Copy)]
pub struct Corpus {
    /// The name of the files: `NAME.ini` has the templates, `NAME.txt` what is said.
    pub name: &'static str,
    /// The language of the numbers.
    pub language: &'static str,
    /// Whether near matches count.
    pub near: bool,
}

/// Something that is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// The words.
    pub text: String,
    /// The only intents to choose from.
    pub filter: Option<Vec<String>>,
}

/// What an NLU published about a query: topics, and payloads without the site.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answer(Map<String, Value>);

impl Corpus {
    /// What to call it.
    #[must_use]
    pub fn title(&self) -> String {
        let how = if self.near { "" } else { ", word for word" };
        format!("{}{how}", self.name)
    }

    /// The queries that people wrote. `# ...` is a comment, `@A,B turn on` is `turn on` for these intents only.
    ///
    /// # Panics
    ///
    /// When the file cannot be read.
    #[must_use]
    pub fn written(&self) -> Vec<Query> {
        let file = folder().join(self.name).with_extension("txt");
        let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(Query::of_line).collect()
    }

    /// Sentences that the templates allow, drawn with this seed.
    ///
    /// # Panics
    ///
    /// When they cannot be generated.
    #[must_use]
    pub fn generated(&self, count: usize, seed: u64) -> Vec<Query> {
        let output = Command::new(built_programs::petasos())
            .args(["nlu", "generate"])
            .arg(self.sentences())
            .args(self.reading())
            .args(["--count", &count.to_string(), "--seed", &seed.to_string()])
            .output()
            .expect("the tool starts");
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "petasos nlu generate: {complaint}");
        let text = String::from_utf8_lossy(&output.stdout);
        text.lines().map(|line| Query { text: line.to_owned(), filter: None }).collect()
    }

    /// Asks both NLUs the same: what Rhasspy's and what ours has answered to each query.
    #[must_use]
    pub fn ask_both(&self, queries: &[Query]) -> Vec<[Answer; 2]> {
        let broker = Mosquitto::start();
        let observer = Observer::start(&broker);
        let (_theirs, _ours) = (self.theirs(&broker), self.ours(&broker));
        for (number, batch) in queries.chunks(BATCH).enumerate() {
            ask(&observer, number * BATCH, batch);
        }
        let answers = |site| {
            let mut answers = vec![Answer::default(); queries.len()];
            for heard in observer.all("hermes/#", &json!({ "siteId": site })) {
                let answer = heard.session().parse::<usize>().ok().and_then(|number| answers.get_mut(number));
                if let Some(answer) = answer {
                    answer.add(&heard);
                }
            }
            answers
        };
        let [theirs, ours] = SITES.map(answers);
        theirs.into_iter().zip(ours).map(|(theirs, ours)| [theirs, ours]).collect()
    }

    fn theirs(&self, broker: &Mosquitto) -> Nlu {
        let (sentences, folder) = (self.sentences(), folder());
        // What Rhasspy's profiles bring along; ours has it built in.
        let of_profiles = folder.join("rhasspy");
        let folders: &[&Path] = &[&folder, &of_profiles];
        let mut arguments = vec!["--site-id", "theirs", "--casing", "lower"];
        arguments.extend(["--replace-numbers", "--language", self.language]);
        arguments.extend((!self.near).then_some("--no-fuzzy"));
        Nlu::taught(broker, &Lessons { sentences: &sentences, language: self.language, folders }, &arguments)
    }

    fn ours(&self, broker: &Mosquitto) -> Process {
        let reading = self.reading();
        let mut arguments: Vec<&str> = reading.iter().map(String::as_str).collect();
        arguments.extend(["--site-id", "ours"]);
        arguments.extend((!self.near).then_some("--no-near"));
        petasos_nlu::start(broker, &self.sentences(), &arguments)
    }

    fn sentences(&self) -> PathBuf {
        folder().join(self.name).with_extension("ini")
    }

    fn reading(&self) -> Vec<String> {
        let programs = folder().join("slot_programs").display().to_string();
        ["--language", self.language, "--allow-programs", "--slot-programs", &programs]
            .map(str::to_owned)
            .into()
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

/// Asks both NLUs some queries, and waits until both have answered them all: they answer one after the other, and nobody
/// understands the last one.
fn ask(observer: &Observer, first: usize, queries: &[Query]) {
    let messages = observer.messages();
    for site in SITES {
        for (number, query) in queries.iter().enumerate() {
            observer.publish("hermes/nlu/query", &query.message(first + number, site));
        }
        let last = json!({ "input": "supercalifragilistic", "siteId": site, "sessionId": "last" });
        observer.publish("hermes/nlu/query", &last);
    }
    for site in SITES {
        messages
            .clone()
            .expect("hermes/nlu/intentNotRecognized", &json!({ "siteId": site, "sessionId": "last" }));
    }
}

impl Query {
    fn of_line(line: &str) -> Self {
        match line.strip_prefix('@').and_then(|line| line.split_once(' ')) {
            None => Self { text: line.to_owned(), filter: None },
            Some((names, text)) => {
                let names = names.split(',').filter(|name| !name.is_empty());
                Self { text: text.to_owned(), filter: Some(names.map(str::to_owned).collect()) }
            }
        }
    }

    /// Every field is filled, so that every field of the answers can be compared.
    fn message(&self, number: usize, site: &str) -> Value {
        json!({
            "input": self.text, "siteId": site, "sessionId": number.to_string(), "id": format!("query {number}"),
            "intentFilter": self.filter, "wakewordId": "porcupine", "lang": "en_GB", "customData": "{\"a\": 1}",
            "asrConfidence": 0.5, "customEntities": {"who": "somebody"},
        })
    }
}

impl Query {
    /// The same with a word too many, at a place that depends on the number.
    #[must_use]
    pub fn with_a_word_too_many(&self, number: usize) -> Self {
        let mut words: Vec<&str> = self.text.split_whitespace().collect();
        words.insert(number % (words.len() + 1), "hm");
        Self { text: words.join(" "), filter: self.filter.clone() }
    }
}

impl fmt::Display for Query {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(filter) = &self.filter {
            write!(formatter, "@{} ", filter.join(","))?;
        }
        formatter.write_str(&self.text)
    }
}

impl Answer {
    fn add(&mut self, heard: &ReceivedMessage) {
        let mut payload = heard.json.clone();
        if let Some(fields) = payload.as_object_mut() {
            fields.remove("siteId");
        }
        if heard.topic == "hermes/error/nlu" {
            payload = Value::Null; // that there is an error must be the same, not its words
        }
        if heard.topic != "hermes/nlu/query" {
            self.0.insert(heard.topic.clone(), payload);
        }
    }

    /// Where another answer differs: the path of each field, and both values.
    #[must_use]
    pub fn differences(&self, other: &Self) -> Vec<String> {
        let mut differences = Vec::new();
        compare("", &Value::from(self.0.clone()), &Value::from(other.0.clone()), &mut differences);
        differences
    }
}

fn compare(path: &str, one: &Value, other: &Value, differences: &mut Vec<String>) {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            for key in one.keys().chain(other.keys().filter(|key| !one.contains_key(*key))) {
                let of = |fields: &Map<String, Value>| fields.get(key).cloned().unwrap_or("(none)".into());
                compare(&format!("{path}/{key}"), &of(one), &of(other), differences);
            }
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            for (index, (one, other)) in one.iter().zip(other).enumerate() {
                compare(&format!("{path}/{index}"), one, other, differences);
            }
        }
        _ if same(one, other) => {}
        _ => differences.push(format!("{path}: {one} | {other}")),
    }
}

/// Equal, as far as two programs can calculate the same.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) if one.is_f64() && other.is_f64() => {
            one.as_f64().zip(other.as_f64()).is_some_and(|(one, other)| (one - other).abs() < 1e-9)
        }
        _ => one == other,
    }
}
