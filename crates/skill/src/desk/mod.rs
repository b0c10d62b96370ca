//! The conversations of a skill as a pure state machine: no clock, no tasks, no network.
//!
//! The shell brings what happens with its time ([`Desk::handle`]), takes every [`Output`] and does what it says, and comes back at
//! [`Desk::poll_timeout`] at the latest. What the desk promises, whatever comes: each intent it takes gets exactly one answer, nothing
//! is published for a session after we ended it, and nothing grows without bound.

mod conversation;
mod past;
mod questions;
mod replies;
mod rules;

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use petasos_messages::payload::{
    DialogueIntentNotRecognized, EndSession, SessionEnded, SessionQueued, SessionStarted, Termination,
};
use petasos_messages::{Message, SessionId};

use self::conversation::{Conversation, Stage, Work};
use self::past::Past;
use crate::handler::{Called, NotRecognized};
use crate::intent::Heard;
use crate::session::question::Question;
use crate::{Site, Turn, Unanswered, Words};

pub(crate) use self::replies::Outcome;
pub(crate) use self::rules::Rules;

/// Which conversation.
pub(crate) type Key = u64;

/// Something that happened.
#[derive(Debug)]
pub(crate) enum Input {
    /// An intent was published.
    Intent(Arc<Turn>),
    /// A manager says that nobody understood what was said in a session.
    NotRecognized(DialogueIntentNotRecognized, Site),
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
    /// When to look at which conversation again.
    alarms: BTreeSet<(Duration, Key)>,
    outputs: VecDeque<Output>,
    next_key: Key,
}

impl Desk {
    pub(crate) fn new(rules: Rules) -> Self {
        Self {
            rules,
            conversations: HashMap::new(),
            by_session: HashMap::new(),
            past: Past::default(),
            alarms: BTreeSet::new(),
            outputs: VecDeque::new(),
            next_key: 0,
        }
    }

