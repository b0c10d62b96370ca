//! What people say, recognised or not.

use std::collections::VecDeque;
use std::sync::Arc;

use petasos_messages::payload::{DialogueIntentNotRecognized, NluIntentNotRecognized};
use petasos_messages::{Message, SessionId};
use petasos_sans_io::Time;

use super::conversation::{Conversation, RunningHandler, SessionState, TOO_FAST};
use super::{Config, Conversations, Key, Output};
use crate::handler::{NotRecognized, Trigger};
use crate::{RecognizedIntent, Site, Unanswered, Utterance};

/// How many utterances that the NLU did not recognise are remembered.
const MAX_WAITING: usize = 64;

/// Utterances that the NLU did not recognise, until the manager asks about them or ends their session.
pub(super) type WaitingNotRecognized = VecDeque<(SessionId, NotRecognized)>;

impl Conversations {
    pub(super) fn intent(&mut self, now: Time, recognized: Arc<RecognizedIntent>) {
        let Some(session) = &recognized.session_id else {
            if !self.is_repeated(now, &recognized) {
                self.call_handler(now, recognized, SessionState::None);
            }
            return;
        };
        if let Some(&key) = self.by_session.get(session) {
            if self.accepts(now, key, &recognized) {
                self.answer(now, key, Utterance::Recognized(Arc::unwrap_or_clone(recognized)));
            }
        } else if !self.finished_sessions.has_handled(session, &recognized) {
            let state = SessionState::Open(session.clone());
            self.call_handler(now, recognized, state);
        }
    }

    /// Whether the same intent came just before, also without a session: it is a duplicate, faster than anyone types.
    fn is_repeated(&mut self, now: Time, recognized: &RecognizedIntent) -> bool {
        let before = self.last_without_session.replace((now, recognized.message.clone()));
        before.is_some_and(|(at, message)| now < at + TOO_FAST && message == recognized.message)
    }

    /// Whether an intent answers the conversation's question: neither a duplicate nor the intent of another skill.
    fn accepts(&self, now: Time, key: Key, recognized: &RecognizedIntent) -> bool {
        let Some(conversation) = self.conversations.get(&key) else { return false };
        let Some(question) = &conversation.question else { return false };
        let may_answer = question.any_words
            || self.config.answers(&recognized.intent, question)
            || self.config.route(&recognized.intent).is_some();
        may_answer && !conversation.is_repeated(now, recognized)
    }

    /// Calls the handler of an intent if there is one.
    pub(super) fn call_handler(&mut self, now: Time, recognized: Arc<RecognizedIntent>, state: SessionState) {
        if let Some(handler) = self.handler_of(&recognized) {
            self.call_for_intent(now, recognized, state, handler);
        }
    }

    /// Calls this handler for an intent.
    pub(super) fn call_for_intent(
        &mut self,
        now: Time,
        recognized: Arc<RecognizedIntent>,
        state: SessionState,
        handler: usize,
    ) {
        let conversation =
            Conversation::new(recognized.site.clone(), recognized.lang.clone(), state, Some(&recognized));
        self.call(now, conversation, handler, Trigger::Intent(recognized));
    }

    /// The handler of an intent: that of the dialogue it belongs to, its own, or the fallback if no other skill handles it.
    pub(super) fn handler_of(&self, recognized: &RecognizedIntent) -> Option<usize> {
        let dialogue = self.config.dialogue(recognized.message.custom_data.as_deref());
        let own = dialogue.or_else(|| self.config.route(&recognized.intent));
        own.or_else(|| self.config.fallback.filter(|_| !self.is_for_other_skill(recognized)))
    }

    /// Whether another skill handles an intent or asked for it.
    fn is_for_other_skill(&self, recognized: &RecognizedIntent) -> bool {
        let session = recognized.session_id.as_ref();
        let custom_data = recognized.message.custom_data.as_deref();
        self.other_skills.handle(&recognized.intent)
            || session.is_some_and(|session| self.belongs_to_other_skill(session, custom_data))
    }

    /// The manager asks what to do with an utterance that was not recognised.
    pub(super) fn not_recognized(&mut self, now: Time, message: DialogueIntentNotRecognized, site: Site) {
        let DialogueIntentNotRecognized { session_id, input, custom_data, .. } = message;
        self.not_recognized.retain(|(waiting, _)| *waiting != session_id);
        let input = input.unwrap_or_default();
        if let Some(&key) = self.by_session.get(&session_id) {
            let conversation =
                self.conversations.get(&key).filter(|conversation| conversation.question.is_some());
            if let Some(conversation) = conversation {
                let lang = conversation.lang.clone();
                self.answer(now, key, Utterance::NotRecognized { input, lang });
            }
        } else if !self.finished_sessions.is_over(&session_id) {
            let belongs_to_other = self.belongs_to_other_skill(&session_id, custom_data.as_deref());
            let words = NotRecognized { input, session_id: Some(session_id), site, custom_data };
            self.call_for_not_recognized(now, words, belongs_to_other);
        }
    }

