//! What a test can claim about a turn.

use std::collections::BTreeSet;
use std::fmt;

use petasos_bus::filter_matches;
use petasos_messages::payload::{SessionInit, StartSession, Termination};
use petasos_messages::{IntentName, Message, SessionId, SiteId};
use petasos_simulator::sites::SiteEvent;

use super::transcript::{Entry, Table, What, list};

/// The result of a step. A claim that does not hold fails the test and shows the transcript as a table.
///
/// Claims are about the site of the turn; for a turn without a site ([`after`](super::SkillTest::after)) about all sites.
#[derive(Clone)]
pub struct Turn<'a> {
    entries: &'a [Entry],
    begin: usize,
    site: Option<SiteId>,
}

impl<'a> Turn<'a> {
    pub(super) fn new(entries: &'a [Entry], begin: usize, site: Option<SiteId>) -> Self {
        Self { entries, begin, site }
    }

    /// Claims that this was said last, and that the microphone opened then.
    ///
    /// # Panics
    ///
    /// If not.
    #[track_caller]
    pub fn asked(&self, question: &str) -> &Self {
        let listens = self.listens_at_last();
        self.claim(listens && self.words().last() == Some(&question), || {
            format!("the house should ask {question:?} and listen")
        })
    }

    /// Claims that this was said last.
    ///
    /// # Panics
    ///
    /// If not.
    #[track_caller]
    pub fn said(&self, words: &str) -> &Self {
        self.claim(self.words().last() == Some(&words), || format!("the house should say {words:?} last"))
    }

    /// Claims that what was said last satisfies a condition: `said_matching(|words| words.starts_with("It is"))`.
    ///
    /// # Panics
    ///
    /// If not.
    #[track_caller]
    pub fn said_matching(&self, wanted: impl FnOnce(&str) -> bool) -> &Self {
        let fits = self.words().last().is_some_and(|words| wanted(words));
        self.claim(fits, || "the house should say something else last".to_owned())
    }

    /// Claims that exactly this was said, in this order.
    ///
    /// # Panics
    ///
    /// If not.
    #[track_caller]
    pub fn said_all<const N: usize>(&self, words: [&str; N]) -> &Self {
        self.claim(self.words() == words, || format!("the house should say {words:?} and nothing else"))
    }

    /// Claims that this was said at another site, such as a notification.
    ///
    /// # Panics
    ///
    /// If not.
    #[track_caller]
    pub fn said_at(&self, site: &str, words: &str) -> &Self {
        let mut all = self.turn().iter().filter(|entry| entry.site.as_ref().is_some_and(|at| at == site));
        let said = all.any(|entry| entry.said() == Some(words));
        self.claim(said, || format!("{words:?} should be said at {site}"))
    }

    /// Claims that nothing was said.
    ///
    /// # Panics
    ///
    /// If something was.
    #[track_caller]
    pub fn heard_nothing(&self) -> &Self {
        self.claim(self.words().is_empty(), || "the house should say nothing".to_owned())
    }

    /// Claims that the microphone is open.
    ///
    /// # Panics
    ///
    /// If not.
    #[track_caller]
    pub fn listens(&self) -> &Self {
        self.claim(self.listens_at_last(), || "the house should listen".to_owned())
    }

    /// Claims that the last question was limited to these intents; an empty list: not limited.
    ///
    /// # Panics
    ///
    /// If not, or if there was no question.
    #[track_caller]
    pub fn filter<const N: usize>(&self, intents: [&str; N]) -> &Self {
        let wanted: BTreeSet<&str> = intents.into_iter().collect();
        let filter = self.here().rev().find_map(filter_of);
        let found = filter.map(|names| names.iter().map(IntentName::as_str).collect::<BTreeSet<_>>());
        let holds = found == Some(wanted);
        self.claim(holds, || {
            format!("the house should ask a question that only [{}] can answer", intents.join(", "))
        })
    }

    /// Claims that a session ended in this turn, as the skill wanted it.
    ///
    /// # Panics
    ///
    /// If none did, or for another reason.
    #[track_caller]
    pub fn ended(&self) -> &Self {
        self.ended_with(&Termination::Nominal)
    }

