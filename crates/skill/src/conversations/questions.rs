//! The questions of handlers, and the sessions they are asked in.

use std::borrow::Cow;
use std::collections::HashSet;

use petasos_messages::payload::{
    Action, ContinueSession, EndSession, SessionInit, StartSession, Termination,
};
use petasos_messages::{IntentName, Message, SessionId};
use petasos_sans_io::Time;

use super::conversation::{Conversation, OpenQuestion, SessionState};
use super::{Config, Conversations, Key, Output};
use crate::Unanswered;
use crate::question::Question;

impl Conversations {
    /// Asks a question: in the session of the conversation, or in one that is started for it.
    pub(super) fn ask(&mut self, now: Time, key: Key, question: &Question) {
        let message =
            match self.conversations.get(&key).map(|conversation| (conversation, &conversation.state)) {
                Some((conversation, SessionState::Open(session))) => {
                    self.config.continue_session(conversation, session.clone(), question)
                }
                Some((conversation, SessionState::None)) => {
                    self.config.start_session(conversation, question, Some(self.config.data_of(key)))
                }
                Some((_, SessionState::Over(why))) => {
                    let why = why.clone();
                    return self.outputs.push_back(Output::Answered(key, Err(why)));
                }
                // An earlier question still waits for its session, or the conversation is over.
                Some((_, SessionState::Starting | SessionState::Queued(_))) | None => {
                    let gone = Unanswered::Interrupted(Termination::Nominal);
                    return self.outputs.push_back(Output::Answered(key, Err(gone)));
                }
            };
        let intents = self.config.expected(question).into_owned();
        if let Some(conversation) = self.conversations.get_mut(&key) {
            if conversation.state == SessionState::None {
                conversation.state = SessionState::Starting;
            }
            let limits =
                conversation.handler.as_ref().map_or(&self.config.default_limits, |handler| &handler.limits);
            let until = now + limits.answer_within;
            conversation.question =
                Some(OpenQuestion { intents, any_words: question.any_words, asked: now, until });
        }
        self.update_timer(key);
        self.publish(message);
    }

    /// A session waits for its site, perhaps one that we asked for.
    pub(super) fn session_queued(&mut self, custom_data: Option<&str>, session: SessionId) {
        let key = self.config.key_of(custom_data);
        let conversation = key.and_then(|key| self.conversations.get_mut(&key));
        if let Some(conversation) =
            conversation.filter(|conversation| conversation.state == SessionState::Starting)
        {
            conversation.state = SessionState::Queued(session);
        }
    }

    /// A session has started, perhaps one that we asked for. It is ended if its conversation is over by now.
    pub(super) fn session_started(&mut self, now: Time, custom_data: Option<&str>, session: SessionId) {
        let Some(key) = self.config.key_of(custom_data) else { return };
        if self.by_session.contains_key(&session) || self.finished_sessions.is_over(&session) {
            return;
        }
        match self.conversations.get_mut(&key) {
            Some(conversation) if conversation.state.is_starting() => {
                conversation.state = SessionState::Open(session.clone());
                self.by_session.insert(session, key);
            }
            _ => {
                self.finished_sessions.end(now, session.clone(), None);
                self.publish(Message::EndSession(EndSession::new(session)));
            }
        }
    }
}

impl Config {
    /// The names of the intents that may answer, without a user.
    fn expected<'a>(&self, question: &'a Question) -> Cow<'a, [Cow<'static, str>]> {
        match &question.slot {
            Some(elicited) if self.dialect.elicits_slots => Cow::Owned(vec![elicited.intent.into()]),
            _ => Cow::Borrowed(&question.intents),
        }
    }

    /// The intent filter of a question; `None` if the NLU may choose among all intents.
    fn filter(&self, question: &Question) -> Option<Vec<IntentName>> {
        let mut filter: Vec<_> = if question.any_words {
            // An intent that the NLU does not know, so that the words come back as they are.
            IntentName::new(self.dialect.free_text_intent?).into_iter().collect()
        } else {
            self.expected(question).iter().filter_map(|name| self.full_name(name)).collect()
        };
        if filter.is_empty() {
            return None;
        }
        if question.other_intents {
            filter.extend(self.intents.iter().filter_map(|name| self.full_name(name)));
        }
        let mut seen = HashSet::new();
        filter.retain(|name| seen.insert(name.clone()));
        Some(filter)
    }

    /// Asks a question in an open session.
    pub(super) fn continue_session(
        &self,
        conversation: &Conversation,
        session: SessionId,
        question: &Question,
    ) -> Message {
        let elicited = question.slot.filter(|_| self.dialect.elicits_slots && !question.any_words);
        let mut message = ContinueSession::new(session);
        message.text = self.text(conversation, &question.text);
        message.intent_filter = self.filter(question);
        message.custom_data.clone_from(&question.custom_data);
        message.send_intent_not_recognized = true;
        message.slot = elicited.map(|elicited| elicited.slot.to_owned());
        message.lang.clone_from(&conversation.lang);
        Message::ContinueSession(message)
    }

    /// Asks a question by starting a session.
    pub(super) fn start_session(
        &self,
        conversation: &Conversation,
        question: &Question,
        custom_data: Option<String>,
    ) -> Message {
        let mut action = Action::new();
        action.text = self.text(conversation, &question.text);
        action.intent_filter = self.filter(question);
        action.send_intent_not_recognized = true;
        let mut message = StartSession::new(SessionInit::Action(action));
        message.site_id = Some(conversation.site.id.clone());
        message.lang = conversation.lang.clone().or_else(|| self.lang.clone());
        message.custom_data = custom_data;
        Message::StartSession(message)
    }
}
