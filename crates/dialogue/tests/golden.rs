//! Conversations recorded from rhasspy-dialogue-hermes 0.6.1, played again: where it did right, the same comes out.
//!
//! The recorded inputs are given to the core at their recorded times, with the recorded ids replaced by ours; an input that names
//! an id we never made is left out.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Duration;

use petasos_dialogue::{Output, Policy, SitePolicy, Sound, Time};
use petasos_messages::{Dialect, Message, SiteId};
use serde_json::Value;
use support::Talk;

#[derive(Debug, Clone, PartialEq)]
struct Line {
    topic: String,
    payload: Value,
}

struct Trace {
    arguments: String,
    lines: Vec<(Duration, Direction, Line)>,
}

#[derive(Clone, Copy, PartialEq)]
enum Direction {
    /// To the dialogue manager.
    In,
    /// From the dialogue manager.
    Out,
}

fn read(name: &str) -> Trace {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../messages/tests/fixtures/rhasspy-traces");
    let mut files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let file = files.find(|path| path.file_name().unwrap().to_str().unwrap().starts_with(name)).unwrap();
    let text = std::fs::read_to_string(file).unwrap();
    let arguments = text.lines().find_map(|line| line.strip_prefix("# DM args: ")).unwrap_or_default();
    Trace { arguments: arguments.to_owned(), lines: text.lines().filter_map(parse).collect() }
}

fn parse(line: &str) -> Option<(Duration, Direction, Line)> {
    let (seconds, rest) = line.trim_start().split_once(' ')?;
    let at = Duration::from_secs_f64(seconds.parse().ok()?);
    let (direction, rest) = if let Some(rest) = rest.strip_prefix("TEST-> ") {
        (Direction::In, rest)
    } else {
        (Direction::Out, rest.strip_prefix("DM  -> ")?)
    };
    let (topic, payload) = rest.split_once(' ')?;
    let payload = serde_json::from_str(payload).unwrap_or_else(|_| Value::String(payload.to_owned()));
    // A skill shared the recorded process: what it sent is an input.
    let is_skill = direction == Direction::Out
        && (topic.ends_with("/continueSession") || topic.ends_with("/endSession"));
    let direction = if is_skill { Direction::In } else { direction };
    Some((at, direction, Line { topic: topic.to_owned(), payload }))
}

fn policy(arguments: &str) -> Policy {
    let words: Vec<&str> = arguments.split_whitespace().collect();
    let option =
        |name: &str| words.iter().position(|word| *word == name).and_then(|at| words.get(at + 1).copied());
    let mut site = SitePolicy::new(Dialect::RHASSPY);
    if let Some(seconds) = option("--session-timeout") {
        site.timeouts.listening = Duration::from_secs_f64(seconds.parse().unwrap());
        site.timeouts.skill = site.timeouts.listening;
    }
    if let Some(confidence) = option("--min-asr-confidence") {
        site.min_asr_confidence = confidence.parse().unwrap();
    }
    let mut policy = Policy::new(Dialect::RHASSPY);
    policy.everywhere = site.into();
    let sites = words.windows(2).filter(|pair| pair[0] == "--site-id").map(|pair| support::site(pair[1]));
    policy.only_sites = Some(sites.collect());
    policy.group_separator = option("--group-separator").map(str::to_owned);
    if arguments.contains("--sound") {
        policy.sounds.wake = vec![Duration::from_millis(400)];
        policy.sounds.recorded = vec![Duration::from_millis(300)];
        policy.sounds.error = vec![Duration::from_millis(500)];
    }
    policy
}

struct Replay {
    talk: Talk,
    /// Ids as they were recorded, in the order they appeared, by what they name.
    recorded: BTreeMap<&'static str, Vec<String>>,
    ours: BTreeMap<&'static str, Vec<String>>,
    out: Vec<Line>,
}

