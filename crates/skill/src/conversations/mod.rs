//! The conversations of a skill as a pure state machine: no clock, no tasks, no network.
//!
//! The shell brings what happens with its time ([`Desk::handle`]), takes every [`Output`] and does what it says, and comes back at
//! [`Desk::poll_timeout`] at the latest. What the desk promises, whatever comes: each intent it takes gets exactly one answer, nothing
//! is published for a session after we ended it, and nothing grows without bound.
//!
//! `turns` is what people say, `questions` what handlers ask, `replies` how handlers end, `ends` how sessions end and what takes too
//! long, `others` what other skills do; `conversation` is where one of them stands, `past` what is remembered of those that are over.

mod conversation;
mod ends;
mod others;
mod past;
mod questions;
mod replies;
mod rules;
#[cfg(test)]
mod tests;
mod turns;

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use petasos_messages::payload::{
    ContinueSession, DialogueIntentNotRecognized, Intent, NluIntentNotRecognized, SessionEnded,
    SessionQueued, SessionStarted, SkillStatus,
};
use petasos_messages::{Message, SessionId};

use self::conversation::Conversation;
use self::others::Others;
use self::past::Past;
use self::turns::Misunderstood;
use crate::handler::Called;
use crate::session::question::Question;
use crate::{Heard, Site, Turn, Unanswered, Words};

pub(crate) use self::replies::Outcome;
pub(crate) use self::rules::Rules;

/// Which conversation. Those that the desk begins are numbered from 0, those of [`Hermes`](crate::Hermes) from 2^63.
pub(crate) type Key = u64;

/// Something that happened.
#[derive(Debug)]
pub(crate) enum Input {
    /// An intent was published.
    Intent(Arc<Turn>),
    /// A manager says that nobody understood what was said in a session.
    NotRecognized(DialogueIntentNotRecognized, Site),
    /// The NLU says so, to whoever is the manager.
    Misunderstood(NluIntentNotRecognized, Site),
    /// A session waits for its site to be free.
    Queued(SessionQueued),
    /// A session has begun.
    Started(SessionStarted),
    /// A session has ended.
    Ended(SessionEnded),
    /// A handler asks something.
    Asked(Key, Box<Question>),
    /// A handler says something without ending the session.
    Said(Key, Words),
    /// A handler has ended.
    Finished(Key, Outcome),
    /// The skill begins to talk by itself.
    Opened(Key, Site, Option<String>),
    /// The skill ends what it has begun by itself.
    Closed(Key, Option<Words>),
    /// Another skill says whether it lives.
    Announced(Box<SkillStatus>),
    /// Somebody asks something in a session, perhaps we.
    Continued(ContinueSession),
    /// The broker is there, or away.
    Connected(bool),
}

/// Something to do.
#[derive(Debug)]
pub(crate) enum Output {
    /// Call a handler.
    Call {
        /// For this conversation.
        key: Key,
        /// Which handler.
        handler: usize,
        /// What for.
        called: Called,
    },
    /// Tell a handler what was heard after its question.
    Heard(Key, Result<Heard, Unanswered>),
    /// Cancel the conversation's handler, if it still runs.
    Cancel(Key),
    /// Send a message.
    Publish(Message),
}

/// The conversations of a skill.
#[derive(Debug)]
pub(crate) struct Desk {
    rules: Rules,
    conversations: HashMap<Key, Conversation>,
    by_session: HashMap<SessionId, Key>,
    past: Past,
    misunderstood: Misunderstood,
    others: Others,
    /// The last intent without a session.
    typed: Option<(Duration, Arc<Intent>)>,
    /// When to look at which conversation again.
    alarms: BTreeSet<(Duration, Key)>,
    outputs: VecDeque<Output>,
    next_key: Key,
    connected: bool,
}

impl Desk {
    pub(crate) fn new(rules: Rules) -> Self {
        Self {
            rules,
            conversations: HashMap::new(),
            by_session: HashMap::new(),
            past: Past::default(),
            misunderstood: Misunderstood::default(),
            others: Others::default(),
            typed: None,
            alarms: BTreeSet::new(),
            outputs: VecDeque::new(),
            next_key: 0,
            connected: true,
        }
    }

    /// Deals with what happened. `now` is the time since the skill's start.
    pub(crate) fn handle(&mut self, now: Duration, input: Input) {
        self.past.forget_before(now);
        match input {
            Input::Intent(turn) => self.intent(now, turn),
            Input::NotRecognized(message, site) => self.not_recognized(now, message, site),
            Input::Misunderstood(message, site) => self.misunderstood(message, site),
            Input::Queued(message) => self.queued(message.custom_data.as_deref(), message.session_id),
            Input::Started(message) => {
                self.opened(now, message.custom_data.as_deref(), message.session_id);
            }
            Input::Ended(message) => self.ended(now, &message),
            Input::Asked(key, question) => self.asked(now, key, &question),
            Input::Said(key, words) => self.said(key, &words),
            Input::Finished(key, outcome) => self.finished(now, key, outcome),
            Input::Opened(key, site, lang) => self.open(key, site, lang),
            Input::Closed(key, words) => self.give_up(now, key, words.as_ref()),
            Input::Announced(status) => self.others.learn(*status),
            Input::Continued(message) => self.others.asks_in(message.session_id),
            Input::Connected(connected) => self.connected = connected,
        }
    }

    /// The next thing to do.
    pub(crate) fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// When to call [`Desk::handle_timeout`] at the latest.
    pub(crate) fn poll_timeout(&self) -> Option<Duration> {
        self.alarms.first().map(|(at, _)| *at)
    }

    /// Does what is due.
    pub(crate) fn handle_timeout(&mut self, now: Duration) {
        while let Some((at, key)) = self.alarms.first().copied()
            && at <= now
        {
            self.alarms.pop_first();
            self.alarm(now, key);
        }
    }

    /// Begins no conversation where there are as many as there may be.
    fn is_full(&self) -> bool {
        self.conversations.len() >= self.rules.default_limits.conversations
    }

    fn publish(&mut self, message: Message) {
        self.outputs.push_back(Output::Publish(message));
    }

    /// Looks at a conversation again when it says.
    fn set_alarm(&mut self, key: Key) {
        let Some(conversation) = self.conversations.get_mut(&key) else { return };
        let at = conversation.due();
        if conversation.alarm != at {
            if let Some(old) = conversation.alarm {
                self.alarms.remove(&(old, key));
            }
            self.alarms.extend(at.map(|at| (at, key)));
            conversation.alarm = at;
        }
    }
}
