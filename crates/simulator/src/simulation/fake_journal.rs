//! The manager's disk: what it made durable, for the manager that takes over after a crash.

use std::collections::BTreeMap;

use petasos_dialogue::{Fact, Obligation};
use petasos_messages::{SessionId, SiteId};

/// The sessions that were started and not ended, by open site.
#[derive(Debug, Default)]
pub(crate) struct FakeJournal {
    open: BTreeMap<SiteId, Vec<SessionId>>,
}

impl FakeJournal {
    /// Makes a fact durable.
    pub(crate) fn write(&mut self, fact: &Fact) {
        match fact {
            Fact::SiteOpened(site) => {
                self.open.entry(site.clone()).or_default();
            }
            Fact::SessionStarted { site_id, session_id } => {
                self.open.entry(site_id.clone()).or_default().push(session_id.clone());
            }
            Fact::SessionEnded(id) => self.open.values_mut().for_each(|open| open.retain(|open| open != id)),
            Fact::SiteClosed(site) => {
                self.open.remove(site);
            }
            _ => {}
        }
    }

    /// What a crash now would leave behind.
    pub(crate) fn obligations(&self) -> Vec<Obligation> {
        self.open.iter().map(|(site, sessions)| Obligation::new(site.clone(), sessions.clone())).collect()
    }
}
