//! The conversations of a skill as a pure state machine: no clock, no tasks, no network.
//!
//! The runtime hands over each [`Input`] with the current time, and carries out every [`Output`].
//!
//! **Invariant:** each intent that is accepted gets exactly one answer, nothing is published for a session after we ended it, and all
//! state is bounded. `tests/properties.rs` holds it for random inputs.
//!
//! `utterances` handles what people say, `questions` what handlers ask, `replies` how handlers end, `session_ends` how sessions end and
//! what takes too long. `conversation` is the state of one conversation and drops
//! quick duplicates of an intent, `finished_sessions` what is remembered of those that are over,
//! `other_skills` what other skills announce and ask.

mod config;
mod conversation;
mod finished_sessions;
mod other_skills;
mod questions;
mod replies;
mod session_ends;
#[cfg(test)]
mod tests;
mod utterances;

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::Arc;

use petasos_messages::payload::{
    ContinueSession, DialogueIntentNotRecognized, Intent, NluIntentNotRecognized, SessionEnded,
    SessionQueued, SessionStarted, SkillStatus,
};
use petasos_messages::{Message, SessionId};
use petasos_sans_io::{SansIo, Time};

use self::conversation::Conversation;
use self::finished_sessions::FinishedSessions;
use self::other_skills::OtherSkills;
use self::utterances::WaitingNotRecognized;
use crate::handler::Trigger;
use crate::question::Question;
use crate::reply::Outcome;
use crate::session::conversation_handle::Key;
use crate::{LocalizedText, RecognizedIntent, Site, Unanswered, Utterance};

pub(crate) use self::config::Config;

/// An event from the bus, a handler or the skill.
#[derive(Debug)]
pub(crate) enum Input {
    /// The NLU recognised an intent.
    Intent(Arc<RecognizedIntent>),
    /// The dialogue manager reports an utterance that was not recognised.
    NotRecognized(DialogueIntentNotRecognized, Site),
    /// The NLU reports an utterance that was not recognised; addressed to the dialogue manager.
    NluNotRecognized(NluIntentNotRecognized, Site),
    /// A session waits until its site is free.
    Queued(SessionQueued),
    /// A session has begun.
    Started(SessionStarted),
    /// A session has ended.
    Ended(SessionEnded),
    /// A handler asks a question.
    Ask(Key, Box<Question>),
    /// A handler says something without ending the session.
    Say(Key, LocalizedText),
    /// A handler has finished.
    Finished(Key, Outcome),
    /// The skill starts a conversation of its own.
    Open(Key, Site, Option<String>),
    /// The skill ends a conversation that it started.
    Close(Key, Option<LocalizedText>),
    /// Another skill publishes its status.
    SkillStatus(Box<SkillStatus>),
    /// A skill, perhaps this one, asks a question in a session.
    Continued(ContinueSession),
    /// The connection to the broker was established or lost.
    Connected(bool),
}

/// Something for the runtime to do.
#[derive(Debug)]
pub(crate) enum Output {
    /// Call a handler, given by its index, for a conversation.
    Call { key: Key, handler: usize, trigger: Trigger },
    /// Give the handler of a conversation the answer to its question.
    Answered(Key, Result<Utterance, Unanswered>),
    /// Cancel the handler of a conversation if it is still running.
    Cancel(Key),
    /// Publish a message.
    Publish(Message),
}

/// The conversations of a skill.
#[derive(Debug)]
pub(crate) struct Conversations {
    config: Config,
    conversations: HashMap<Key, Conversation>,
    by_session: HashMap<SessionId, Key>,
    finished_sessions: FinishedSessions,
    not_recognized: WaitingNotRecognized,
    other_skills: OtherSkills,
    /// The last intent that came without a session, and when.
    last_without_session: Option<(Time, Arc<Intent>)>,
    /// When each conversation is due next.
    timers: BTreeSet<(Time, Key)>,
    outputs: VecDeque<Output>,
    next_key: Key,
    connected: bool,
}

impl Conversations {
    pub(crate) fn new(config: Config) -> Self {
        Self {
            config,
            conversations: HashMap::new(),
            by_session: HashMap::new(),
            finished_sessions: FinishedSessions::default(),
            not_recognized: WaitingNotRecognized::default(),
            other_skills: OtherSkills::default(),
            last_without_session: None,
            timers: BTreeSet::new(),
            outputs: VecDeque::new(),
            next_key: 0,
            connected: true,
        }
    }

    /// Whether the limit of concurrent conversations is reached.
    fn is_full(&self) -> bool {
        self.conversations.len() >= self.config.default_limits.conversations
    }

    fn publish(&mut self, message: Message) {
        self.outputs.push_back(Output::Publish(message));
    }

    /// Schedules a conversation for when it is due next.
    fn update_timer(&mut self, key: Key) {
        let Some(conversation) = self.conversations.get_mut(&key) else { return };
        let at = conversation.due();
        if conversation.timer != at {
            if let Some(old) = conversation.timer {
                self.timers.remove(&(old, key));
            }
            self.timers.extend(at.map(|at| (at, key)));
            conversation.timer = at;
        }
    }
}

impl SansIo for Conversations {
    type Input<'a> = Input;
    type Output = Output;

    fn handle(&mut self, now: Time, input: Input) {
        self.finished_sessions.forget_before(now);
        match input {
            Input::Intent(recognized) => self.intent(now, recognized),
            Input::NotRecognized(message, site) => self.not_recognized(now, message, site),
            Input::NluNotRecognized(message, site) => self.nlu_not_recognized(message, site),
            Input::Queued(message) => self.session_queued(message.custom_data.as_deref(), message.session_id),
            Input::Started(message) => {
                self.session_started(now, message.custom_data.as_deref(), message.session_id);
            }
            Input::Ended(message) => self.session_ended(now, &message),
            Input::Ask(key, question) => self.ask(now, key, &question),
            Input::Say(key, words) => self.say(key, &words),
            Input::Finished(key, outcome) => self.handler_finished(now, key, outcome),
            Input::Open(key, site, lang) => self.open(key, site, lang),
            Input::Close(key, words) => self.abort(now, key, words.as_ref()),
            Input::SkillStatus(status) => self.other_skills.update(*status),
            Input::Continued(message) => self.other_skills.note_question(message.session_id),
            Input::Connected(connected) => self.connected = connected,
        }
    }

    /// Handles all conversations that are due.
    fn handle_timeout(&mut self, now: Time) {
        while let Some((at, key)) = self.timers.first().copied()
            && at <= now
        {
            self.timers.pop_first();
            self.conversation_is_due(now, key);
        }
    }

    fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    fn poll_timeout(&self) -> Option<Time> {
        self.timers.first().map(|(at, _)| *at)
    }
}
