//! What the manager tells others: its retained status, and answers to requests about its sites and sessions.
//!
//! All topics are under `petasos/<instance>/...`. The status carries an id that is new at each start, so that the manager can tell
//! its own echo from another manager, even one with the same name.

use petasos_bus::Publish;
use petasos_dialogue::{DialogueManager, SessionStatus, SiteStatus};
use petasos_messages::payload::{self, ListRequest, SessionState, Sessions, SiteState, Sites, Status};
use petasos_messages::{Dialect, Level, Message, Topic, filter};
use petasos_program::{Presence, Run, delivery};

/// Limit on the sites or sessions in one answer.
const MOST: usize = 10_000;

/// This manager, as others see it.
#[derive(Debug, Clone)]
pub(crate) struct Instance {
    name: Level,
    uid: String,
    dialect: Dialect,
    presence: Presence,
}

/// The meaning of a manager's status.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum StatusMeaning {
    /// Nothing to do.
    Nothing,
    /// Another manager is running on this broker, with this name.
    Another(String),
    /// Our status was overwritten.
    Overwritten,
}

impl Instance {
    pub(crate) fn new(name: Level, run: Run, dialect: Dialect) -> Self {
        let Run { uid, since_ms } = run;
        let presence = Presence::new(dialect, |state| {
            let mut status = Status::new(name.clone(), state);
            status.version = Some(env!("CARGO_PKG_VERSION").to_owned());
            status.dialect = Some(dialect);
            status.uid = Some(uid.clone());
            status.since_ms = Some(since_ms);
            Message::Status(status)
        });
        Self { name, uid, dialect, presence }
    }

    /// The topic filters to subscribe to.
    pub(crate) fn subscriptions(&self) -> [String; 4] {
        let instance = || self.name.clone();
        [
            filter::STATUS.to_owned(),
            Topic::SitesRequest { instance: instance() }.to_string(),
            Topic::SessionsRequest { instance: instance() }.to_string(),
            Topic::RecordingRequest { instance: instance() }.to_string(),
        ]
    }

    /// Our retained status.
    pub(crate) fn presence(&self) -> &Presence {
        &self.presence
    }

    /// Classifies a status. A retained one with our own name is left over from an earlier run.
    pub(crate) fn meaning_of(&self, status: &Status, retained: bool) -> StatusMeaning {
        let ours = status.instance.as_ref() == Some(&self.name);
        if status.uid.as_ref() == Some(&self.uid) || (ours && retained) {
            return StatusMeaning::Nothing;
        }
        match (&status.state, &status.instance) {
            (payload::Presence::Online, Some(instance)) => StatusMeaning::Another(instance.to_string()),
            _ if ours => StatusMeaning::Overwritten,
            _ => StatusMeaning::Nothing,
        }
    }

    /// The answer to a request for the sites.
    pub(crate) fn sites(&self, request: &ListRequest, core: &DialogueManager) -> Publish {
        let sites = core.sites().take(MOST).map(site_state).collect();
        let answer = Sites::new(self.name.clone(), request.id.clone(), sites);
        delivery::packet(&Message::Sites(answer), self.dialect)
    }

    /// The answer to a request for active and queued sessions.
    pub(crate) fn sessions(&self, request: &ListRequest, core: &DialogueManager) -> Publish {
        let state = |session: SessionStatus<'_>| {
            SessionState::new(session.session_id.clone(), session.site_id.clone(), session.phase)
        };
        let sessions = core.sessions().take(MOST).map(state).collect();
        let answer = Sessions::new(self.name.clone(), request.id.clone(), sessions);
        delivery::packet(&Message::Sessions(answer), self.dialect)
    }
}

fn site_state(site: SiteStatus<'_>) -> SiteState {
    let mut state = SiteState::new(site.site_id.clone());
    state.session_id = site.session_id.cloned();
    state.queued = site.queued as u64;
    state.hotword = site.hotword;
    state.microphone = site.microphone;
    state
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instance(uid: &str) -> Instance {
        let mut run = Run::start();
        run.uid = uid.to_owned();
        Instance::new(Level::new("petasos").unwrap(), run, Dialect::RHASSPY)
    }

    fn status(uid: &str, online: bool) -> Status {
        let presence = instance(uid).presence;
        let packet = if online { presence.announcement() } else { presence.farewell() };
        assert!(packet.retain);
        match Message::decode(&packet.topic, packet.payload).unwrap() {
            Message::Status(status) => status,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn our_own_echo_means_nothing() {
        let us = instance("us");
        assert_eq!(us.meaning_of(&status("us", true), false), StatusMeaning::Nothing);
        assert_eq!(us.meaning_of(&status("us", false), false), StatusMeaning::Nothing);
    }

    #[test]
    fn another_manager_is_noticed_even_under_our_name() {
        let meaning = instance("us").meaning_of(&status("other", true), false);
        assert_eq!(meaning, StatusMeaning::Another("petasos".to_owned()));
    }

    #[test]
    fn the_retained_status_of_an_earlier_run_means_nothing() {
        assert_eq!(instance("us").meaning_of(&status("earlier", true), true), StatusMeaning::Nothing);
    }

    #[test]
    fn a_late_last_will_overwrites_our_status() {
        let meaning = instance("us").meaning_of(&status("earlier", false), false);
        assert_eq!(meaning, StatusMeaning::Overwritten);
    }
}
