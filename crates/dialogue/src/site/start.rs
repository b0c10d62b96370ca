//! How sessions begin: by a wake word, by a skill, by a text, or after an answer.

use petasos_messages::payload::Termination;
use petasos_messages::payload::{
    Action, HotwordDetected, SessionInit, SessionQueued, StartSession, TextCaptured,
};
use petasos_messages::{Message, SessionId};

use super::SiteContext;
use super::end::Next;
use crate::Notice;
use crate::plan::TEXT;
use crate::session::{Session, Turn};
use crate::site::Waiting;

/// A session that just ended, as far as the next one goes on from it.
#[derive(Debug)]
pub(crate) struct EndedSession {
    pub(crate) id: SessionId,
    pub(crate) custom_data: Option<String>,
    pub(crate) lang: Option<String>,
}

impl SiteContext<'_> {
    /// Somebody said the wake word. Whatever is going on here ends; what is still being spoken delays the microphone.
    pub(crate) fn wake(&mut self, detected: &HotwordDetected) {
        if self.site.session.is_some() {
            self.close_before(Termination::AbortedByUser, Next::Wake);
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

    /// The id that came with the wake word, where the dialect has it so and nobody used it before; otherwise a new one.
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

    /// A skill's session, as it was asked for.
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

    /// The session becomes the site's active one.
    pub(crate) fn begin(&mut self, mut session: Session) {
        session.retries_left = self.site.policy.retries;
        self.shared.sessions.insert(session.id.clone(), self.site.key);
        self.site.session = Some(Box::new(session));
        self.advance();
    }

    /// The site is busy: the session waits, if there is room.
    pub(crate) fn enqueue(&mut self, mut session: Session) {
        if self.site.queue.len() >= self.shared.policy.limits.queue {
            let site_id = self.site.id.clone();
            self.shared.notice(Notice::Refused { site_id, reason: "too many sessions are waiting" });
            return;
        }
        let (id, custom_data) = (session.id.clone(), session.custom_data.clone());
        session.queued = true;
        let until = self.now + self.site.policy.timeouts.queued;
        self.site.queue.push_back(Waiting { session: Box::new(session), until });
        self.announce_queued(id, custom_data);
    }

    pub(super) fn announce_queued(&mut self, id: SessionId, custom_data: Option<String>) {
        let mut queued = SessionQueued::new(id, self.site.id.clone());
        queued.custom_data = custom_data;
        self.publish(Message::SessionQueued(queued));
    }

    /// Takes the next session out of the queue.
    pub(crate) fn begin_next(&mut self) {
        if let Some(waiting) = self.site.queue.pop_front() {
            self.begin(*waiting.session);
        }
    }

    /// The microphone opens once more without a wake word.
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

    /// A text for a site without microphone, outside of any session: a conversation by keyboard.
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

/// An empty text is nothing to say.
pub(super) fn spoken(text: Option<&String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty()).cloned()
}
