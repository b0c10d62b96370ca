//! Who we are, for everybody to see: a retained status, and answers to those who ask.
//!
//! Everything here lives under `petasos/<instance>/...`. The status carries an id that is new at each start, so that our own
//! echo can be told from another manager, even from one with our name.

use petasos_bus::Publish;
use petasos_dialogue::{DialogueManager, SessionStatus, SiteStatus};
use petasos_messages::payload::{self, ListRequest, SessionState, Sessions, SiteState, Sites, Status};
use petasos_messages::{Dialect, Level, Message, Topic, filter};
use petasos_program::{self as program, Run, delivery};

/// So many sites and sessions are listed in an answer.
const MOST: usize = 10_000;

/// Ourselves among the managers of a broker.
#[derive(Debug, Clone)]
pub(crate) struct Presence {
    instance: Level,
    uid: String,
    dialect: Dialect,
    status: program::Presence,
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
    pub(crate) fn new(instance: Level, run: Run, dialect: Dialect) -> Self {
        let Run { uid, since_ms } = run;
        let status = program::Presence::new(dialect, |state| {
            let mut status = Status::new(instance.clone(), state);
            status.version = Some(env!("CARGO_PKG_VERSION").to_owned());
            status.dialect = Some(dialect);
            status.uid = Some(uid.clone());
            status.since_ms = Some(since_ms);
            Message::Status(status)
        });
        Self { instance, uid, dialect, status }
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

    /// Our retained status.
    pub(crate) fn status(&self) -> &program::Presence {
        &self.status
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
        let mut run = Run::start();
        run.uid = uid.to_owned();
        Presence::new(Level::new("petasos").unwrap(), run, Dialect::RHASSPY)
    }

    fn status(uid: &str, online: bool) -> Status {
        let presence = presence(uid);
        let packet = if online { presence.status().announcement() } else { presence.status().farewell() };
        assert!(packet.retain);
        match Message::decode(&packet.topic, packet.payload).unwrap() {
            Message::Status(status) => status,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn our_own_echo_is_nobody_else() {
        let us = presence("us");
        assert_eq!(us.look_at(&status("us", true), false), News::None);
        assert_eq!(us.look_at(&status("us", false), false), News::None);
    }

    #[test]
    fn another_manager_is_noticed_even_under_our_name() {
        let news = presence("us").look_at(&status("other", true), false);
        assert_eq!(news, News::Another("petasos".to_owned()));
    }

    #[test]
    fn what_an_earlier_run_left_behind_is_nobody_else() {
        assert_eq!(presence("us").look_at(&status("earlier", true), true), News::None);
    }

    #[test]
    fn a_last_will_that_comes_late_is_overwritten() {
        assert_eq!(presence("us").look_at(&status("earlier", false), false), News::Overwritten);
    }
}
