//! What happened in the house, and how it is told to whoever reads a failed test.

use std::fmt;
use std::time::Duration;

use petasos_bus::Received;
use petasos_messages::filter::Namespace;
use petasos_messages::payload::{ComponentError, IntentParsed, SessionInit};
use petasos_messages::{IntentName, Message, SiteId};
use petasos_simulator::rooms::Scene;

/// A payload is told up to so many characters.
const LONGEST: usize = 100;

/// Something that happened.
#[derive(Debug)]
pub(super) struct Entry {
    /// When, since the house was opened.
    pub(super) at: Duration,
    /// Where, as far as it happened in one room.
    pub(super) site: Option<SiteId>,
    /// What.
    pub(super) what: What,
}

/// What happened.
#[derive(Debug)]
pub(super) enum What {
    /// In a room, as somebody who stands in it would tell.
    Scene(Scene),
    /// A message passed.
    Message(Passed),
    /// The test did something to the house.
    Note(String),
}

/// A message that passed.
#[derive(Debug)]
pub(super) struct Passed {
    /// As it was carried.
    pub(super) packet: Received,
    /// What it says, where it is one of Hermes.
    pub(super) message: Option<Message>,
    /// Whether the test itself or one of its stand-ins published it.
    pub(super) ours: bool,
}

impl Entry {
    /// Whether it happened at this site; everything happens everywhere.
    pub(super) fn is_at(&self, site: Option<&SiteId>) -> bool {
        site.is_none() || self.site.as_ref() == site
    }

    /// What happened in a room.
    pub(super) fn scene(&self) -> Option<&Scene> {
        match &self.what {
            What::Scene(scene) => Some(scene),
            _ => None,
        }
    }

    /// The message of Hermes that passed.
    pub(super) fn message(&self) -> Option<&Message> {
        match &self.what {
            What::Message(passed) => passed.message.as_ref(),
            _ => None,
        }
    }

    /// The words that were spoken in a room.
    pub(super) fn said(&self) -> Option<&str> {
        match self.scene() {
            Some(Scene::Says(words)) => Some(words),
            _ => None,
        }
    }
}

/// The conversation as a table: when, where, who, what. Lines from `begin` on are marked.
pub(super) struct Table<'a> {
    pub(super) entries: &'a [Entry],
    pub(super) begin: usize,
}

impl fmt::Display for Table<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines = self.entries.iter().enumerate().filter_map(|(index, entry)| {
            let (who, what) = told(&entry.what)?;
            Some((index, entry, who, what))
        });
        let lines: Vec<_> = lines.collect();
        let sites = lines.iter().filter_map(|(_, entry, ..)| Some(entry.site.as_ref()?.as_str().len()));
        let width = sites.chain(["where".len()]).max().unwrap_or_default();
        writeln!(formatter, "  seconds  {:width$}  {:7}  what", "where", "who")?;
        for (index, entry, who, what) in lines {
            let mark = if index >= self.begin { '>' } else { ' ' };
            let seconds = entry.at.as_secs_f64();
            let site = entry.site.as_ref().map_or("", |site| site.as_str());
            writeln!(formatter, "{mark} {seconds:>7.3}  {site:width$}  {who:7}  {what}")?;
        }
        Ok(())
    }
}

/// Who did what; `None` if it is not worth a line.
fn told(what: &What) -> Option<(&'static str, String)> {
    match what {
        What::Scene(scene) => told_scene(scene),
        What::Message(passed) => match &passed.message {
            Some(message) if !passed.ours => told_message(&passed.packet.topic, message),
            _ => told_packet(passed),
        },
        What::Note(note) => Some(("test", format!("({note})"))),
    }
}

fn told_scene(scene: &Scene) -> Option<(&'static str, String)> {
    Some(match scene {
        Scene::WakeWord => ("you", "(wake word)".to_owned()),
        Scene::WakeWordUnheard => ("you", "(wake word, which is not listened for)".to_owned()),
        Scene::Heard(words) if words.is_empty() => ("you", "(no words)".to_owned()),
        Scene::Heard(words) => ("you", words.clone()),
        Scene::Unsaid(words) => ("you", format!("(not said, as nobody listens: {words})")),
        Scene::Listening => ("house", "(listens)".to_owned()),
        Scene::NotListening => ("house", "(listens no longer)".to_owned()),
        Scene::Says(words) => ("house", words.clone()),
        Scene::Broken(part) => ("house", format!("(broken: {part:?})")),
        _ => return None,
    })
}

fn told_message(topic: &str, message: &Message) -> Option<(&'static str, String)> {
    Some(match message {
        Message::IntentParsed(parsed) => ("nlu", understood(parsed)),
        Message::NluIntentNotRecognized(_) => ("nlu", "(not understood)".to_owned()),
        Message::DialogueIntentNotRecognized(_) => {
            ("manager", "(tells the skill that it was not understood)".to_owned())
        }
        Message::ContinueSession(ask) => {
            ("skill", format!("asks{}{}", quoted(ask.text.as_ref()), only(ask.intent_filter.as_deref())))
        }
        Message::EndSession(end) => ("skill", format!("ends the session{}", quoted(end.text.as_ref()))),
        Message::StartSession(start) => ("skill", started(&start.init)),
        Message::Say(say) if say.session_id.is_none() => {
            ("skill", format!("says in between{}", quoted(Some(&say.text))))
        }
        Message::SessionQueued(_) => ("manager", "(session waits)".to_owned()),
        Message::SessionEnded(ended) => {
            ("manager", format!("(session over: {})", ended.termination.reason()))
        }
        Message::DialogueError(error)
        | Message::AsrError(error)
        | Message::NluError(error)
        | Message::TtsError(error)
        | Message::HotwordError(error)
        | Message::AudioPlayError(error) => ("error", failed(topic, error)),
        _ => return None,
    })
}

fn understood(parsed: &IntentParsed) -> String {
    let slots = parsed.slots.iter().map(|slot| {
        let value = slot.value.text().unwrap_or_else(|| slot.raw_value.clone());
        format!(" {}={value}", slot.slot_name)
    });
    format!("{}{}", parsed.intent.intent_name, slots.collect::<String>())
}

fn started(init: &SessionInit) -> String {
    match init {
        SessionInit::Notification { text } => format!("notifies{}", quoted(Some(text))),
        SessionInit::Action(action) => {
            let words = quoted(action.text.as_ref());
            format!("starts a session{words}{}", only(action.intent_filter.as_deref()))
        }
    }
}

fn failed(topic: &str, error: &ComponentError) -> String {
    format!("{topic}: {}", error.error)
}

fn quoted(words: Option<&String>) -> String {
    words.filter(|words| !words.is_empty()).map(|words| format!(" {words:?}")).unwrap_or_default()
}

fn only(filter: Option<&[IntentName]>) -> String {
    filter.map(|names| format!(", only [{}]", list(names))).unwrap_or_default()
}

/// Names with commas between them.
pub(super) fn list<T: ToString>(names: &[T]) -> String {
    names.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// What is not of Hermes is what skills are for; what the parts of Petasos tell each other is not.
fn told_packet(passed: &Passed) -> Option<(&'static str, String)> {
    let Received { topic, payload, retain, .. } = &passed.packet;
    if *retain || Namespace::of(topic) == Some(Namespace::Petasos) {
        return None;
    }
    let who = if passed.ours { "test" } else { "mqtt" };
    Some((who, format!("{topic} {}", short(&String::from_utf8_lossy(payload)))))
}

fn short(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}...", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