    /// Deals with what happened. `now` is the time since the skill's start.
    pub(crate) fn handle(&mut self, now: Duration, input: Input) {
        match input {
            Input::Intent(turn) => self.intent(now, turn),
            Input::NotRecognized(message, site) => self.not_recognized(now, message, site),
            Input::Queued(message) => self.queued(message),
            Input::Started(message) => self.started(message),
            Input::Ended(message) => self.ended(now, &message),
            Input::Asked(key, question) => self.asked(now, key, *question),
            Input::Said(key, words) => self.said(key, &words),
            Input::Finished(key, outcome) => self.finished(now, key, outcome),
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

    fn intent(&mut self, now: Duration, turn: Arc<Turn>) {
        let Some(session) = &turn.session_id else {
            return self.begin(now, turn, Stage::None);
        };
        if let Some(&key) = self.by_session.get(session) {
            if self.accepts(now, key, &turn) {
                self.heard(now, key, Heard::Turn(Arc::unwrap_or_clone(turn)));
            }
        } else if !self.past.has_dealt_with(session, &turn) {
            let stage = Stage::Open(session.clone());
            self.begin(now, turn, stage);
        }
    }

    /// Whether this is an answer to the conversation's question: not the turn before once more, and not somebody else's intent.
    fn accepts(&self, now: Duration, key: Key, turn: &Turn) -> bool {
        let Some(conversation) = self.conversations.get(&key) else { return false };
        let Some(question) = &conversation.question else { return false };
        let ours = question.any_words
            || self.rules.is_expected(&turn.intent, question)
            || self.rules.route(&turn.intent).is_some();
        ours && !conversation.is_repeated(now, turn)
    }

    /// Calls the handler of an intent, if there is one.
    fn begin(&mut self, now: Duration, turn: Arc<Turn>, stage: Stage) {
        let dialogue = self.rules.dialogue(turn.message.custom_data.as_deref());
        let Some(handler) = dialogue.or_else(|| self.rules.route(&turn.intent)) else { return };
        let conversation = Conversation::new(turn.site.clone(), turn.lang.clone(), stage, Some(turn.clone()));
        self.call(now, conversation, handler, Called::Turn(turn));
    }

    fn not_recognized(&mut self, now: Duration, message: DialogueIntentNotRecognized, site: Site) {
        let input = message.input.unwrap_or_default();
        if let Some(&key) = self.by_session.get(&message.session_id) {
            let lang = self.conversations.get(&key).and_then(|conversation| conversation.lang.clone());
            if self.conversations.get(&key).is_some_and(|conversation| conversation.question.is_some()) {
                self.heard(now, key, Heard::Words { input, lang });
            }
        } else if let Some(handler) =
            self.rules.dialogue(message.custom_data.as_deref()).or(self.rules.not_recognized)
            && !self.past.is_over(&message.session_id)
        {
            let words = NotRecognized {
                input,
                session_id: Some(message.session_id.clone()),
                site: site.clone(),
                custom_data: message.custom_data,
            };
            let conversation = Conversation::new(site, None, Stage::Open(message.session_id), None);
            self.call(now, conversation, handler, Called::NotRecognized(Box::new(words)));
        }
    }

    fn call(&mut self, now: Duration, mut conversation: Conversation, handler: usize, called: Called) {
        if self.conversations.len() >= self.rules.conversations {
            let words = self.rules.phrases.apology();
            return self.last_words(now, &conversation, Some(words), false);
        }
        let limits = self.rules.limits(handler);
        conversation.work = Some(Work::new(now, limits));
        let key = self.next_key;
        self.next_key += 1;
        if let Stage::Open(session) = &conversation.stage {
            self.by_session.insert(session.clone(), key);
        }
        self.conversations.insert(key, conversation);
        self.set_alarm(key);
        self.outputs.push_back(Output::Call { key, handler, called });
    }

    /// Gives a handler what it has asked for, and time to make something of it.
    fn heard(&mut self, now: Duration, key: Key, heard: Heard) {
        let Some(conversation) = self.conversations.get_mut(&key) else { return };
        conversation.question = None;
        if let Heard::Turn(turn) = &heard {
            conversation.remember(turn);
        }
        if let Some(work) = &mut conversation.work {
            work.begin_again(now);
        }
        self.set_alarm(key);
        self.outputs.push_back(Output::Heard(key, Ok(heard)));
    }

    /// Tells a handler that there will be no answer. Its conversation goes on without a session.
    fn unheard(&mut self, now: Duration, key: Key, why: Unanswered) {
        let Some(conversation) = self.conversations.get_mut(&key) else { return };
        conversation.question = None;
        conversation.stage = Stage::Over(why.clone());
        if let Some(work) = &mut conversation.work {
            work.begin_again(now);
        }
        self.set_alarm(key);
        self.outputs.push_back(Output::Heard(key, Err(why)));
    }

    fn ended(&mut self, now: Duration, message: &SessionEnded) {
        let of_ours = || self.rules.key_of(message.custom_data.as_deref());
        let Some(key) = self.by_session.remove(&message.session_id).or_else(of_ours) else {
            return self.past.forget(&message.session_id);
        };
        let Some(conversation) = self.conversations.get(&key) else { return };
        if conversation.question.is_some() {
            self.unheard(now, key, why(&message.termination));
        } else {
            self.close(key);
            self.outputs.push_back(Output::Cancel(key));
            self.past.end(message.session_id.clone(), None);
        }
    }

    fn said(&mut self, key: Key, words: &Words) {
        if let Some(conversation) = self.conversations.get(&key) {
            let say = self.rules.say(conversation, words);
            self.outputs.extend(say.map(Output::Publish));
        }
    }

    fn alarm(&mut self, now: Duration, key: Key) {
        let Some(conversation) = self.conversations.get_mut(&key) else { return };
        conversation.alarm = None;
        if let Some(question) = &conversation.question {
            if question.until <= now {
                let session = conversation.stage.session().cloned();
                self.unheard(now, key, Unanswered::Interrupted(Termination::Timeout { component: None }));
                if let Some(session) = session {
                    self.by_session.remove(&session);
                    self.end(session, None, false);
                }
            } else {
                self.set_alarm(key);
            }
            return;
        }
        let Some(work) = &mut conversation.work else { return };
        if work.deadline <= now {
            if let Some(conversation) = self.close(key) {
                self.outputs.push_back(Output::Cancel(key));
                let words = self.rules.phrases.too_slow();
                self.last_words(now, &conversation, Some(words), false);
            }
        } else {
            if work.think_at.take_if(|at| *at <= now).is_some() {
                let words = self.rules.phrases.thinking();
                self.said(key, &words);
            }
            self.set_alarm(key);
        }
    }

    /// Forgets a conversation.
    fn close(&mut self, key: Key) -> Option<Conversation> {
        let conversation = self.conversations.remove(&key)?;
        if let Some(at) = conversation.alarm {
            self.alarms.remove(&(at, key));
        }
        if let Some(session) = conversation.stage.session() {
            self.by_session.remove(session);
        }
        Some(conversation)
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

    /// Ends a session. From now on nothing is published for it.
    fn end(&mut self, session: SessionId, words: Option<String>, keep_open: bool) {
        self.past.end(session.clone(), None);
        let mut message = EndSession::new(session);
        message.text = words;
        message.request_continue = keep_open;
        self.outputs.push_back(Output::Publish(Message::EndSession(message)));
    }
}

/// What the end of a session means to who waits for an answer in it.
fn why(termination: &Termination) -> Unanswered {
    match termination {
        Termination::Timeout { .. } => Unanswered::Silence,
        Termination::AbortedByUser => Unanswered::Cancelled,
        other => Unanswered::Interrupted(other.clone()),
    }
}
