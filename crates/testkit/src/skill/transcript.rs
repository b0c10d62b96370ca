//! What happened in a test: as a table for people, and as a recording.

use std::fmt;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use petasos_bus::Received;
use petasos_messages::filter::Namespace;
use petasos_messages::payload::{ComponentError, IntentParsed, SessionInit};
use petasos_messages::{Dialect, IntentName, Message, SiteId, wav};
use petasos_recording::{self as recording, Header, Payload, Recording, Sender};
use petasos_simulator::sites::SiteEvent;

/// How many characters of a payload are shown.
const MAX_SHOWN: usize = 100;

/// An entry of the transcript.
#[derive(Debug)]
pub(super) struct Entry {
    /// The time since the start of the installation.
    pub(super) at: Duration,
    /// The site, if it happened at one.
    pub(super) site: Option<SiteId>,
    /// What happened.
    pub(super) what: What,
}

/// What happened.
#[derive(Debug)]
pub(super) enum What {
    /// What a user notices at a site.
    Event(SiteEvent),
    /// The broker delivered a message.
    Message(Delivered),
    /// The test did something.
    Note(String),
}

/// A message that the broker delivered.
#[derive(Debug)]
pub(super) struct Delivered {
    /// The message as it was on the bus.
    pub(super) packet: Received,
    /// The message as decoded, if it is one of Hermes.
    pub(super) message: Option<Message>,
    /// Whether the test itself or one of its stand-ins published it.
    pub(super) own: bool,
}

impl Entry {
    /// Whether it happened at this site; `None`: at any.
    pub(super) fn is_at(&self, site: Option<&SiteId>) -> bool {
        site.is_none() || self.site.as_ref() == site
    }

    /// What a user noticed, if it is that.
    pub(super) fn event(&self) -> Option<&SiteEvent> {
        match &self.what {
            What::Event(event) => Some(event),
            _ => None,
        }
    }

    /// The Hermes message, if it is one.
    pub(super) fn message(&self) -> Option<&Message> {
        match &self.what {
            What::Message(delivered) => delivered.message.as_ref(),
            _ => None,
        }
    }

    /// The words that were spoken, if it is that.
    pub(super) fn said(&self) -> Option<&str> {
        match self.event() {
            Some(SiteEvent::Speaking(words)) => Some(words),
            _ => None,
        }
    }
}

/// The transcript as a table: when, where, who, what. Lines from `begin` on are marked.
pub(super) struct Table<'a> {
    pub(super) entries: &'a [Entry],
    pub(super) begin: usize,
}

impl fmt::Display for Table<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines = self.entries.iter().enumerate().filter_map(|(index, entry)| {
            let (who, what) = describe(&entry.what)?;
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

/// Who did what; `None`: not worth a line.
fn describe(what: &What) -> Option<(&'static str, String)> {
    match what {
        What::Event(event) => describe_event(event),
        What::Message(delivered) => match &delivered.message {
            Some(message) if !delivered.own => describe_message(&delivered.packet.topic, message),
            _ => describe_packet(delivered),
        },
        What::Note(note) => Some(("test", format!("({note})"))),
    }
}

fn describe_event(event: &SiteEvent) -> Option<(&'static str, String)> {
    Some(match event {
        SiteEvent::WakeWord => ("you", "(wake word)".to_owned()),
        SiteEvent::WakeWordIgnored => ("you", "(wake word, which is not listened for)".to_owned()),
        SiteEvent::Heard(words) if words.is_empty() => ("you", "(no words)".to_owned()),
        SiteEvent::Heard(words) => ("you", words.clone()),
        SiteEvent::Unsaid(words) => ("you", format!("(not said, as nobody listens: {words})")),
        SiteEvent::Listening => ("house", "(listens)".to_owned()),
        SiteEvent::StoppedListening => ("house", "(listens no longer)".to_owned()),
        SiteEvent::Speaking(words) => ("house", words.clone()),
        SiteEvent::Broken(part) => ("house", format!("(broken: {part:?})")),
        _ => return None,
    })
}

fn describe_message(topic: &str, message: &Message) -> Option<(&'static str, String)> {
    Some(match message {
        Message::IntentParsed(parsed) => ("nlu", recognized(parsed)),
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

fn recognized(parsed: &IntentParsed) -> String {
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

/// Messages outside Hermes are what skills are for; what the parts of Petasos tell each other is left out.
fn describe_packet(delivered: &Delivered) -> Option<(&'static str, String)> {
    let Received { topic, payload, retain, .. } = &delivered.packet;
    if *retain || Namespace::of(topic) == Some(Namespace::Petasos) {
        return None;
    }
    let who = if delivered.own { "test" } else { "mqtt" };
    Some((who, format!("{topic} {}", short(&String::from_utf8_lossy(payload)))))
}

fn short(text: &str) -> String {
    match text.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}...", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// All messages as a recording. Its times count from 1970: a test has no wall clock.
pub(super) fn recording(entries: &[Entry], dialect: Dialect) -> Recording {
    let mut header = Header::new(Timestamp::UNIX_EPOCH);
    header.dialect = Some(dialect);
    header.recorder = Some(concat!("petasos-testkit ", env!("CARGO_PKG_VERSION")).to_owned());
    let messages = entries.iter().filter_map(|entry| match &entry.what {
        What::Message(delivered) => Some((entry, delivered)),
        _ => None,
    });
    Recording {
        header,
        entries: messages.map(|(entry, delivered)| recorded(entry, delivered, dialect)).collect(),
    }
}

fn recorded(entry: &Entry, delivered: &Delivered, dialect: Dialect) -> recording::Entry {
    let packet = &delivered.packet;
    let since = SignedDuration::try_from(entry.at).unwrap_or_default();
    let wall = Timestamp::UNIX_EPOCH.checked_add(since).unwrap_or_default();
    let mut message = recording::Entry::new(entry.at, wall, &packet.topic, packet.payload.clone());
    (message.qos, message.retain, message.dup) = (packet.qos.into(), packet.retain, packet.dup);
    message.from = Sender::of(&packet.topic, Some(dialect));
    // All WAVs are silence: only their length is recorded.
    if let Some(Message::PlayBytes(play)) = &delivered.message
        && let Ok(wav) = wav::inspect(&play.wav)
    {
        let bytes = u64::try_from(packet.payload.len()).unwrap_or(u64::MAX);
        message.payload = Payload::LeftOut { bytes, sound: Some(wav.duration) };
    }
    message
}
