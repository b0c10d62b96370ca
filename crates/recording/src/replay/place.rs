//! Where a message belongs: its session, and its site, said or known from its session.

use std::collections::BTreeMap;

use petasos_messages::Message;

/// Where a message belongs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) site: Option<String>,
    pub(super) session: Option<String>,
}

/// Which session is at which site, as far as messages have told.
#[derive(Debug, Default)]
pub(super) struct Places {
    sites: BTreeMap<String, String>,
}

impl Places {
    /// Where a message belongs. `session` gives its session another name.
    pub(super) fn of(&mut self, message: Option<&Message>, session: impl FnOnce(&str) -> String) -> Place {
        let Some(message) = message else { return Place::default() };
        let subject = message.subject();
        let session = subject.session.map(|id| session(id.as_str()));
        let said = subject.site.map(|site| site.as_str().to_owned());
        let known = session.as_ref().and_then(|session| self.sites.get(session)).cloned();
        let place = Place { site: said.or(known), session };
        self.note(&place);
        place
    }

    /// Somebody else has told where a session is: whoever answers in it need not say it again.
    pub(super) fn note(&mut self, place: &Place) {
        if let Place { site: Some(site), session: Some(session) } = place {
            self.sites.entry(session.clone()).or_insert_with(|| site.clone());
        }
    }

    /// Whether a session was ever told of.
    pub(super) fn knows(&self, session: &str) -> bool {
        self.sites.contains_key(session)
    }
}
