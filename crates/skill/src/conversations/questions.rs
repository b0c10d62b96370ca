//! What handlers ask, in the words of the protocol.

use std::borrow::Cow;
use std::collections::HashSet;
use std::time::Duration;

use petasos_messages::payload::{
    Action, ContinueSession, EndSession, SessionInit, StartSession, Termination,
};
use petasos_messages::{Dialect, IntentName, Message, SessionId};

use super::conversation::{Conversation, Open, Stage};
use super::{Desk, Key, Output, Rules};
use crate::Unanswered;
use crate::session::question::Question;

impl Desk {
    /// A handler asks: in its session, or in one that is started for it.
    pub(super) fn asked(&mut self, now: Duration, key: Key, question: &Question) {
        let message =
            match self.conversations.get(&key).map(|conversation| (conversation, &conversation.stage)) {
                Some((conversation, Stage::Open(session))) => {
                    self.rules.go_on(conversation, session.clone(), question)
                }
                Some((conversation, Stage::None)) => {
                    self.rules.start(conversation, question, Some(self.rules.data_of(key)))
                }
                Some((_, Stage::Over(why))) => {
                    let why = why.clone();
                    return self.outputs.push_back(Output::Heard(key, Err(why)));
                }
                // One question is waiting for its session, or the conversation is over.
                Some((_, Stage::Starting | Stage::Queued(_))) | None => {
                    let gone = Unanswered::Interrupted(Termination::Nominal);
                    return self.outputs.push_back(Output::Heard(key, Err(gone)));
                }
            };
        let intents = self.rules.expected(question).into_owned();
        if let Some(conversation) = self.conversations.get_mut(&key) {
            if conversation.stage == Stage::None {
                conversation.stage = Stage::Starting;
            }
            let limits = conversation.work.as_ref().map_or(&self.rules.default_limits, |work| &work.limits);
            let until = now.saturating_add(limits.answer_within);
            conversation.question = Some(Open { intents, any_words: question.any_words, asked: now, until });
        }
        self.set_alarm(key);
        self.publish(message);
    }

    /// A session waits for its site, perhaps one that we have asked for.
    pub(super) fn queued(&mut self, custom_data: Option<&str>, session: SessionId) {
        let key = self.rules.key_of(custom_data);
        let conversation = key.and_then(|key| self.conversations.get_mut(&key));
        if let Some(conversation) = conversation.filter(|conversation| conversation.stage == Stage::Starting)
        {
            conversation.stage = Stage::Queued(session);
        }
    }

    /// A session is there, perhaps one that we have asked for. If nobody wants it any more, it ends.
    pub(super) fn opened(&mut self, now: Duration, custom_data: Option<&str>, session: SessionId) {
        let Some(key) = self.rules.key_of(custom_data) else { return };
        if self.by_session.contains_key(&session) || self.past.is_over(&session) {
            return;
        }
        match self.conversations.get_mut(&key) {
            Some(conversation) if conversation.stage.is_starting() => {
                conversation.stage = Stage::Open(session.clone());
                self.by_session.insert(session, key);
            }
            _ => {
                self.past.end(now, session.clone(), None);
                self.publish(Message::EndSession(EndSession::new(session)));
            }
        }
    }
}

impl Rules {
    /// The intents that may answer, by the names in filters, without a user.
    fn expected<'a>(&self, question: &'a Question) -> Cow<'a, [Cow<'static, str>]> {
        match &question.slot {
            Some(elicited) if self.dialect == Dialect::Snips => Cow::Owned(vec![elicited.intent.into()]),
            _ => Cow::Borrowed(&question.intents),
        }
    }

    /// What the NLU is to choose from. `None`: from all.
    fn filter(&self, question: &Question) -> Option<Vec<IntentName>> {
        let mut filter: Vec<_> = if question.any_words {
            let nobodys = match self.dialect {
                Dialect::Rhasspy => "FreeText",
                Dialect::Alice => "UserRandomAnswer",
                Dialect::Snips => return None,
            };
            IntentName::new(nobodys).into_iter().collect()
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

    /// The question in a session.
    pub(super) fn go_on(
        &self,
        conversation: &Conversation,
        session: SessionId,
        question: &Question,
    ) -> Message {
        let elicited = question.slot.filter(|_| self.dialect == Dialect::Snips && !question.any_words);
        let mut message = ContinueSession::new(session);
        message.text = self.text(conversation, &question.words);
        message.intent_filter = self.filter(question);
        message.custom_data.clone_from(&question.custom_data);
        message.send_intent_not_recognized = true;
        message.slot = elicited.map(|elicited| elicited.slot.to_owned());
        message.lang.clone_from(&conversation.lang);
        Message::ContinueSession(message)
    }

    /// The question that starts a session.
    pub(super) fn start(
        &self,
        conversation: &Conversation,
        question: &Question,
        custom_data: Option<String>,
    ) -> Message {
        let mut action = Action::new();
        action.text = self.text(conversation, &question.words);
        action.intent_filter = self.filter(question);
        action.send_intent_not_recognized = true;
        let mut message = StartSession::new(SessionInit::Action(action));
        message.site_id = Some(conversation.site.id.clone());
        message.lang = conversation.lang.clone().or_else(|| self.lang.clone());
        message.custom_data = custom_data;
        Message::StartSession(message)
    }
}
