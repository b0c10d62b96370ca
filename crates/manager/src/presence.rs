//! Who we are, for everybody to see: a retained status, and answers to those who ask.
//!
//! Everything here lives under `petasos/<instance>/...`. The status carries an id that is new at each start, so that our own
//! echo can be told from another manager, even from one with our name.

use petasos_bus::{Class, Note, Publish};
use petasos_dialogue::{DialogueManager, SessionStatus, SiteStatus};
use petasos_messages::payload::{self, ListRequest, SessionState, Sessions, SiteState, Sites, Status};
use petasos_messages::{Dialect, Level, Message, Topic, filter};

use crate::clock::unix_millis;
use crate::delivery;

/// So many sites and sessions are listed in an answer.
const MOST: usize = 10_000;

/// Ourselves among the managers of a broker.
#[derive(Debug, Clone)]
pub(crate) struct Presence {
    instance: Level,
    /// New at each start.
    uid: String,
    since_ms: i64,
    dialect: Dialect,
}

/// What a status means to us.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum News {
    /// Nothing.
    None,
    /// Another manager serves this broker, under this name.
    Another(String),
    /// Somebody wrote over our status.
    Overwritten,
}

impl Presence {
    pub(crate) fn new(instance: Level, uid: String, dialect: Dialect) -> Self {
        Self { instance, uid, since_ms: unix_millis(), dialect }
    }

    /// What to subscribe to.
    pub(crate) fn subscriptions(&self) -> [String; 4] {
        let instance = || self.instance.clone();
        [
            filter::STATUS.to_owned(),
            Topic::SitesRequest { instance: instance() }.to_string(),
            Topic::SessionsRequest { instance: instance() }.to_string(),
            Topic::RecordingRequest { instance: instance() }.to_string(),
        ]
    }

    /// The retained status while we serve.
    pub(crate) fn online(&self) -> Note {
        self.note(payload::Presence::Online)
    }

    /// The retained status when we do not.
    pub(crate) fn offline(&self) -> Note {
        self.note(payload::Presence::Offline)
    }

    /// The status once more, as a message.
    pub(crate) fn announcement(&self) -> Publish {
        packet(self.online())
    }

    /// The last status, as a message: a polite end publishes no last will.
    pub(crate) fn farewell(&self) -> Publish {
        packet(self.offline())
    }

    /// Looks at a status. What was kept under our own name is what an earlier run of ours left behind.
    pub(crate) fn look_at(&self, status: &Status, retained: bool) -> News {
        let ours = status.instance.as_ref() == Some(&self.instance);
        if status.uid.as_ref() == Some(&self.uid) || (ours && retained) {
            return News::None;
        }
        match (&status.state, &status.instance) {
            (payload::Presence::Online, Some(instance)) => News::Another(instance.to_string()),
            _ if ours => News::Overwritten,
            _ => News::None,
        }
    }

    /// Which sites are remembered, for whoever asked.
    pub(crate) fn sites(&self, request: &ListRequest, core: &DialogueManager) -> Publish {
        let sites = core.sites().take(MOST).map(site_state).collect();
        let answer = Sites::new(self.instance.clone(), request.id.clone(), sites);
        delivery::packet(&Message::Sites(answer), self.dialect)
    }

    /// Which sessions are active or wait, for whoever asked.
    pub(crate) fn sessions(&self, request: &ListRequest, core: &DialogueManager) -> Publish {
        let state = |session: SessionStatus<'_>| {
            SessionState::new(session.session_id.clone(), session.site_id.clone(), session.phase)
        };
        let sessions = core.sessions().take(MOST).map(state).collect();
        let answer = Sessions::new(self.instance.clone(), request.id.clone(), sessions);
        delivery::packet(&Message::Sessions(answer), self.dialect)
    }

    fn note(&self, state: payload::Presence) -> Note {
        let mut status = Status::new(self.instance.clone(), state);
        status.version = Some(env!("CARGO_PKG_VERSION").to_owned());
        status.dialect = Some(self.dialect);
        status.uid = Some(self.uid.clone());
        status.since_ms = Some(self.since_ms);
        let message = Message::Status(status);
        let payload = message.encode(self.dialect);
        let topic = message.topic(self.dialect).to_string();
        Note::new(topic, String::from_utf8_lossy(&payload)).retained()
    }
}

fn packet(note: Note) -> Publish {
    Publish::new(note.topic, note.payload, Class::Obligation).retained()
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

    fn presence(uid: &str) -> Presence {
        Presence::new(Level::new("petasos").unwrap(), uid.to_owned(), Dialect::Rhasspy)
    }

    fn status(note: &Note) -> Status {
        let payload = note.payload.clone().into_bytes().into();
        match Message::decode(&note.topic, payload).unwrap() {
            Message::Status(status) => status,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn our_own_echo_is_nobody_else() {
        let us = presence("us");
        assert!(us.online().retain);
        assert_eq!(us.look_at(&status(&us.online()), false), News::None);
        assert_eq!(us.look_at(&status(&us.offline()), false), News::None);
    }

    #[test]
    fn another_manager_is_noticed_even_under_our_name() {
        let other = status(&presence("other").online());
        assert_eq!(presence("us").look_at(&other, false), News::Another("petasos".to_owned()));
    }

    #[test]
    fn what_an_earlier_run_left_behind_is_nobody_else() {
        let earlier = status(&presence("earlier").online());
        assert_eq!(presence("us").look_at(&earlier, true), News::None);
    }

    #[test]
    fn a_last_will_that_comes_late_is_overwritten() {
        let earlier = status(&presence("earlier").offline());
        assert_eq!(presence("us").look_at(&earlier, false), News::Overwritten);
    }
}
