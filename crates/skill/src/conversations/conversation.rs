//! The state of one conversation.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use petasos_messages::SessionId;
use petasos_messages::payload::Intent;
use petasos_sans_io::Time;

use crate::handler_limits::Limits;
use crate::{RecognizedIntent, Site, Unanswered, Utterance};

/// Nobody repeats something, or answers a question, as fast as this: an intent that comes so soon is a duplicate.
pub(super) const TOO_FAST: Duration = Duration::from_millis(100);

/// A conversation between a handler and a person.
#[derive(Debug)]
pub(crate) struct Conversation {
    pub(crate) site: Site,
    pub(crate) lang: Option<String>,
    pub(crate) state: SessionState,
    /// The running handler; `None` for conversations that the skill started by itself.
    pub(crate) handler: Option<RunningHandler>,
    /// The question the handler waits for.
    pub(crate) question: Option<OpenQuestion>,
    /// When it is due next, as scheduled in `Conversations::timers`.
    pub(crate) timer: Option<Time>,
    /// Whether a question was answered with an intent.
    answered: bool,
    /// The intent that was handled last.
    last: Option<Arc<Intent>>,
}

/// The session of a conversation.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum SessionState {
    /// There is none; a question starts one.
    None,
    /// We asked the manager to start it.
    Starting,
    /// It waits until its site is free. Not every manager can end it before it has started.
    Queued(SessionId),
    /// It can be continued, and must be ended.
    Open(SessionId),
    /// It is over.
    Over(Unanswered),
}

/// A question that is not answered yet.
#[derive(Debug)]
pub(crate) struct OpenQuestion {
    /// The intents that may answer.
    pub(crate) intents: Vec<Cow<'static, str>>,
    /// Whether any words may answer.
    pub(crate) any_words: bool,
    /// When it was asked.
    pub(crate) asked: Time,
    /// When waiting for the answer ends.
    pub(crate) until: Time,
}

/// A running handler.
#[derive(Debug)]
pub(crate) struct RunningHandler {
    pub(crate) limits: Limits,
    /// When the phrase for thinking is said; `None` if it was said, or is not to be.
    pub(crate) think_at: Option<Time>,
    /// When it is cancelled.
    pub(crate) deadline: Time,
}

impl RunningHandler {
    pub(crate) fn new(now: Time, limits: &Limits) -> Self {
        let mut handler = Self { limits: limits.clone(), think_at: None, deadline: now };
        handler.restart_timers(now);
        handler
    }

    /// Gives it all its time again.
    pub(crate) fn restart_timers(&mut self, now: Time) {
        self.think_at = self.limits.think_after.map(|time| now + time);
        self.deadline = now + self.limits.deadline;
    }
}

impl SessionState {
    /// Whether we asked for it and it has not started yet.
    pub(crate) fn is_starting(&self) -> bool {
        matches!(self, Self::Starting | Self::Queued(_))
    }

    /// The id of the session if it is open.
    pub(crate) fn session(&self) -> Option<&SessionId> {
        match self {
            Self::Open(session) => Some(session),
            Self::None | Self::Starting | Self::Queued(_) | Self::Over(_) => None,
        }
    }
}

impl Conversation {
    pub(crate) fn new(
        site: Site,
        lang: Option<String>,
        state: SessionState,
        recognized: Option<&RecognizedIntent>,
    ) -> Self {
        let last = recognized.map(|recognized| recognized.message.clone());
        Self { site, lang, state, handler: None, question: None, timer: None, answered: false, last }
    }

    /// Takes the answer to the question of the handler.
    pub(crate) fn answer(&mut self, now: Time, utterance: &Utterance) {
        self.question = None;
        if let Utterance::Recognized(recognized) = utterance {
            self.answered = true;
            self.last = Some(recognized.message.clone());
        }
        self.restart_timers(now);
    }

    /// The session is over. The handler's time limit starts anew, but there is no session to keep alive.
    pub(crate) fn lose_session(&mut self, now: Time, why: Unanswered) {
        self.question = None;
        self.state = SessionState::Over(why);
        self.restart_timers(now);
        if let Some(handler) = &mut self.handler {
            handler.think_at = None;
        }
    }

    fn restart_timers(&mut self, now: Time) {
        if let Some(handler) = &mut self.handler {
            handler.restart_timers(now);
        }
    }

    /// Whether a question was answered with an intent, which may be another than the handler was called for.
    pub(crate) fn was_answered(&self) -> bool {
        self.answered
    }

    /// The intent that was handled last.
    pub(crate) fn last(&self) -> Option<Arc<Intent>> {
        self.last.clone()
    }

    /// Whether this is the last intent, delivered again. The same words may well answer two questions, but not within [`TOO_FAST`].
    pub(crate) fn is_repeated(&self, now: Time, recognized: &RecognizedIntent) -> bool {
        let too_fast = self.question.as_ref().is_some_and(|question| now < question.asked + TOO_FAST);
        too_fast && self.last.as_deref() == Some(&*recognized.message)
    }

    /// When it is due next.
    pub(crate) fn due(&self) -> Option<Time> {
        match (&self.question, &self.handler) {
            (Some(question), _) => Some(question.until),
            (None, Some(handler)) => {
                Some(handler.think_at.map_or(handler.deadline, |at| at.min(handler.deadline)))
            }
            (None, None) => None,
        }
    }
}
