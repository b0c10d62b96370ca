//! The sentences of `tests/corpus`, sent to Rhasspy's NLU and to that of `petasos` at once.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Map, Value, json};

use crate::built_programs;
use crate::child_process::Process;
use crate::mosquitto::Mosquitto;
use crate::observer::{Observer, ReceivedMessage};
use crate::peers::{Lessons, Nlu, profile};
use crate::petasos_nlu;
use crate::topic_names::{NOT_RECOGNIZED, QUERY};

/// The sites of Rhasspy's NLU and of that of `petasos`.
const SITES: [&str; 2] = ["rhasspy", "petasos"];

/// How many queries may wait for answers at once.
const BATCH: usize = 20;

/// A file of templates, and queries.
#[derive(Debug, Clone, Copy)]
pub struct Corpus {
    /// The name of the files: `NAME.ini` has the templates, `NAME.txt` the queries.
    pub name: &'static str,
    /// The language of the numbers.
    pub language: &'static str,
    /// Whether near matches count.
    pub near: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    pub text: String,
    /// The intent filter.
    pub filter: Option<Vec<String>>,
}

/// An NLU's answer to a query: topics, and payloads without the site.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answer(Map<String, Value>);

impl Corpus {
    pub fn title(&self) -> String {
        let how = if self.near { "" } else { ", word for word" };
        format!("{}{how}", self.name)
    }

    /// The queries of the file. `# ...` is a comment, `@A,B turn on` is `turn on` for these intents only.
    pub fn written(&self) -> Vec<Query> {
        let file = folder().join(self.name).with_extension("txt");
        let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(Query::of_line).collect()
    }

    /// Sentences that the templates allow, drawn with this seed.
    pub fn generated(&self, count: usize, seed: u64) -> Vec<Query> {
        let output = Command::new(built_programs::petasos())
            .args(["nlu", "generate"])
            .arg(self.sentences())
            .args(self.options())
            .args(["--count", &count.to_string(), "--seed", &seed.to_string()])
            .output()
            .expect("the tool starts");
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "petasos nlu generate: {complaint}");
        let text = String::from_utf8_lossy(&output.stdout);
        text.lines().map(|line| Query { text: line.to_owned(), filter: None }).collect()
    }

    /// Sends the queries to both NLUs; returns the answers of Rhasspy's and of that of `petasos` to each.
    pub fn ask_both(&self, queries: &[Query]) -> Vec<[Answer; 2]> {
        let broker = Mosquitto::start();
        let observer = Observer::start(&broker);
        let (_rhasspy, _petasos) = (self.start_rhasspy(&broker), self.start_petasos(&broker));
        for (number, batch) in queries.chunks(BATCH).enumerate() {
            ask(&observer, number * BATCH, batch);
        }
        let answers = |site| {
            let mut answers = vec![Answer::default(); queries.len()];
            for message in observer.all("hermes/#", &json!({ "siteId": site })) {
                let answer =
                    message.session().parse::<usize>().ok().and_then(|number| answers.get_mut(number));
                if let Some(answer) = answer {
                    answer.add(&message);
                }
            }
            answers
        };
        let [rhasspy, petasos] = SITES.map(answers);
        rhasspy.into_iter().zip(petasos).map(|(rhasspy, petasos)| [rhasspy, petasos]).collect()
    }

    fn start_rhasspy(&self, broker: &Mosquitto) -> Nlu {
        let (sentences, folder) = (self.sentences(), folder());
        // What is in the profile is built into `petasos`.
        let profile = profile();
        let folders: &[&Path] = &[&folder, &profile];
        let mut arguments = vec!["--site-id", "rhasspy", "--casing", "lower"];
        arguments.extend(["--replace-numbers", "--language", self.language]);
        arguments.extend((!self.near).then_some("--no-fuzzy"));
        Nlu::taught(broker, &Lessons { sentences: &sentences, language: self.language, folders }, &arguments)
    }

    fn start_petasos(&self, broker: &Mosquitto) -> Process {
        let options = self.options();
        let mut arguments: Vec<&str> = options.iter().map(String::as_str).collect();
        arguments.extend(["--site-id", "petasos"]);
        arguments.extend((!self.near).then_some("--no-near"));
        petasos_nlu::start(broker, &self.sentences(), &arguments)
    }

    fn sentences(&self) -> PathBuf {
        folder().join(self.name).with_extension("ini")
    }

    fn options(&self) -> Vec<String> {
        let programs = folder().join("slot_programs").display().to_string();
        ["--language", self.language, "--allow-programs", "--slot-programs", &programs]
            .map(str::to_owned)
            .into()
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

/// Sends queries to both NLUs and waits until both have answered all: they answer in order, and none recognizes the last one.
fn ask(observer: &Observer, first: usize, queries: &[Query]) {
    let messages = observer.messages();
    for site in SITES {
        for (number, query) in queries.iter().enumerate() {
            observer.publish(QUERY, &query.message(first + number, site));
        }
        let last = json!({ "input": "supercalifragilistic", "siteId": site, "sessionId": "last" });
        observer.publish(QUERY, &last);
    }
    for site in SITES {
        messages.clone().expect(NOT_RECOGNIZED, &json!({ "siteId": site, "sessionId": "last" }));
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

    /// The same with a word too many, at a position that depends on the number.
    pub fn with_extra_word(&self, number: usize) -> Self {
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
    fn add(&mut self, message: &ReceivedMessage) {
        let mut payload = message.json.clone();
        if let Some(fields) = payload.as_object_mut() {
            fields.remove("siteId");
        }
        if message.topic == "hermes/error/nlu" {
            payload = Value::Null; // both must report an error, whatever its text
        }
        if message.topic != QUERY {
            self.0.insert(message.topic.clone(), payload);
        }
    }

    /// The differences to another answer: the path of each field, and both values.
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

/// Equal, floats up to rounding.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) if one.is_f64() && other.is_f64() => {
            one.as_f64().zip(other.as_f64()).is_some_and(|(one, other)| (one - other).abs() < 1e-9)
        }
        _ => one == other,
    }
}
