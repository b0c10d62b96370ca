//! What happened between a manager and its house, in the order it happened: what the oracle reads and a person debugs with.

use std::fmt;
use std::sync::Arc;

use petasos_dialogue::{Fact, Notice, Time};
use petasos_messages::Message;

/// One thing that happened, seen from the manager.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// A message arrived.
    Received {
        /// What it says.
        message: Arc<Message>,
        /// Whether it was marked as perhaps sent before (MQTT's DUP flag).
        duplicate: bool,
        /// Whether the manager had sent it itself.
        echo: bool,
    },
    /// The connection to the broker was made, or made again.
    Connected,
    /// A deadline passed.
    TimedOut,
    /// The manager sent a message. A feedback sound is the `playBytes` it became.
    Published(Arc<Message>),
    /// The manager wrote something down that must survive a crash.
    Durable(Fact),
    /// The manager told its owner something.
    Noticed(Notice),
    /// The manager died, perhaps in the middle of what it wanted to send.
    Crashed,
    /// A new manager took over, with what the old one had written down.
    Restarted,
}

impl Event {
    /// Whether it is an input of the manager, and so begins a new step.
    pub fn is_input(&self) -> bool {
        matches!(
            self,
            Self::Received { .. } | Self::Connected | Self::TimedOut | Self::Crashed | Self::Restarted
        )
    }
}

/// An event and its moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// When.
    pub time: Time,
    /// What.
    pub event: Event,
}

/// One line of a table: the time in s, a direction, the message and what matters in it.
impl fmt::Display for Entry {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:>10.3}  ", self.time.since(Time::START).as_secs_f64())?;
        match &self.event {
            Event::Received { message, duplicate, echo } => {
                let mark = match (echo, duplicate) {
                    (true, _) => "echo",
                    (false, true) => "<- 2",
                    (false, false) => "<-  ",
                };
                write!(formatter, "{mark}  {}", Line(message))
            }
            Event::Published(message) => write!(formatter, "  ->  {}", Line(message)),
            Event::Connected => formatter.write_str("====  connected"),
            Event::TimedOut => formatter.write_str("....  a deadline passed"),
            Event::Crashed => formatter.write_str("====  the manager crashed"),
            Event::Restarted => formatter.write_str("====  the manager came back"),
            Event::Durable(fact) => write!(formatter, "      durable {fact:?}"),
            Event::Noticed(notice) => write!(formatter, "      notice {notice:?}"),
        }
    }
}

/// So many characters of a text are shown.
const SHOWN: usize = 60;

/// The beginning of a text.
fn short(text: &str) -> String {
    let mut short: String = text.chars().take(SHOWN).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// A message on one line.
struct Line<'a>(&'a Message);

impl fmt::Display for Line<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let subject = self.0.subject();
        let site = subject.site.map_or("-", |site| site.as_str());
        let session = subject.session.map_or("-", |session| session.as_str());
        write!(formatter, "{:<27} {site:<10} {session:<38}", self.0.kind())?;
        match self.0 {
            Message::PlayBytes(sound) => {
                write!(formatter, " {} {:?}", sound.request_id, crate::wav::length(&sound.wav))
            }
            Message::PlayFinished(played) => write!(formatter, " {:?}", played.id),
            Message::Say(say) => write!(formatter, " {:?} {:?}", say.id, short(&say.text)),
            Message::SayFinished(said) => write!(formatter, " {:?}", said.id),
            Message::StartSession(start) => write!(formatter, " {}", short(&format!("{:?}", start.init))),
            Message::ContinueSession(more) => {
                write!(formatter, " {:?} filter {:?}", more.text, more.intent_filter)
            }
            Message::EndSession(end) => write!(formatter, " {:?}", end.text),
            Message::SessionEnded(ended) => write!(formatter, " {:?}", ended.termination),
            Message::TextCaptured(heard) => write!(formatter, " {:?} {:?}", heard.text, heard.likelihood),
            Message::NluQuery(query) => {
                write!(formatter, " {:?} {:?} filter {:?}", query.id, query.input, query.intent_filter)
            }
            Message::IntentParsed(parsed) => {
                write!(formatter, " {:?} {}", parsed.id, parsed.intent.intent_name)
            }
            Message::Intent(intent) => write!(formatter, " {:?} {}", intent.id, intent.intent.intent_name),
            Message::NluIntentNotRecognized(denied) => write!(formatter, " {:?}", denied.id),
            Message::HotwordToggleOn(toggle)
            | Message::HotwordToggleOff(toggle)
            | Message::AsrToggleOn(toggle)
            | Message::AsrToggleOff(toggle) => write!(formatter, " {:?}", toggle.reason),
            _ => Ok(()),
        }
    }
}
