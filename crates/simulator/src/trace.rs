//! What goes in and out of a dialogue manager, in order: the oracle reads it, and people debug with it.

use std::fmt;
use std::sync::Arc;

use petasos_dialogue::{Fact, Notice, Time};
use petasos_messages::Message;

/// An input or output of a dialogue manager, or a change of its state.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum TraceEvent {
    /// A message arrived.
    Received {
        /// The message.
        message: Arc<Message>,
        /// MQTT's DUP flag: it may have been delivered before.
        duplicate: bool,
        /// Whether the manager itself published it.
        echo: bool,
    },
    /// The connection to the broker was established, for the first time or again.
    Connected,
    /// A deadline passed.
    TimedOut,
    /// The manager published a message. A feedback sound is recorded as its `playBytes`.
    Published(Arc<Message>),
    /// The manager made a fact durable: it survives a crash.
    Durable(Fact),
    /// The manager reported something to its owner.
    Noticed(Notice),
    /// The manager crashed, perhaps before all its outputs were published.
    Crashed,
    /// A new manager took over, with the durable facts of the old one.
    Restarted,
}

impl TraceEvent {
    /// Whether it is an input. The events up to the next input are its results.
    pub fn is_input(&self) -> bool {
        matches!(
            self,
            Self::Received { .. } | Self::Connected | Self::TimedOut | Self::Crashed | Self::Restarted
        )
    }
}

/// An event and its time.
#[derive(Debug, Clone, PartialEq)]
pub struct TraceEntry {
    /// When it happened.
    pub time: Time,
    /// What happened.
    pub event: TraceEvent,
}

/// One line of a table: the time in s, a direction, and the message with its most important fields.
impl fmt::Display for TraceEntry {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:>10.3}  ", self.time.since(Time::START).as_secs_f64())?;
        match &self.event {
            TraceEvent::Received { message, duplicate, echo } => {
                let mark = match (echo, duplicate) {
                    (true, _) => "echo",
                    (false, true) => "<- 2",
                    (false, false) => "<-  ",
                };
                write!(formatter, "{mark}  {}", Line(message))
            }
            TraceEvent::Published(message) => write!(formatter, "  ->  {}", Line(message)),
            TraceEvent::Connected => formatter.write_str("====  connected"),
            TraceEvent::TimedOut => formatter.write_str("....  a deadline passed"),
            TraceEvent::Crashed => formatter.write_str("====  the manager crashed"),
            TraceEvent::Restarted => formatter.write_str("====  the manager came back"),
            TraceEvent::Durable(fact) => write!(formatter, "      durable {fact:?}"),
            TraceEvent::Noticed(notice) => write!(formatter, "      notice {notice:?}"),
        }
    }
}

/// How many characters of a text are shown.
const SHOWN: usize = 60;

/// The beginning of a text, marked if it was cut.
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
                write!(formatter, " {} {:?}", sound.request_id, crate::silent_wav::length(&sound.wav))
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
