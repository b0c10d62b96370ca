//! One conversation: where it stands, and what is waited for.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use petasos_messages::SessionId;
use petasos_messages::payload::Intent;

use crate::limits::Limits;
use crate::{Heard, Site, Turn, Unanswered};

/// Nobody says the same again, or hears a question and answers it, as fast as this: it is the turn before once more.
pub(super) const TOO_FAST: Duration = Duration::from_millis(100);

/// A conversation that a handler works for.
#[derive(Debug)]
pub(crate) struct Conversation {
    pub(crate) site: Site,
    pub(crate) lang: Option<String>,
    pub(crate) stage: Stage,
    /// The handler at work.
    pub(crate) work: Option<Work>,
    /// What the handler waits for.
    pub(crate) question: Option<Open>,
    /// When to look at it again, as noted among the alarms.
    pub(crate) alarm: Option<Duration>,
    /// Whether a question was answered with an intent.
    answered: bool,
    /// The turn before.
    last: Option<Arc<Intent>>,
}

/// How a conversation stands with its session.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Stage {
    /// There is none. A question starts one.
    None,
    /// It was asked for.
    Starting,
    /// It waits for its site to be free. Not every manager can end it before it has started.
    Queued(SessionId),
    /// It can be continued, and must be ended.
    Open(SessionId),
    /// It is over.
    Over(Unanswered),
}

/// A question that was asked.
#[derive(Debug)]
pub(crate) struct Open {
    /// The intents that may answer.
    pub(crate) intents: Vec<Cow<'static, str>>,
    /// Whether any words may.
    pub(crate) any_words: bool,
    /// When it was asked.
    pub(crate) asked: Duration,
    /// How long it waits.
    pub(crate) until: Duration,
}

/// A handler at work.
#[derive(Debug)]
pub(crate) struct Work {
    pub(crate) limits: Limits,
    /// When a few words are said; `None`: they were.
    pub(crate) think_at: Option<Duration>,
    /// When it is too late.
    pub(crate) deadline: Duration,
}

impl Work {
    pub(crate) fn new(now: Duration, limits: &Limits) -> Self {
        let mut work = Self { limits: limits.clone(), think_at: None, deadline: now };
        work.begin_again(now);
        work
    }

    /// Has all its time again.
    pub(crate) fn begin_again(&mut self, now: Duration) {
        self.think_at = self.limits.think_after.map(|time| now.saturating_add(time));
        self.deadline = now.saturating_add(self.limits.deadline);
    }
}

impl Stage {
    /// Whether its session was asked for and has not started.
    pub(crate) fn is_starting(&self) -> bool {
        matches!(self, Self::Starting | Self::Queued(_))
    }

    /// The session that is open.
    pub(crate) fn session(&self) -> Option<&SessionId> {
        match self {
            Self::Open(session) => Some(session),
            Self::None | Self::Starting | Self::Queued(_) | Self::Over(_) => None,
        }
    }
}

impl Conversation {
    pub(crate) fn new(site: Site, lang: Option<String>, stage: Stage, turn: Option<&Turn>) -> Self {
        let last = turn.map(|turn| turn.message.clone());
        Self { site, lang, stage, work: None, question: None, alarm: None, answered: false, last }
    }

    /// The handler has its answer, and all its time again.
    pub(crate) fn hear(&mut self, now: Duration, heard: &Heard) {
        self.question = None;
        if let Heard::Turn(turn) = heard {
            self.answered = true;
            self.last = Some(turn.message.clone());
        }
        self.begin_again(now);
    }

    /// There is no session any more. The handler has all its time again, and nobody waits to hear that it thinks.
    pub(crate) fn go_without(&mut self, now: Duration, why: Unanswered) {
        self.question = None;
        self.stage = Stage::Over(why);
        self.begin_again(now);
        if let Some(work) = &mut self.work {
            work.think_at = None;
        }
    }

    fn begin_again(&mut self, now: Duration) {
        if let Some(work) = &mut self.work {
            work.begin_again(now);
        }
    }

    /// Whether something else can be wanted than what the handler was called for.
    pub(crate) fn was_answered(&self) -> bool {
        self.answered
    }

    /// The turn that was dealt with last.
    pub(crate) fn last(&self) -> Option<Arc<Intent>> {
        self.last.clone()
    }

    /// Whether this is the turn before, delivered again. The same words may well answer two questions, but not in no time.
    pub(crate) fn is_repeated(&self, now: Duration, turn: &Turn) -> bool {
        let too_fast = self.question.as_ref().is_some_and(|question| now < question.asked + TOO_FAST);
        too_fast && self.last.as_deref() == Some(&*turn.message)
    }

    /// When to look at it again.
    pub(crate) fn due(&self) -> Option<Duration> {
        match (&self.question, &self.work) {
            (Some(question), _) => Some(question.until),
            (None, Some(work)) => Some(work.think_at.map_or(work.deadline, |at| at.min(work.deadline))),
            (None, None) => None,
        }
    }
}