/// The ids a line makes: a session's, a speech's, a sound's.
fn made(line: &Line) -> Option<(&'static str, String)> {
    let text = |key: &str| line.payload.get(key).and_then(Value::as_str).map(str::to_owned);
    match line.topic.as_str() {
        "hermes/dialogueManager/sessionStarted" | "hermes/dialogueManager/sessionQueued" => {
            text("sessionId").map(|id| ("session", id))
        }
        "hermes/tts/say" => text("id").map(|id| ("speech", id)),
        topic => topic.split_once("/playBytes/").map(|(_, id)| ("sound", id.to_owned())),
    }
}

fn note(ids: &mut BTreeMap<&'static str, Vec<String>>, line: &Line) {
    if let Some((what, id)) = made(line) {
        let known = ids.entry(what).or_default();
        if !known.contains(&id) {
            known.push(id);
        }
    }
}

impl Replay {
    fn run(trace: &Trace) -> Self {
        let talk = Talk::with(policy(&trace.arguments));
        let mut replay = Self { talk, recorded: BTreeMap::new(), ours: BTreeMap::new(), out: Vec::new() };
        let start = replay.talk.time.now();
        for (at, direction, line) in &trace.lines {
            match direction {
                Direction::Out => note(&mut replay.recorded, line),
                Direction::In => {
                    replay.pass(start + *at);
                    replay.give(line);
                }
            }
        }
        let end = trace.lines.iter().map(|(at, ..)| *at).max().unwrap_or_default();
        replay.pass(start + end + Duration::from_millis(900));
        replay
    }

    fn pass(&mut self, until: Time) {
        while self.talk.step(until) {
            self.collect();
        }
        self.talk.time.pass_until(until);
    }

    fn give(&mut self, line: &Line) {
        let mut text = match &line.payload {
            Value::String(text) => text.clone(),
            payload => payload.to_string(),
        };
        for (what, recorded) in &self.recorded {
            for (index, id) in recorded.iter().enumerate() {
                match self.ours.get(what).and_then(|ours| ours.get(index)) {
                    Some(own) => text = text.replace(id, own),
                    None if text.contains(id.as_str()) => return,
                    None => {}
                }
            }
        }
        if let Ok(message) = Message::decode(&line.topic, text.into_bytes().into()) {
            self.talk.hear(message);
            self.collect();
        }
    }

    fn collect(&mut self) {
        for output in std::mem::take(&mut self.talk.outputs) {
            let line = match output {
                Output::Publish { message, dialect } => Line {
                    topic: message.topic(dialect).to_string(),
                    payload: serde_json::from_slice(&message.encode(dialect)).unwrap(),
                },
                Output::PlaySound { site_id, sound, request_id, .. } => Line {
                    topic: format!("hermes/audioServer/{site_id}/playBytes/{request_id}"),
                    payload: Value::String(format!("<{} bytes WAV>", wav_bytes(sound))),
                },
                _ => continue,
            };
            note(&mut self.ours, &line);
            self.out.push(line);
        }
    }
}

fn wav_bytes(sound: Sound) -> u32 {
    match sound {
        Sound::Wake => 12_844,
        Sound::Recorded => 9_644,
        Sound::Error => 16_044,
    }
}

/// Makes lines comparable: ids by number, without what Rhasspy forgets and we carry, and without the query's id.
fn normal(lines: &[Line], ids: &BTreeMap<&'static str, Vec<String>>) -> Vec<String> {
    let rename = |mut text: String| {
        for (what, ids) in ids {
            for (index, id) in ids.iter().enumerate() {
                text = text.replace(id, &format!("{what}{index}"));
            }
        }
        text
    };
    let carried = ["customData", "lang"];
    lines
        .iter()
        .map(|line| {
            let mut payload = line.payload.clone();
            if let Value::Object(fields) = &mut payload {
                fields
                    .iter_mut()
                    .filter(|(key, _)| carried.contains(&key.as_str()))
                    .for_each(|(_, value)| *value = "*".into());
                if line.topic == "hermes/nlu/query" {
                    fields.insert("id".to_owned(), Value::Null);
                }
            }
            rename(format!("{} {payload}", line.topic))
        })
        .collect()
}

