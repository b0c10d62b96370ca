//! The conversations that go on, as somebody who only reads the messages can follow them.

use std::collections::BTreeMap;

use petasos_messages::payload::{ComponentName, Termination};
use petasos_messages::{Component, Message, SessionId, SiteId};

/// So many conversations are followed at the same time.
const MOST: usize = 1000;

/// The conversations that go on.
#[derive(Debug, Default)]
pub(crate) struct Conversations {
    open: BTreeMap<SessionId, Conversation>,
}

#[derive(Debug)]
struct Conversation {
    site: SiteId,
    /// The part that was asked last, and so is the one that owes an answer.
    asked: Option<&'static str>,
}

/// A conversation that is over.
#[derive(Debug, PartialEq)]
pub(crate) struct Ending {
    /// Where.
    pub(crate) site: SiteId,
    /// Why.
    pub(crate) termination: Termination,
    /// The part that owed the answer: named by the manager where its dialect has a field for that, else the one that was
    /// asked last.
    pub(crate) owed_by: Option<String>,
}

impl Conversations {
    /// A message passed. Tells if a conversation ended with it.
    pub(crate) fn handle(&mut self, message: &Message) -> Option<Ending> {
        match message {
            Message::SessionStarted(started) if self.open.len() < MOST => {
                let conversation = Conversation { site: started.site_id.clone(), asked: None };
                self.open.insert(started.session_id.clone(), conversation);
            }
            Message::Say(say) => self.asked(say.session_id.as_ref(), "tts"),
            Message::StartListening(start) => self.asked(start.session_id.as_ref(), "asr"),
            Message::NluQuery(query) => self.asked(query.session_id.as_ref(), "nlu"),
            Message::Intent(intent) => self.asked(intent.session_id.as_ref(), "skill"),
            Message::SessionEnded(ended) => {
                let conversation = self.open.remove(&ended.session_id);
                let named = match &ended.termination {
                    Termination::Timeout { component } => component.as_ref().map(part),
                    _ => None,
                };
                let asked = conversation.and_then(|conversation| conversation.asked).map(str::to_owned);
                return Some(Ending {
                    site: ended.site_id.clone(),
                    termination: ended.termination.clone(),
                    owed_by: named.or(asked),
                });
            }
            _ => {}
        }
        None
    }

    /// Whether one goes on in this room.
    pub(crate) fn any_at(&self, site: &SiteId) -> bool {
        self.open.values().any(|conversation| conversation.site == *site)
    }

    fn asked(&mut self, session: Option<&SessionId>, part: &'static str) {
        if let Some(conversation) = session.and_then(|session| self.open.get_mut(session)) {
            conversation.asked = Some(part);
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

    fn started() -> Conversations {
        let mut conversations = Conversations::default();
        let started = SessionStarted::new(session(), site());
        assert_eq!(conversations.handle(&Message::SessionStarted(started)), None);
        let mut start = StartListening::new(site());
        start.session_id = Some(session());
        conversations.handle(&Message::StartListening(Box::new(start)));
        conversations
    }

    fn end(conversations: &mut Conversations, termination: Termination) -> Option<String> {
        let ended = SessionEnded::new(session(), site(), termination);
        conversations.handle(&Message::SessionEnded(ended)).unwrap().owed_by
    }

    #[test]
    fn who_was_asked_last_owes_the_answer() {
        let mut conversations = started();
        assert!(conversations.any_at(&site()));
        let mut query = NluQuery::new("hello");
        query.session_id = Some(session());
        conversations.handle(&Message::NluQuery(Box::new(query)));
        let owed = end(&mut conversations, Termination::Timeout { component: None });
        assert_eq!(owed.as_deref(), Some("nlu"));
        assert!(!conversations.any_at(&site()));
    }

    #[test]
    fn the_managers_word_counts_more() {
        let component = Some(Component::Skill.into());
        let owed = end(&mut started(), Termination::Timeout { component });
        assert_eq!(owed.as_deref(), Some("skill"));
    }

    #[test]
    fn a_conversation_that_was_never_announced_may_end() {
        assert_eq!(end(&mut Conversations::default(), Termination::Nominal), None);
    }

    #[test]
    fn the_number_of_conversations_is_bounded() {
        let mut conversations = Conversations::default();
        for number in 0..2 * MOST {
            let session = SessionId::new(number.to_string()).unwrap();
            conversations.handle(&Message::SessionStarted(SessionStarted::new(session, site())));
        }
        assert_eq!(conversations.open.len(), MOST);
    }
}
