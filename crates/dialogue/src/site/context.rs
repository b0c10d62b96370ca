//! The context in which all behaviour of one site runs.

use petasos_messages::{Message, SessionId};

use super::state::Site;
use crate::phase_table::{Input, Reaction};
use crate::session::Session;
use crate::shared::Shared;
use crate::{Fact, IntentPublisher, Output, Phrases, Time};

/// One site with the shared state, at one point in time.
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

    /// Records that a crash would now leave something open at this site.
    pub(super) fn open(&mut self) {
        if !self.site.open {
            self.site.open = true;
            self.durable(Fact::SiteOpened(self.site.id.clone()));
        }
    }

    /// Records that nothing is open at this site any more, if so.
    pub(crate) fn settle(&mut self) {
        if self.site.open && self.site.is_clean() {
            self.site.open = false;
            self.durable(Fact::SiteClosed(self.site.id.clone()));
        }
    }

    pub(super) fn session(&mut self) -> Option<&mut Session> {
        self.site.session.as_deref_mut()
    }

    pub(super) fn session_id(&self) -> Option<SessionId> {
        self.site.session.as_ref().map(|session| session.id.clone())
    }

    pub(super) fn ignore(&mut self, message: &Message, reason: &'static str) {
        let session = self.session_id();
        self.shared.ignore(message, reason, Some(&self.site.id), session.as_ref());
    }

    /// Whether the phase table lets the active session act on an input.
    fn admits(&self, input: Input) -> bool {
        matches!(self.site.reaction(input), Some(Reaction::Accept | Reaction::Close))
    }

    /// Runs `act` if the phase table lets the active session act on the input. Otherwise the message is counted as ignored.
    pub(crate) fn take(&mut self, input: Input, message: &Message, act: impl FnOnce(&mut Self)) {
        if self.is_for_other_publisher(input) {
            return;
        }
        if self.admits(input) {
            act(self);
            return;
        }
        self.ignore(message, "not awaited in this phase");
        if input == Input::TextCaptured
            && let Some(session) = self.session()
        {
            // This may be the answer to our own stop; the next text is the user's.
            session.turn.provoked_until = None;
        }
    }

    /// Where the NLU publishes intents itself, a result arrives twice; only the message of the configured publisher counts.
    fn is_for_other_publisher(&self, input: Input) -> bool {
        match input {
            Input::Intent => self.site.policy.intents_from == IntentPublisher::Manager,
            Input::IntentParsed => self.site.policy.intents_from == IntentPublisher::Nlu,
            _ => false,
        }
    }

    /// The language of the session, or of the site.
    pub(super) fn lang(&self) -> Option<String> {
        let session = self.site.session.as_ref().and_then(|session| session.lang.clone());
        session.or_else(|| self.site.policy.lang.clone())
    }

    /// One of the manager's own phrases, in the session's language if available.
    pub(super) fn phrase(&self, choose: impl Fn(&Phrases) -> &Option<String>) -> Option<String> {
        let lang = self.lang().unwrap_or_default();
        let phrases = &self.site.policy.phrases;
        let find = |lang: &str| phrases.get(lang).and_then(|phrases| choose(phrases).clone());
        find(&lang).or_else(|| find(primary_language(&lang))).or_else(|| find(""))
    }
}

/// The language subtag of a locale: `en` of `en_US`.
pub(super) fn primary_language(locale: &str) -> &str {
    locale.split(['_', '-']).next().unwrap_or_default()
}
