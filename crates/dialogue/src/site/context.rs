//! One site at work: everything here changes the state of a single site and tells what is to be done.

use petasos_messages::payload::StopListening;
use petasos_messages::{Message, SessionId};

use super::Site;
use crate::phase_table::{Input, Phase, Reaction};
use crate::session::Session;
use crate::shared::Shared;
use crate::{Fact, Output, Phrases, Time};

/// A site, and what it shares with the others, at one moment.
#[derive(Debug)]
pub(crate) struct SiteContext<'a> {
    pub(crate) now: Time,
    pub(crate) site: &'a mut Site,
    pub(crate) shared: &'a mut Shared,
}

impl SiteContext<'_> {
    pub(crate) fn publish(&mut self, message: Message) {
        let dialect = self.site.policy.dialect();
        self.shared.outputs.push_back(Output::Publish { message, dialect });
    }

    pub(crate) fn durable(&mut self, fact: Fact) {
        self.shared.outputs.push_back(Output::Durable(fact));
    }

    /// From now on a crash leaves something open here.
    pub(super) fn open(&mut self) {
        if !self.site.open {
            self.site.open = true;
            self.durable(Fact::SiteOpened(self.site.id.clone()));
        }
    }

    /// Tells that nothing is open here any more, if that is so.
    pub(crate) fn settle(&mut self) {
        if self.site.open && self.site.is_clean() {
            self.site.open = false;
            self.durable(Fact::SiteClosed(self.site.id.clone()));
        }
    }

    pub(super) fn session(&mut self) -> Option<&mut Session> {
        self.site.session.as_deref_mut()
    }

    /// The active session.
    pub(super) fn session_id(&self) -> Option<SessionId> {
        self.site.session.as_ref().map(|session| session.id.clone())
    }

    pub(crate) fn phase(&self) -> Option<Phase> {
        self.site.session.as_ref().map(|session| session.phase)
    }

    /// What the table says about an input to the active session.
    pub(crate) fn reaction(&self, input: Input) -> Option<Reaction> {
        self.phase().map(|phase| self.site.profile().table.reaction(phase, input))
    }

    pub(super) fn ignore(&mut self, message: &Message, reason: &'static str) {
        let session = self.session_id();
        self.shared.ignore(message, reason, Some(&self.site.id), session.as_ref());
    }

    /// Asks the table; a message that is not for this phase is counted and left.
    pub(super) fn admits(&mut self, input: Input, message: &Message) -> bool {
        let admitted = matches!(self.reaction(input), Some(Reaction::Accept | Reaction::Close));
        if !admitted {
            self.ignore(message, "not awaited in this phase");
        }
        admitted
    }

    pub(super) fn stop_listening(&mut self, session_id: Option<SessionId>) {
        if self.site.policy.microphone {
            let mut message = StopListening::new(self.site.id.clone());
            message.session_id = session_id;
            self.publish(Message::StopListening(message));
        }
    }

    /// Closes the microphone before anything is said, where the next steps would not.
    pub(super) fn close_microphone(&mut self) {
        if self.phase() == Some(Phase::Listening) {
            let session_id = self.session_id();
            self.stop_listening(session_id);
        }
    }

    /// The session's language, or the site's.
    pub(super) fn lang(&self) -> Option<String> {
        let session = self.site.session.as_ref().and_then(|session| session.lang.clone());
        session.or_else(|| self.site.policy.lang.clone())
    }

    /// One of the manager's own phrases, in the session's language where there is one.
    pub(super) fn phrase(&self, choose: impl Fn(&Phrases) -> &Option<String>) -> Option<String> {
        let lang = self.lang().unwrap_or_default();
        let phrases = &self.site.policy.phrases;
        let find = |lang: &str| phrases.get(lang).and_then(|phrases| choose(phrases).clone());
        find(&lang).or_else(|| find(primary_language(&lang))).or_else(|| find(""))
    }
}

/// The language of a locale: `en` of `en_US`.
pub(super) fn primary_language(locale: &str) -> &str {
    locale.split(['_', '-']).next().unwrap_or_default()
}
