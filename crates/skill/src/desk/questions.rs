//! Questions, in the words of the protocol.

use std::borrow::Cow;
use std::time::Duration;

use petasos_messages::payload::{
    Action, ContinueSession, SessionInit, SessionQueued, SessionStarted, StartSession, Termination,
};
use petasos_messages::{Dialect, IntentName, Message, SessionId};

use super::conversation::{Conversation, Open, Stage};
use super::{Desk, Key, Output, Rules};
use crate::Unanswered;
use crate::session::question::Question;

impl Desk {
    /// A handler asks: in its session, or in one that is started for it.
    pub(super) fn asked(&mut self, now: Duration, key: Key, question: Question) {
        let gone = Unanswered::Interrupted(Termination::Nominal);
        let Some(conversation) = self.conversations.get(&key) else {
            return self.outputs.push_back(Output::Heard(key, Err(gone)));
        };
        let message = match &conversation.stage {
            Stage::Over(why) => return self.outputs.push_back(Output::Heard(key, Err(why.clone()))),
            // A question that was given up before it could be asked.
            Stage::Starting => return self.outputs.push_back(Output::Heard(key, Err(gone))),
            Stage::Open(session) => self.rules.goes_on(conversation, session.clone(), &question),
            Stage::None => self.rules.starts(conversation, &question, Some(self.rules.data_of(key))),
        };
        let intents = self.rules.expected(&question).into_owned();
        if let Some(conversation) = self.conversations.get_mut(&key) {
            if conversation.stage == Stage::None {
                conversation.stage = Stage::Starting;
            }
            let wait =
                conversation.work.as_ref().map_or(self.rules.answer_within, |work| work.limits.answer_within);
            let until = now.saturating_add(wait);
            conversation.question = Some(Open { intents, any_words: question.any_words, asked: now, until });
        }
        self.set_alarm(key);
        self.outputs.push_back(Output::Publish(message));
    }

    pub(super) fn queued(&mut self, message: SessionQueued) {
        if let Some(key) = self.rules.key_of(message.custom_data.as_deref()) {
            self.opened(key, message.session_id);
        }
    }

    pub(super) fn started(&mut self, message: SessionStarted) {
        if let Some(key) = self.rules.key_of(message.custom_data.as_deref()) {
            self.opened(key, message.session_id);
        }
    }

    /// A session that we have asked for is there. If nobody wants it any more, it ends.
    fn opened(&mut self, key: Key, session: SessionId) {
        match self.conversations.get_mut(&key) {
            Some(conversation) if conversation.stage == Stage::Starting => {
                conversation.stage = Stage::Open(session.clone());
                self.by_session.insert(session, key);
            }
            Some(conversation) if conversation.stage.session() == Some(&session) => {}
            _ if self.past.knows(&session) => {}
            _ => self.end(session, None, false),
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
        let name = |name: &Cow<'static, str>| IntentName::new(self.full_name(name)).ok();
        if question.any_words {
            return match self.dialect {
                Dialect::Rhasspy => Some(IntentName::new("FreeText").into_iter().collect()),
                Dialect::Alice => Some(IntentName::new("UserRandomAnswer").into_iter().collect()),
                Dialect::Snips => None,
            };
        }
        let mut filter: Vec<_> = self.expected(question).iter().filter_map(name).collect();
        if filter.is_empty() {
            return None;
        }
        if question.other_intents {
            filter.extend(self.intents.iter().filter_map(|intent| name(&Cow::Borrowed(intent))));
            let mut seen = std::collections::HashSet::new();
            filter.retain(|name| seen.insert(name.clone()));
        }
        Some(filter)
    }

    pub(super) fn goes_on(
        &self,
        conversation: &Conversation,
        session: SessionId,
        question: &Question,
    ) -> Message {
        let mut message = ContinueSession::new(session);
        message.text = Some(self.text(conversation, &question.words)).filter(|text| !text.is_empty());
        message.intent_filter = self.filter(question);
        message.custom_data = question.custom_data.clone();
        message.send_intent_not_recognized = true;
        message.slot = question
            .slot
            .filter(|_| self.dialect == Dialect::Snips && !question.any_words)
            .map(|elicited| elicited.slot.to_owned());
        message.lang = conversation.lang.clone();
        Message::ContinueSession(message)
    }

    pub(super) fn starts(
        &self,
        conversation: &Conversation,
        question: &Question,
        custom_data: Option<String>,
    ) -> Message {
        let mut action = Action::new();
        action.text = Some(self.text(conversation, &question.words)).filter(|text| !text.is_empty());
        action.intent_filter = self.filter(question);
        action.send_intent_not_recognized = true;
        let mut message = StartSession::new(SessionInit::Action(action));
        message.site_id = Some(conversation.site.id.clone());
        message.lang = conversation.lang.clone().or_else(|| self.lang.clone());
        message.custom_data = custom_data;
        Message::StartSession(message)
    }
}
