//! How sessions start: by wake word, skill, text or follow-up.

use petasos_messages::payload::{
    Action, HotwordDetected, SessionInit, SessionQueued, SessionStarted, StartSession, Termination,
    TextCaptured,
};
use petasos_messages::{Message, SessionId};

use super::context::SiteContext;
use super::end::{EndedSession, Next};
use crate::phase_table::{Input, Reaction};
use crate::plan::TEXT;
use crate::session::{Session, Turn};
use crate::{Fact, Notice};

impl SiteContext<'_> {
    /// A wake word was detected. The current session ends; speech that is still playing delays the microphone.
    pub(crate) fn wake(&mut self, detected: &HotwordDetected, message: &Message) {
        match self.site.reaction(Input::WakeWord) {
            None => {}
            Some(Reaction::Close) => self.close_before(Termination::AbortedByUser, Next::Wake),
            Some(_) => {
                self.ignore(message, "not awaited in this phase");
                return;
            }
        }
        let plans = &self.site.profile().plans;
        let plan = if self.site.playback.is_some() { plans.wake_while_playing } else { plans.wake };
        let id = self.wake_session_id(detected);
        let mut session = Session::new(id, plan);
        session.lang.clone_from(&detected.lang);
        session.send_audio_captured = detected.send_audio_captured;
        session.custom_entities = detected.custom_entities.clone().map(Box::new);
        session.start_signal_ms = detected.end_signal_ms;
        if self.site.policy.dialect().hotword_names_session {
            session.custom_data = Some(detected.wakeword_id.clone());
        }
        session.wakeword_id = Some(detected.wakeword_id.clone());
        session.speech = self.phrase(|phrases| &phrases.greeting);
        self.begin(session);
    }

    /// The session id of the wake word message, if the dialect supports it and it is unused; otherwise a new one.
    fn wake_session_id(&mut self, detected: &HotwordDetected) -> SessionId {
        if !self.site.policy.dialect().hotword_names_session {
            return self.shared.ids.session("");
        }
        let offered =
            detected.session_id.as_ref().filter(|id| !self.shared.sessions.contains_key(*id)).cloned();
        if let Some(id) = offered.filter(|id| self.shared.ids.adopt(id)) {
            return id;
        }
        let prefix = [self.site.id.as_str(), "-", &detected.wakeword_id, "-"].concat();
        self.shared.ids.session(&prefix)
    }

    /// The session that a `startSession` describes.
    pub(crate) fn requested(&mut self, request: &StartSession) -> Session {
        let plans = &self.site.profile().plans;
        let id = self.shared.ids.session("");
        let mut session = match &request.init {
            SessionInit::Notification { text } => {
                let mut session = Session::new(id, plans.notification);
                session.notification = true;
                session.speech = spoken(Some(text));
                session
            }
            SessionInit::Action(action) => {
                let mut session = Session::new(id, plans.action);
                session.speech = spoken(action.text.as_ref());
                session.turn = first_turn(action);
                session
            }
        };
        session.wakeword_id = Some(String::new());
        session.custom_data.clone_from(&request.custom_data);
        session.lang.clone_from(&request.lang);
        session
    }

    /// Makes the session the active one of the site.
    pub(crate) fn begin(&mut self, mut session: Session) {
        session.retries_left = self.site.policy.retries;
        self.shared.sessions.insert(session.id.clone(), self.site.key);
        self.site.session = Some(Box::new(session));
        self.advance();
    }

    /// Queues the session at a busy site, unless the queue is full.
    pub(crate) fn enqueue(&mut self, mut session: Session) {
        session.queued = true;
        let until = self.now + self.site.policy.timeouts.queued;
        let Some(queued) = self.site.queue.push(session, until, self.shared.policy.limits.queue) else {
            let site_id = self.site.id.clone();
            self.shared.notice(Notice::Refused { site_id, reason: "too many sessions are waiting" });
            return;
        };
        let (id, custom_data) = (queued.id.clone(), queued.custom_data.clone());
        self.announce_queued(id, custom_data);
    }

    pub(super) fn announce_queued(&mut self, id: SessionId, custom_data: Option<String>) {
        let mut queued = SessionQueued::new(id, self.site.id.clone());
        queued.custom_data = custom_data;
        self.publish(Message::SessionQueued(queued));
    }

    /// Snips 0.64 published `sessionQueued` even for a notification at an idle site.
    pub(super) fn queue_in_passing(&mut self) {
        let Some(session) = self.session().filter(|session| !session.queued) else {
            return;
        };
        session.queued = true;
        let (id, custom_data) = (session.id.clone(), session.custom_data.clone());
        self.announce_queued(id, custom_data);
    }

    /// The component that chose the session's id may use it while the wake sound is still playing: announces the session first.
    pub(super) fn ensure_announced(&mut self) {
        if self.site.session.as_ref().is_some_and(|session| !session.announced) {
            self.announce();
            self.mute();
        }
    }

    pub(super) fn announce(&mut self) {
        self.open();
        let site_id = self.site.id.clone();
        let Some(session) = self.session() else { return };
        session.announced = true;
        let mut started = SessionStarted::new(session.id.clone(), site_id.clone());
        started.custom_data.clone_from(&session.custom_data);
        started.lang.clone_from(&session.lang);
        started.reactivated_from_session_id.clone_from(&session.reactivated_from);
        self.durable(Fact::SessionStarted { site_id, session_id: started.session_id.clone() });
        self.shared.statistics.sessions_started += 1;
        self.publish(Message::SessionStarted(started));
    }

    /// Starts the next queued session.
    pub(crate) fn begin_next(&mut self) {
        if let Some(session) = self.site.queue.pop() {
            self.begin(*session);
        }
    }

    /// Opens the microphone once more without a wake word.
    pub(super) fn follow_up(&mut self, origin: EndedSession) {
        let id = self.shared.ids.session("");
        let mut session = Session::new(id, self.site.profile().plans.action);
        session.custom_data = origin.custom_data;
        session.lang = origin.lang;
        session.reactivated_from = Some(origin.id);
        session.wakeword_id = Some(String::new());
        session.follow_up = true;
        self.begin(session);
    }

    /// Text for a site without a microphone, outside of any session, starts one.
    pub(crate) fn text_arrived(&mut self, text: &TextCaptured) {
        let id = self.shared.ids.session("");
        let mut session = Session::new(id, TEXT);
        session.lang.clone_from(&text.lang);
        session.wakeword_id = Some(String::new());
        session.turn.captured = Some(Box::new(text.into()));
        self.begin(session);
    }
}

fn first_turn(action: &Action) -> Turn {
    Turn {
        asked: action.text.is_some() || action.intent_filter.is_some(),
        intent_filter: action.intent_filter.clone(),
        send_intent_not_recognized: action.send_intent_not_recognized,
        ..Turn::default()
    }
}

/// An empty text is treated as absent.
pub(super) fn spoken(text: Option<&String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty()).cloned()
}
