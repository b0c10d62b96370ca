//! How sessions end, and what follows.

use petasos_messages::payload::{SessionEnded, Termination};
use petasos_messages::{Component, Message};

use super::SiteContext;
use super::start::EndedSession;
use super::toggles::Reason;
use crate::Fact;
use crate::phase_table::Phase;
use crate::phase_table::{Input, Reaction};
use crate::plan::GIVE_UP;
use crate::session::Session;

/// What begins when a session has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    /// Whoever waits, or a follow-up.
    Waiting,
    /// The caller's own session.
    Wake,
    /// Nothing, whoever waits.
    Nothing,
}

impl SiteContext<'_> {
    /// Ends the session; whoever waits is next.
    pub(crate) fn close(&mut self, termination: Termination) {
        self.close_before(termination, Next::Waiting);
    }

    /// Ends the session at once. What is being spoken goes on, and is waited for by whatever comes.
    pub(crate) fn close_before(&mut self, termination: Termination, next: Next) {
        let profile = self.site.profile();
        if !profile.stops_before_end && !profile.stops_after_end {
            self.close_microphone();
        }
        let Some(session) = self.site.session.take() else {
            return;
        };
        self.shared.sessions.remove(&session.id);
        self.shared.freed.clone_from(&self.site.group);
        let reopen = session.reopen && termination == Termination::Nominal && self.site.policy.microphone;
        let succeeded = match next {
            Next::Wake => true,
            Next::Waiting => !self.site.queue.is_empty(),
            Next::Nothing => false,
        };
        if session.announced {
            self.announce_end(&session, termination);
        }
        let muted = session.announced || self.site.toggles.hotword.off.contains(Reason::Session);
        if muted && !(succeeded && profile.stays_muted_between_sessions) {
            self.unmute(Some(session.id.clone()).filter(|_| !profile.ends_without_session));
        }
        if session.announced {
            self.durable(Fact::SessionEnded(session.id.clone()));
        }
        if next == Next::Waiting {
            if succeeded {
                self.begin_next();
            } else if reopen {
                let Session { id, custom_data, lang, .. } = *session;
                self.follow_up(EndedSession { id, custom_data, lang });
            }
        }
    }

    fn announce_end(&mut self, session: &Session, termination: Termination) {
        let profile = self.site.profile();
        if profile.stops_before_end && !session.notification {
            self.stop_listening(Some(session.id.clone()));
        }
        let mut ended = SessionEnded::new(session.id.clone(), self.site.id.clone(), termination);
        ended.custom_data.clone_from(&session.custom_data);
        self.publish(Message::SessionEnded(ended));
        self.shared.statistics.sessions_ended += 1;
        if profile.stops_after_end {
            self.stop_listening(None);
        }
    }

    /// A session that waited in vain. Others were told of it, so they are told of its end.
    fn drop_waiting(&mut self, termination: &Termination) {
        let Some(waiting) = self.site.queue.pop_front() else {
            return;
        };
        let mut ended = SessionEnded::new(waiting.session.id, self.site.id.clone(), termination.clone());
        ended.custom_data = waiting.session.custom_data;
        self.publish(Message::SessionEnded(ended));
    }

    /// Whatever is due by now.
    pub(crate) fn expire(&mut self) {
        let now = self.now;
        if self.site.playback.as_ref().is_some_and(|playback| playback.until <= now) {
            self.playback_expired();
        }
        if self.site.session.as_ref().and_then(|session| session.until).is_some_and(|until| until <= now) {
            self.phase_expired();
        }
        while self.site.queue.front().is_some_and(|waiting| waiting.until <= now) {
            self.drop_waiting(&Termination::Timeout { component: Some(Component::DialogueManager.into()) });
        }
        self.repeat_if_due();
    }

    /// An answer did not come in time: the session ends, and names who owed it.
    fn phase_expired(&mut self) {
        let closes = self.reaction(Input::Timeout) == Some(Reaction::Close);
        if let Some(session) = self.session() {
            session.until = None;
        }
        if !closes {
            return;
        }
        let follow_up = self.site.policy.follow_up;
        let Some(session) = self.session() else { return };
        let timeout = |component: Component| Termination::Timeout { component: Some(component.into()) };
        match session.phase {
            Phase::Listening if session.follow_up => self.close(Termination::Nominal),
            Phase::Listening => self.close(timeout(Component::Asr)),
            Phase::Understanding => {
                session.end_with(timeout(Component::Nlu), GIVE_UP);
                self.advance();
            }
            Phase::AwaitingSkill if session.answered_by_say => {
                session.reopen = follow_up;
                self.close(Termination::Nominal);
            }
            Phase::AwaitingSkill => self.close(timeout(Component::Skill)),
            _ => self.close(timeout(Component::Tts)),
        }
    }

    /// Ends everything here and switches everything on: the manager stops, or forgets the site.
    pub(crate) fn clear(&mut self, error: &str) {
        let termination = Termination::Error { error: error.to_owned() };
        if self.site.session.is_some() {
            self.close_before(termination.clone(), Next::Nothing);
        }
        while !self.site.queue.is_empty() {
            self.drop_waiting(&termination);
        }
        self.release_playback();
        // Nobody will say the last On again: what it ends counts as done.
        if std::mem::take(&mut self.site.open) {
            self.durable(Fact::SiteClosed(self.site.id.clone()));
        }
    }
}
