//! The open sessions, followed by their messages.

use std::collections::BTreeMap;

use petasos_messages::payload::{ComponentName, Termination};
use petasos_messages::{Component, Message, SessionId, SiteId};

/// The most sessions that are followed at the same time.
const MOST: usize = 1000;

/// The open sessions.
#[derive(Debug, Default)]
pub(crate) struct OpenSessions {
    open: BTreeMap<SessionId, OpenSession>,
}

#[derive(Debug)]
struct OpenSession {
    site: SiteId,
    /// The part that was asked last, and so owes an answer.
    asked: Option<&'static str>,
}

/// The end of a session.
#[derive(Debug, PartialEq)]
pub(crate) struct SessionEnd {
    /// The site.
    pub(crate) site: SiteId,
    /// The reason.
    pub(crate) termination: Termination,
    /// The part that owed the answer: named by the manager where its dialect has a field for that, else the one that was
    /// asked last.
    pub(crate) owed_by: Option<String>,
}

impl OpenSessions {
    /// Handles a message. Returns the end of a session if it is one.
    pub(crate) fn handle(&mut self, message: &Message) -> Option<SessionEnd> {
        match message {
            Message::SessionStarted(started) if self.open.len() < MOST => {
                let session = OpenSession { site: started.site_id.clone(), asked: None };
                self.open.insert(started.session_id.clone(), session);
            }
            Message::Say(say) => self.asked(say.session_id.as_ref(), "tts"),
            Message::StartListening(start) => self.asked(start.session_id.as_ref(), "asr"),
            Message::NluQuery(query) => self.asked(query.session_id.as_ref(), "nlu"),
            Message::Intent(intent) => self.asked(intent.session_id.as_ref(), "skill"),
            Message::SessionEnded(ended) => {
                let session = self.open.remove(&ended.session_id);
                let named = match &ended.termination {
                    Termination::Timeout { component } => component.as_ref().map(part),
                    _ => None,
                };
                let asked = session.and_then(|session| session.asked).map(str::to_owned);
                return Some(SessionEnd {
                    site: ended.site_id.clone(),
                    termination: ended.termination.clone(),
                    owed_by: named.or(asked),
                });
            }
            _ => {}
        }
        None
    }

    /// Whether a session is open at this site.
    pub(crate) fn any_at(&self, site: &SiteId) -> bool {
        self.open.values().any(|session| session.site == *site)
    }

    fn asked(&mut self, session: Option<&SessionId>, part: &'static str) {
        if let Some(session) = session.and_then(|session| self.open.get_mut(session)) {
            session.asked = Some(part);
        }
    }
}

/// The everyday name of a component.
fn part(name: &ComponentName) -> String {
    match name.component() {
        Component::Skill => "skill".to_owned(),
        _ => name.as_str().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use petasos_messages::payload::{NluQuery, SessionEnded, SessionStarted, StartListening};

    fn site() -> SiteId {
        SiteId::new("kitchen").unwrap()
    }

    fn session() -> SessionId {
        SessionId::new("s").unwrap()
    }

    fn started() -> OpenSessions {
        let mut sessions = OpenSessions::default();
        let started = SessionStarted::new(session(), site());
        assert_eq!(sessions.handle(&Message::SessionStarted(started)), None);
        let mut start = StartListening::new(site());
        start.session_id = Some(session());
        sessions.handle(&Message::StartListening(Box::new(start)));
        sessions
    }

    fn end(sessions: &mut OpenSessions, termination: Termination) -> Option<String> {
        let ended = SessionEnded::new(session(), site(), termination);
        sessions.handle(&Message::SessionEnded(ended)).unwrap().owed_by
    }

    #[test]
    fn who_was_asked_last_owes_the_answer() {
        let mut sessions = started();
        assert!(sessions.any_at(&site()));
        let mut query = NluQuery::new("hello");
        query.session_id = Some(session());
        sessions.handle(&Message::NluQuery(Box::new(query)));
        let owed = end(&mut sessions, Termination::Timeout { component: None });
        assert_eq!(owed.as_deref(), Some("nlu"));
        assert!(!sessions.any_at(&site()));
    }

    #[test]
    fn the_managers_word_counts_more() {
        let component = Some(Component::Skill.into());
        let owed = end(&mut started(), Termination::Timeout { component });
        assert_eq!(owed.as_deref(), Some("skill"));
    }

    #[test]
    fn a_session_that_was_never_announced_may_end() {
        assert_eq!(end(&mut OpenSessions::default(), Termination::Nominal), None);
    }

    #[test]
    fn the_number_of_sessions_is_bounded() {
        let mut sessions = OpenSessions::default();
        for number in 0..2 * MOST {
            let session = SessionId::new(number.to_string()).unwrap();
            sessions.handle(&Message::SessionStarted(SessionStarted::new(session, site())));
        }
        assert_eq!(sessions.open.len(), MOST);
    }
}
