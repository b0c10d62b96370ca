//! How sessions end, and what follows them.

use petasos_messages::payload::{ComponentError, SessionEnded, StopListening, Termination};
use petasos_messages::{Component, Message, SessionId};

use super::context::SiteContext;
use super::toggle_state::{Reason, Reasons};
use crate::phase_table::Phase;
use crate::phase_table::{Input, Reaction};
use crate::plan::{GIVE_UP, SAY_AND_CLOSE};
use crate::session::Session;
use crate::{Fact, Notice};

/// What starts after a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    /// The next queued session, or a follow-up.
    Waiting,
    /// A session that the caller starts.
    Wake,
    /// Nothing, even if sessions are queued.
    Nothing,
}

/// What a follow-up session inherits from the session before it.
#[derive(Debug)]
pub(crate) struct EndedSession {
    pub(crate) id: SessionId,
    pub(crate) custom_data: Option<String>,
    pub(crate) lang: Option<String>,
}

impl SiteContext<'_> {
    /// Ends the session and starts the next queued one.
    pub(crate) fn close(&mut self, termination: Termination) {
        self.close_before(termination, Next::Waiting);
    }

    /// Ends the session immediately. Speech that is still playing continues, and delays whatever comes next.
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

    /// Ends a queued session. As it was announced with `sessionQueued`, `sessionEnded` is published.
    fn end_waiting(&mut self, session: Session, termination: Termination) {
        let mut ended = SessionEnded::new(session.id, self.site.id.clone(), termination);
        ended.custom_data = session.custom_data;
        self.publish(Message::SessionEnded(ended));
    }

    /// Handles every deadline that has passed.
    pub(crate) fn expire(&mut self) {
        let now = self.now;
        if self.site.playback.as_ref().is_some_and(|playback| playback.until <= now) {
            self.playback_expired();
        }
        if self.site.session.as_ref().and_then(|session| session.until).is_some_and(|until| until <= now) {
            self.phase_expired();
        }
        while let Some(session) = self.site.queue.pop_expired(now) {
            self.end_waiting(
                *session,
                Termination::Timeout { component: Some(Component::DialogueManager.into()) },
            );
        }
        self.repeat_if_due();
    }

    /// The deadline of the phase has passed: ends the session with the component that did not answer.
    fn phase_expired(&mut self) {
        let closes = self.site.reaction(Input::Timeout) == Some(Reaction::Close);
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

    /// A component failed during a turn: ends the session with a spoken error, or with the error sound if speech is what failed.
    pub(crate) fn component_failed(
        &mut self,
        component: Component,
        error: &ComponentError,
        message: &Message,
    ) {
        let (name, speech_broke) = match component {
            Component::Asr => ("asr", false),
            Component::Nlu => ("nlu", false),
            Component::Tts => ("tts", true),
            _ => ("audioServer", true),
        };
        if speech_broke && !self.awaits_speech(component) {
            self.ignore(message, "no answer is awaited");
            return;
        }
        let site_id = self.site.id.clone();
        self.shared.notice(Notice::Broken { component: name, error: error.error.clone(), site_id });
        self.close_microphone();
        if speech_broke {
            self.release_playback();
        }
        let apology = self.phrase(|phrases| &phrases.broken).filter(|_| !speech_broke);
        let Some(session) = self.session() else { return };
        let plan = if apology.is_some() { SAY_AND_CLOSE } else { GIVE_UP };
        session.speech = apology;
        session.end_with(Termination::Error { error: format!("{name}: {}", error.error) }, plan);
        self.advance();
    }

    /// Whether speech still depends on a component: on the TTS until its WAV was seen, on the player until the WAV has ended.
    fn awaits_speech(&self, component: Component) -> bool {
        let playback = self.site.playback.as_ref().filter(|playback| playback.is_speech());
        playback.is_some_and(|playback| component != Component::Tts || !playback.has_known_length())
    }

    /// Ends all sessions and switches everything on, because the manager stops or the site is forgotten.
    pub(crate) fn clear(&mut self, error: &str) {
        let termination = Termination::Error { error: error.to_owned() };
        if self.site.session.is_some() {
            self.close_before(termination.clone(), Next::Nothing);
        }
        while let Some(session) = self.site.queue.pop() {
            self.end_waiting(*session, termination.clone());
        }
        self.release_playback();
        // The toggles are not repeated any more, so the site counts as closed.
        if std::mem::take(&mut self.site.open) {
            self.durable(Fact::SiteClosed(self.site.id.clone()));
        }
    }

    /// Ends the sessions that a crashed process left open, and switches everything on.
    pub(crate) fn recover(&mut self, sessions: &[SessionId]) {
        let site_id = self.site.id.clone();
        for session_id in sessions {
            let mut stop = StopListening::new(site_id.clone());
            stop.session_id = Some(session_id.clone());
            self.publish(Message::StopListening(stop));
            let termination = Termination::Error { error: "the dialogue manager was restarted".to_owned() };
            self.publish(Message::SessionEnded(SessionEnded::new(
                session_id.clone(),
                site_id.clone(),
                termination,
            )));
        }
        self.reassert(Reasons::ALL);
        for session_id in sessions {
            self.durable(Fact::SessionEnded(session_id.clone()));
        }
        self.durable(Fact::SiteClosed(site_id));
    }
}