    /// Whether another skill asked the question that is answered in a session which is not ours.
    fn belongs_to_other_skill(&self, session: &SessionId, custom_data: Option<&str>) -> bool {
        self.other_skills.asked_in(session) || Config::is_started_by_a_skill(custom_data)
    }

    /// Calls the handler of an utterance that was not recognised: that of the dialogue it belongs to, or the skill's if no other skill
    /// asked for it.
    pub(super) fn call_for_not_recognized(
        &mut self,
        now: Time,
        words: NotRecognized,
        belongs_to_other: bool,
    ) {
        let dialogue = self.config.dialogue(words.custom_data.as_deref());
        let handler = dialogue.or_else(|| self.config.not_recognized.filter(|_| !belongs_to_other));
        let Some(handler) = handler else { return };
        let state = words.session_id.clone().map_or(SessionState::None, SessionState::Open);
        let conversation = Conversation::new(words.site.clone(), None, state, None);
        self.call(now, conversation, handler, Trigger::NotRecognized(Box::new(words)));
    }

    /// Whether the skill has a handler for intents without one.
    pub(crate) fn has_fallback(&self) -> bool {
        self.config.fallback.is_some()
    }

    /// Whether the skill has a handler for utterances that were not recognised.
    pub(crate) fn takes_not_recognized(&self) -> bool {
        self.config.not_recognized.is_some()
    }

    /// The NLU did not recognise an utterance. Petasos' manager will ask about it; Rhasspy's ends the session, and our reply becomes a
    /// notification.
    pub(super) fn nlu_not_recognized(&mut self, message: NluIntentNotRecognized, site: Site) {
        let Some(session) = message.session_id else { return };
        if self.config.not_recognized.is_none() || self.by_session.contains_key(&session) {
            return;
        }
        let NluIntentNotRecognized { input, custom_data, .. } = message;
        if self.belongs_to_other_skill(&session, custom_data.as_deref()) {
            return;
        }
        self.not_recognized
            .push_back((session, NotRecognized { input, session_id: None, site, custom_data }));
        if self.not_recognized.len() > MAX_WAITING {
            self.not_recognized.pop_front();
        }
    }

    /// Calls a handler for a new conversation.
    pub(super) fn call(
        &mut self,
        now: Time,
        mut conversation: Conversation,
        handler: usize,
        trigger: Trigger,
    ) {
        if self.is_full() {
            let words = self.config.phrases.apology();
            return self.end_with(now, &conversation, Some(&words), false);
        }
        conversation.handler = Some(RunningHandler::new(now, self.config.limits(handler)));
        let key = self.next_key;
        self.next_key += 1;
        if let SessionState::Open(session) = &conversation.state {
            self.by_session.insert(session.clone(), key);
        }
        self.conversations.insert(key, conversation);
        self.handler_started(key);
        self.outputs.push_back(Output::Call { key, handler, trigger });
    }

    /// Gives a handler the answer to its question, and all its time again.
    fn answer(&mut self, now: Time, key: Key, utterance: Utterance) {
        let Some(conversation) = self.conversations.get_mut(&key) else { return };
        conversation.answer(now, &utterance);
        self.handler_started(key);
        self.outputs.push_back(Output::Answered(key, Ok(utterance)));
    }

    /// Tells a handler that its question stays unanswered. Its conversation goes on without a session.
    pub(super) fn unanswered(&mut self, now: Time, key: Key, why: Unanswered) {
        let Some(conversation) = self.conversations.get_mut(&key) else { return };
        if let Some(session) = conversation.state.session() {
            self.by_session.remove(session);
        }
        conversation.lose_session(now, why.clone());
        self.update_timer(key);
        self.outputs.push_back(Output::Answered(key, Err(why)));
    }

    /// Schedules the deadline of a handler, and tells the manager if it may take longer than expected.
    fn handler_started(&mut self, key: Key) {
        self.update_timer(key);
        if let Some(conversation) = self.conversations.get(&key)
            && let Some(working) = self.config.working(conversation)
        {
            self.publish(Message::SkillWorking(working));
        }
    }
}
