//! Where a message belongs: at which site, to which session.

use std::collections::{HashMap, VecDeque};

use petasos_messages::payload::Termination;
use petasos_messages::{Message, SessionId, SiteId};
use petasos_recording::Entry;

/// So many sessions are remembered. The oldest are forgotten first: they are long over.
const MOST: usize = 4_096;

/// Where a message belongs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Place {
    /// At which site; `None` for what belongs to the whole house.
    pub(crate) site: Option<SiteId>,
    /// To which session.
    pub(crate) session: Option<SessionId>,
    /// What became of that session.
    pub(crate) turn: Option<Turn>,
}

/// A turning point of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turn {
    /// It began.
    Begin,
    /// It ended.
    End {
        /// By a time limit or an error.
        badly: bool,
    },
}

/// Knows where sessions are, for many messages name only their session.
#[derive(Debug, Default)]
pub(crate) struct Places {
    sites: HashMap<SessionId, SiteId>,
    /// The sessions, the oldest first.
    order: VecDeque<SessionId>,
}

impl Places {
    /// Where this message belongs.
    pub(crate) fn find(&mut self, entry: &Entry) -> Place {
        let payload = entry.payload.bytes().cloned().unwrap_or_default();
        let Ok(message) = Message::decode(&entry.topic, payload) else { return Place::default() };
        let subject = message.subject();
        let (mut site, session) = (subject.site.cloned(), subject.session.cloned());
        if let Some(session) = &session {
            match &site {
                Some(site) => self.learn(session, site),
                None => site = self.sites.get(session).cloned(),
            }
        }
        Place { site, session, turn: turn(&message) }
    }

    fn learn(&mut self, session: &SessionId, site: &SiteId) {
        if self.sites.contains_key(session) {
            return;
        }
        self.sites.insert(session.clone(), site.clone());
        self.order.push_back(session.clone());
        if self.order.len() > MOST
            && let Some(oldest) = self.order.pop_front()
        {
            self.sites.remove(&oldest);
        }
    }
}

fn turn(message: &Message) -> Option<Turn> {
    match message {
        Message::SessionStarted(_) => Some(Turn::Begin),
        Message::SessionEnded(ended) => Some(Turn::End { badly: is_bad(&ended.termination) }),
        _ => None,
    }
}

/// Whether a session that ends so has ended by a time limit or an error.
fn is_bad(termination: &Termination) -> bool {
    !matches!(
        termination,
        Termination::Nominal | Termination::AbortedByUser | Termination::IntentNotRecognized
    )
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use jiff::Timestamp;
    use petasos_recording::Payload;

    use super::*;

    pub(super) fn entry(topic: &str, payload: &str) -> Entry {
        Entry::new(Duration::ZERO, Timestamp::UNIX_EPOCH, topic, payload.to_owned())
    }

    fn site(place: &Place) -> Option<&str> {
        place.site.as_ref().map(SiteId::as_str)
    }

    #[test]
    fn a_message_that_names_only_its_session_is_where_that_session_is() {
        let mut places = Places::default();
        let started = r#"{"sessionId":"s1","siteId":"kitchen"}"#;
        let begun = places.find(&entry("hermes/dialogueManager/sessionStarted", started));
        assert_eq!(begun.turn, Some(Turn::Begin));
        let ending = places.find(&entry("hermes/dialogueManager/endSession", r#"{"sessionId":"s1"}"#));
        assert_eq!((site(&ending), ending.turn), (Some("kitchen"), None));
        let other = places.find(&entry("hermes/dialogueManager/endSession", r#"{"sessionId":"s2"}"#));
        assert_eq!(site(&other), None);
    }

    #[test]
    fn sound_that_was_left_out_still_has_its_site() {
        let mut frame = entry("hermes/audioServer/kitchen/audioFrame", "");
        frame.payload = Payload::LeftOut { bytes: 556, sound: None };
        assert_eq!(site(&Places::default().find(&frame)), Some("kitchen"));
    }

    #[test]
    fn a_time_limit_or_an_error_is_a_bad_end() {
        for (reason, badly) in
            [("nominal", false), ("intentNotRecognized", false), ("timeout", true), ("error", true)]
        {
            let ended =
                format!(r#"{{"sessionId":"s1","siteId":"kitchen","termination":{{"reason":"{reason}"}}}}"#);
            let place = Places::default().find(&entry("hermes/dialogueManager/sessionEnded", &ended));
            assert_eq!(place.turn, Some(Turn::End { badly }), "{reason}");
        }
    }

    #[test]
    fn what_is_remembered_of_sessions_is_bounded() {
        let mut places = Places::default();
        for number in 0..2 * MOST {
            let started = format!(r#"{{"sessionId":"s{number}","siteId":"kitchen"}}"#);
            places.find(&entry("hermes/dialogueManager/sessionStarted", &started));
        }
        assert_eq!((places.sites.len(), places.order.len()), (MOST, MOST));
    }
}
