//! What people say.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use petasos_messages::payload::{DialogueIntentNotRecognized, NluIntentNotRecognized};
use petasos_messages::{Message, SessionId};

use super::conversation::{Conversation, Stage, TOO_FAST, Work};
use super::{Desk, Key, Output, Rules};
use crate::handler::{Called, NotRecognized};
use crate::{Heard, Site, Turn, Unanswered};

/// So much that nobody understood waits for what becomes of its session.
const WAITING: usize = 64;

/// What an NLU did not understand, until a manager says what becomes of it.
pub(super) type Misunderstood = VecDeque<(SessionId, NotRecognized)>;

impl Desk {
    pub(super) fn intent(&mut self, now: Duration, turn: Arc<Turn>) {
        let Some(session) = &turn.session_id else {
            if !self.is_repeated(now, &turn) {
                self.begin(now, turn, Stage::None);
            }
            return;
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

    /// Whether the same was typed just before: nobody types so fast.
    fn is_repeated(&mut self, now: Duration, turn: &Turn) -> bool {
        let before = self.typed.replace((now, turn.message.clone()));
        before.is_some_and(|(at, message)| now < at + TOO_FAST && message == turn.message)
    }

    /// Whether this is an answer to the conversation's question: not the turn before once more, and not somebody else's intent.
    fn accepts(&self, now: Duration, key: Key, turn: &Turn) -> bool {
        let Some(conversation) = self.conversations.get(&key) else { return false };
        let Some(question) = &conversation.question else { return false };
        let may_answer = question.any_words
            || self.rules.answers(&turn.intent, question)
            || self.rules.route(&turn.intent).is_some();
        may_answer && !conversation.is_repeated(now, turn)
    }

    /// Calls the handler of an intent, if there is one.
    pub(super) fn begin(&mut self, now: Duration, turn: Arc<Turn>, stage: Stage) {
        if let Some(handler) = self.handler_of(&turn) {
            self.begin_at(now, turn, stage, handler);
        }
    }

    /// Calls this handler of an intent.
    pub(super) fn begin_at(&mut self, now: Duration, turn: Arc<Turn>, stage: Stage, handler: usize) {
        let conversation = Conversation::new(turn.site.clone(), turn.lang.clone(), stage, Some(&turn));
        self.call(now, conversation, handler, Called::Turn(turn));
    }

    /// Who deals with an intent: the dialogue it belongs to, its own handler, or, if it is nobody else's, the fallback.
    pub(super) fn handler_of(&self, turn: &Turn) -> Option<usize> {
        let dialogue = self.rules.dialogue(turn.message.custom_data.as_deref());
        let own = dialogue.or_else(|| self.rules.route(&turn.intent));
        own.or_else(|| self.rules.fallback.filter(|_| !self.is_for_others(turn)))
    }

    /// Whether another skill handles an intent, or has asked for it.
    fn is_for_others(&self, turn: &Turn) -> bool {
        let session = turn.session_id.as_ref();
        let custom_data = turn.message.custom_data.as_deref();
        self.others.handle(&turn.intent)
            || session.is_some_and(|session| self.is_somebody_elses(session, custom_data))
    }

    /// A manager asks what to do with words that nobody understood.
    pub(super) fn not_recognized(&mut self, now: Duration, message: DialogueIntentNotRecognized, site: Site) {
        let DialogueIntentNotRecognized { session_id, input, custom_data, .. } = message;
        self.misunderstood.retain(|(waiting, _)| *waiting != session_id);
        let input = input.unwrap_or_default();
        if let Some(&key) = self.by_session.get(&session_id) {
            let conversation =
                self.conversations.get(&key).filter(|conversation| conversation.question.is_some());
            if let Some(conversation) = conversation {
                let lang = conversation.lang.clone();
                self.heard(now, key, Heard::Words { input, lang });
            }
        } else if !self.past.is_over(&session_id) {
            let is_theirs = self.is_somebody_elses(&session_id, custom_data.as_deref());
            let words = NotRecognized { input, session_id: Some(session_id), site, custom_data };
            self.begin_with_words(now, words, is_theirs);
        }
    }

    /// Whether another skill has asked what is answered in a session that is not ours.
    fn is_somebody_elses(&self, session: &SessionId, custom_data: Option<&str>) -> bool {
        self.others.have_asked_in(session) || Rules::is_started_by_a_skill(custom_data)
    }

    /// Calls the handler of words that nobody understood, if there is one: of a dialogue of ours, or, if nobody else has asked for
    /// them, of the skill.
    pub(super) fn begin_with_words(&mut self, now: Duration, words: NotRecognized, is_theirs: bool) {
        let dialogue = self.rules.dialogue(words.custom_data.as_deref());
        let handler = dialogue.or_else(|| self.rules.not_recognized.filter(|_| !is_theirs));
        let Some(handler) = handler else { return };
        let stage = words.session_id.clone().map_or(Stage::None, Stage::Open);
        let conversation = Conversation::new(words.site.clone(), None, stage, None);
        self.call(now, conversation, handler, Called::NotRecognized(Box::new(words)));
    }

    /// Whether there is a handler for what nobody else handles.
    pub(crate) fn has_fallback(&self) -> bool {
        self.rules.fallback.is_some()
    }

    /// Whether there is a handler for that.
    pub(crate) fn takes_not_recognized(&self) -> bool {
        self.rules.not_recognized.is_some()
    }

    /// An NLU did not understand. Petasos' manager will ask; Rhasspy's ends the session, and what we have to say is a notification.
    pub(super) fn misunderstood(&mut self, message: NluIntentNotRecognized, site: Site) {
        let Some(session) = message.session_id else { return };
        if self.rules.not_recognized.is_none() || self.by_session.contains_key(&session) {
            return;
        }
        let NluIntentNotRecognized { input, custom_data, .. } = message;
        if self.is_somebody_elses(&session, custom_data.as_deref()) {
            return;
        }
        self.misunderstood.push_back((session, NotRecognized { input, session_id: None, site, custom_data }));
        if self.misunderstood.len() > WAITING {
            self.misunderstood.pop_front();
        }
    }

    /// Calls a handler for a new conversation.
    pub(super) fn call(
        &mut self,
        now: Duration,
        mut conversation: Conversation,
        handler: usize,
        called: Called,
    ) {
        if self.is_full() {
            let words = self.rules.phrases.apology();
            return self.last_words(now, &conversation, Some(&words), false);
        }
        conversation.work = Some(Work::new(now, self.rules.limits(handler)));
        let key = self.next_key;
        self.next_key += 1;
        if let Stage::Open(session) = &conversation.stage {
            self.by_session.insert(session.clone(), key);
        }
        self.conversations.insert(key, conversation);
        self.works(key);
        self.outputs.push_back(Output::Call { key, handler, called });
    }

    /// Gives a handler what it has asked for, and time to make something of it.
    fn heard(&mut self, now: Duration, key: Key, heard: Heard) {
        let Some(conversation) = self.conversations.get_mut(&key) else { return };
        conversation.hear(now, &heard);
        self.works(key);
        self.outputs.push_back(Output::Heard(key, Ok(heard)));
    }

    /// Tells a handler that there will be no answer. Its conversation goes on without a session.
    pub(super) fn unheard(&mut self, now: Duration, key: Key, why: Unanswered) {
        let Some(conversation) = self.conversations.get_mut(&key) else { return };
        if let Some(session) = conversation.stage.session() {
            self.by_session.remove(session);
        }
        conversation.go_without(now, why.clone());
        self.set_alarm(key);
        self.outputs.push_back(Output::Heard(key, Err(why)));
    }

    /// From now on a handler is at work. One that may take longer than managers expect says so.
    fn works(&mut self, key: Key) {
        self.set_alarm(key);
        if let Some(conversation) = self.conversations.get(&key)
            && let Some(working) = self.rules.working(conversation)
        {
            self.publish(Message::SkillWorking(working));
        }
    }
}