fn recorded_output(trace: &Trace) -> Vec<Line> {
    let output = trace.lines.iter().filter(|(_, direction, _)| *direction == Direction::Out);
    output.map(|(.., line)| line.clone()).collect()
}

fn replay(name: &str) -> (Vec<String>, Vec<String>) {
    let trace = read(name);
    let replay = Replay::run(&trace);
    (normal(&recorded_output(&trace), &replay.recorded), normal(&replay.out, &replay.ours))
}

#[test]
fn the_same_comes_out() {
    for name in ["a1", "b1", "d1", "e2", "e3", "f1", "j1", "q1"] {
        let (theirs, ours) = replay(name);
        similar(name, &theirs, &ours);
    }
}

/// The sound that confirms the recording does not keep the NLU waiting: stop, toggle and query come first.
fn query_first(lines: Vec<String>) -> Vec<String> {
    let mut ordered: Vec<String> = Vec::new();
    let mut sound: Vec<String> = Vec::new();
    let mut rest = lines.into_iter().peekable();
    while let Some(line) = rest.next() {
        if line.contains("playAudio") && sound.len() < 2 {
            sound.push(line);
        } else if line.contains("9644 bytes") {
            ordered.extend(rest.by_ref().take(3));
            ordered.append(&mut sound);
            ordered.push(line);
        } else {
            ordered.append(&mut sound);
            ordered.push(line);
        }
    }
    ordered.append(&mut sound);
    ordered
}

/// The toggles that end a sound, and all the rest.
fn without_closing_toggles(lines: Vec<String>) -> (Vec<String>, Vec<String>) {
    lines.into_iter().partition(|line| line.contains("toggleOn") && line.contains("playAudio"))
}

#[test]
fn the_same_comes_out_but_the_query_does_not_wait_for_the_sound() {
    for name in ["a2", "a3", "c2", "g1"] {
        let (theirs, ours) = replay(name);
        let (their_ends, theirs) = without_closing_toggles(theirs);
        let (our_ends, ours) = without_closing_toggles(ours);
        similar(name, &query_first(theirs), &ours);
        assert_eq!(their_ends, our_ends, "{name}");
    }
}

fn similar(name: &str, theirs: &[String], ours: &[String]) {
    let difference =
        theirs.iter().zip(ours).position(|(a, b)| a != b).unwrap_or(theirs.len().min(ours.len()));
    assert!(
        theirs == ours,
        "{name} differs at line {difference}:\n{:#?}\n{:#?}",
        &theirs[difference.saturating_sub(2)..],
        &ours[difference.saturating_sub(2)..]
    );
}

/// Where the recorded manager was at fault we differ: topics and sites only, to be read.
#[test]
fn the_faults_are_gone() {
    for name in ["b2", "d2", "d3", "f2", "f3", "h1", "i1", "j2", "j3", "k1", "m1", "p1", "r1"] {
        let replay = Replay::run(&read(name));
        let mut text = String::new();
        for line in &replay.out {
            let detail =
                |key: &str| line.payload.get(key).map(|value| format!(" {value}")).unwrap_or_default();
            let topic = line.topic.split("/playBytes/").next().unwrap_or_default();
            let details = ["siteId", "reason", "text", "intentFilter", "termination"].map(detail);
            writeln!(text, "{topic}{}", details.concat()).unwrap();
        }
        insta::assert_snapshot!(format!("without_fault_{name}"), text);
    }
}

#[test]
fn a_site_id_that_is_a_list_is_survived() {
    let replay = Replay::run(&read("m2"));
    assert!(replay.out.is_empty());
    assert_eq!(replay.talk.core.statistics().sites, 0);
    assert!(SiteId::new("").is_err());
}