    /// Claims that a session ended in this turn, the last one for this reason. A timeout without a component matches all timeouts, an
    /// error without a text all errors.
    ///
    /// # Panics
    ///
    /// If none did, or for another reason.
    #[track_caller]
    pub fn ended_with(&self, reason: &Termination) -> &Self {
        let holds = self.conversation_ended().is_some_and(|ended| is_such(ended, reason));
        self.claim(holds, || format!("the conversation should be over ({})", reason.reason()))
    }

    /// Claims that in this turn no other client than the test published on a topic, which may have the wildcards `+` and `#`.
    ///
    /// # Panics
    ///
    /// If something was.
    #[track_caller]
    pub fn no_mqtt(&self, topic: &str) -> &Self {
        let published = self.turn().iter().any(|entry| {
            matches!(&entry.what, What::Message(message) if !message.own && filter_matches(topic, &message.packet.topic))
        });
        self.claim(!published, || format!("nothing should be published on {topic}"))
    }

    /// What was said, in order.
    pub fn words(&self) -> Vec<&'a str> {
        self.here().filter_map(Entry::said).collect()
    }

    /// The entries of this turn.
    fn turn(&self) -> &'a [Entry] {
        self.entries.get(self.begin..).unwrap_or_default()
    }

    /// The entries of this turn at its site.
    fn here(&self) -> impl DoubleEndedIterator<Item = &'a Entry> {
        self.turn().iter().filter(|entry| entry.is_at(self.site.as_ref()))
    }

    /// Whether the microphone has opened after everything that was said, and is still open.
    fn listens_at_last(&self) -> bool {
        let last =
            self.entries.iter().rev().filter(|entry| entry.is_at(self.site.as_ref())).find_map(|entry| {
                match entry.event()? {
                    SiteEvent::Listening => Some(true),
                    SiteEvent::Heard(_) | SiteEvent::StoppedListening | SiteEvent::Speaking(_) => Some(false),
                    _ => None,
                }
            });
        last == Some(true)
    }

    /// How the last session of this turn with an open microphone ended; a notification does not count.
    fn conversation_ended(&self) -> Option<&'a Termination> {
        self.here().rev().find_map(|entry| match entry.message() {
            Some(Message::SessionEnded(ended)) if self.was_listened_to(&ended.session_id) => {
                Some(&ended.termination)
            }
            _ => None,
        })
    }

    fn was_listened_to(&self, session: &SessionId) -> bool {
        let mut messages = self.entries.iter().filter_map(Entry::message);
        messages.any(|message| {
            matches!(message, Message::StartListening(start) if start.session_id.as_ref() == Some(session))
        })
    }

    #[track_caller]
    fn claim(&self, holds: bool, should: impl FnOnce() -> String) -> &Self {
        assert!(holds, "{}, but {}\n\n{self}", should(), self.what_was());
        self
    }

    /// What happened instead, in a few words.
    fn what_was(&self) -> String {
        let said = match self.words().as_slice() {
            [] => "nothing was said".to_owned(),
            words => format!("what was said is {}", list(&quoted(words))),
        };
        let then = if self.listens_at_last() {
            "the house listens".to_owned()
        } else if let Some(reason) = self.conversation_ended() {
            format!("the conversation is over ({})", reason.reason())
        } else {
            "no conversation has ended".to_owned()
        };
        format!("{said}, and {then}")
    }
}

/// The transcript so far as a table; the lines of this turn are marked.
impl fmt::Display for Turn<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        Table { entries: self.entries, begin: self.begin }.fmt(formatter)
    }
}

impl fmt::Debug for Turn<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

fn quoted(words: &[&str]) -> Vec<String> {
    words.iter().map(|words| format!("{words:?}")).collect()
}

/// The intent filter of a question; empty if it has none.
fn filter_of(entry: &Entry) -> Option<&[IntentName]> {
    let filter = match entry.message()? {
        Message::ContinueSession(ask) => &ask.intent_filter,
        Message::StartSession(StartSession { init: SessionInit::Action(action), .. }) => {
            &action.intent_filter
        }
        _ => return None,
    };
    Some(filter.as_deref().unwrap_or_default())
}

fn is_such(ended: &Termination, wanted: &Termination) -> bool {
    match wanted {
        Termination::Timeout { component: None } => matches!(ended, Termination::Timeout { .. }),
        Termination::Error { error } if error.is_empty() => matches!(ended, Termination::Error { .. }),
        wanted => ended == wanted,
    }
}
