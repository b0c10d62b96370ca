//! Attributes messages to sites and sessions.

use petasos_messages::{Message, SessionId, SiteId};

use crate::{BoundedMap, DecodedEntry};

/// The site and the session that a message is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attribution {
    /// The site that the message names, or that of its session.
    pub site: Option<SiteId>,
    /// The session.
    pub session: Option<SessionId>,
}

impl Attribution {
    /// The site and session that a message names itself.
    pub fn stated(message: &Message) -> Self {
        let subject = message.subject();
        Self { site: subject.site.cloned(), session: subject.session.cloned() }
    }
}

/// Attributes messages to sites and sessions. Many name only their session; its site is known from earlier messages.
///
/// The sites of at most `MOST` sessions are remembered; the oldest are forgotten first.
#[derive(Debug, Default)]
pub struct Attributor<const MOST: usize> {
    sites: BoundedMap<SessionId, SiteId, MOST>,
}

impl<const MOST: usize> Attributor<MOST> {
    /// Attributes a message, and learns from it where its session is.
    pub fn attribute(&mut self, message: &Message) -> Attribution {
        self.complete(Attribution::stated(message))
    }

    /// Attributes an entry; one that cannot be read belongs to no site and no session.
    pub fn attribute_entry(&mut self, decoded: &DecodedEntry<'_>) -> Attribution {
        decoded.message.as_ref().map(|message| self.attribute(message)).unwrap_or_default()
    }

    /// Adds the site of the session, if only the session is stated. If both are, the site is remembered, unless another one is known
    /// already.
    pub(crate) fn complete(&mut self, stated: Attribution) -> Attribution {
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

    /// The site of a session, if a message has named it.
    pub fn site_of(&self, session: &SessionId) -> Option<&SiteId> {
        self.sites.get(session)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use jiff::Timestamp;
    use petasos_messages::payload::{EndSession, SessionStarted};

    use super::*;
    use crate::{Entry, Payload};

    fn session(id: &str) -> SessionId {
        SessionId::new(id).unwrap()
    }

    fn started(id: &str) -> Message {
        Message::SessionStarted(SessionStarted::new(session(id), SiteId::new("kitchen").unwrap()))
    }

    fn site_of_end(attributor: &mut Attributor<2>, id: &str) -> Option<String> {
        let end = Message::EndSession(EndSession::new(session(id)));
        attributor.attribute(&end).site.map(|site| site.to_string())
    }

    #[test]
    fn a_message_that_names_only_its_session_is_at_its_site() {
        let mut attributor = Attributor::default();
        attributor.attribute(&started("s1"));
        assert_eq!(site_of_end(&mut attributor, "s1").as_deref(), Some("kitchen"));
        assert_eq!(site_of_end(&mut attributor, "s2"), None);
    }

    #[test]
    fn the_oldest_sessions_are_forgotten() {
        let mut attributor = Attributor::default();
        for id in ["s1", "s2", "s3"] {
            attributor.attribute(&started(id));
        }
        assert_eq!(
            ["s1", "s2", "s3"].map(|id| site_of_end(&mut attributor, id).is_some()),
            [false, true, true]
        );
    }

    #[test]
    fn the_first_site_of_a_session_counts() {
        let mut attributor = Attributor::<2>::default();
        for site in ["kitchen", "bedroom"] {
            let started = SessionStarted::new(session("s1"), SiteId::new(site).unwrap());
            let about = attributor.attribute(&Message::SessionStarted(started));
            assert_eq!(about.site.as_ref().map(SiteId::as_str), Some(site));
        }
        assert_eq!(site_of_end(&mut attributor, "s1").as_deref(), Some("kitchen"));
    }

    #[test]
    fn sound_that_was_left_out_still_has_its_site() {
        let topic = "hermes/audioServer/kitchen/audioFrame";
        let mut frame = Entry::new(Duration::ZERO, Timestamp::UNIX_EPOCH, topic, String::new());
        frame.payload = Payload::LeftOut { bytes: 556, sound: None };
        let about = Attributor::<2>::default().attribute_entry(&DecodedEntry::new(&frame));
        assert_eq!(about.site.as_ref().map(SiteId::as_str), Some("kitchen"));
    }

    #[test]
    fn a_message_that_cannot_be_read_belongs_nowhere() {
        let topic = "hermes/dialogueManager/endSession";
        let entry = Entry::new(Duration::ZERO, Timestamp::UNIX_EPOCH, topic, "{".to_owned());
        let about = Attributor::<2>::default().attribute_entry(&DecodedEntry::new(&entry));
        assert_eq!(about, Attribution::default());
    }
}
