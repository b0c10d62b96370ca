//! Attributes messages to sites and sessions.

use petasos_messages::{Message, SessionId, SiteId};

use crate::BoundedMap;

/// The site and the session that a message is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attribution {
    /// The site, as the message says itself or as its session is known to be at.
    pub site: Option<SiteId>,
    /// The session.
    pub session: Option<SessionId>,
}

impl Attribution {
    /// What a message states itself.
    pub fn stated(message: &Message) -> Self {
        let subject = message.subject();
        Self { site: subject.site.cloned(), session: subject.session.cloned() }
    }
}

/// Attributes messages to sites and sessions. Many name only their session; its site is known from earlier messages.
#[derive(Debug)]
pub struct Attributor {
    sites: BoundedMap<SessionId, SiteId>,
}

impl Attributor {
    /// Remembers the sites of at most so many sessions; the oldest are forgotten first.
    pub fn new(most: usize) -> Self {
        Self { sites: BoundedMap::new(most) }
    }

    /// Attributes a message, and learns from it where its session is.
    pub fn attribute(&mut self, message: &Message) -> Attribution {
        self.complete(Attribution::stated(message))
    }

    /// Adds the site of the session, if only the session is stated. If both are, the first site a session was at counts from
    /// then on.
    pub fn complete(&mut self, stated: Attribution) -> Attribution {
        match stated {
            Attribution { site: None, session: Some(session) } => {
                Attribution { site: self.site_of(&session).cloned(), session: Some(session) }
            }
            Attribution { site: Some(site), session: Some(session) } => {
                if self.site_of(&session).is_none() {
                    self.sites.insert(session.clone(), site.clone());
                }
                Attribution { site: Some(site), session: Some(session) }
            }
            stated => stated,
        }
    }

    /// The site of a session, if any message has told it.
    pub fn site_of(&self, session: &SessionId) -> Option<&SiteId> {
        self.sites.get(session)
    }
}

#[cfg(test)]
mod tests {
    use petasos_messages::payload::{EndSession, SessionStarted};

    use super::*;

    fn session(id: &str) -> SessionId {
        SessionId::new(id).unwrap()
    }

    fn started(id: &str) -> Message {
        Message::SessionStarted(SessionStarted::new(session(id), SiteId::new("kitchen").unwrap()))
    }

    fn site_of_end(attributor: &mut Attributor, id: &str) -> Option<String> {
        let end = Message::EndSession(EndSession::new(session(id)));
        attributor.attribute(&end).site.map(|site| site.to_string())
    }

    #[test]
    fn a_message_that_names_only_its_session_is_where_that_session_is() {
        let mut attributor = Attributor::new(2);
        attributor.attribute(&started("s1"));
        assert_eq!(site_of_end(&mut attributor, "s1").as_deref(), Some("kitchen"));
        assert_eq!(site_of_end(&mut attributor, "s2"), None);
    }

    #[test]
    fn the_oldest_sessions_are_forgotten() {
        let mut attributor = Attributor::new(2);
        for id in ["s1", "s2", "s3"] {
            attributor.attribute(&started(id));
        }
        assert_eq!(
            ["s1", "s2", "s3"].map(|id| site_of_end(&mut attributor, id).is_some()),
            [false, true, true]
        );
    }
}
