//! One site at work: everything here changes the state of a single site and tells what is to be done.

use petasos_messages::{Message, SessionId};

use super::state::Site;
use crate::phase_table::{Input, Reaction};
use crate::session::Session;
use crate::shared::Shared;
use crate::{Fact, IntentPublisher, Output, Phrases, Time};

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

    pub(super) fn ignore(&mut self, message: &Message, reason: &'static str) {
        let session = self.session_id();
        self.shared.ignore(message, reason, Some(&self.site.id), session.as_ref());
    }

    /// Whether the active session acts on an input.
    fn admits(&self, input: Input) -> bool {
        matches!(self.site.reaction(input), Some(Reaction::Accept | Reaction::Close))
    }

    /// Lets the active session act on an input, if its phase table says so. Otherwise the message is counted as ignored.
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
            // If we had stopped the ASR, this was its answer to that: what comes next is the user's.
            session.turn.provoked_until = None;
        }
    }

    /// What the NLU understood comes twice where it publishes intents itself; only one of the two is acted on.
    fn is_for_other_publisher(&self, input: Input) -> bool {
        match input {
            Input::Intent => self.site.policy.intents_from == IntentPublisher::Manager,
            Input::IntentParsed => self.site.policy.intents_from == IntentPublisher::Nlu,
            _ => false,
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
