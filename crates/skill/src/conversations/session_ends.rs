//! How conversations end, other than by their handlers.

use std::time::Duration;

use petasos_messages::payload::{EndSession, SessionEnded, Termination};
use petasos_messages::{Message, SessionId};

use super::conversation::{Conversation, Stage};
use super::{Desk, Key, Output};
use crate::{Site, Unanswered, Words};

impl Desk {
    /// A session has ended. A handler that waits for an answer learns it; one that works is cancelled.
    pub(super) fn ended(&mut self, now: Duration, message: &SessionEnded) {
        let waiting = self.misunderstood.iter().position(|(session, _)| *session == message.session_id);
        let misunderstood = waiting.and_then(|index| self.misunderstood.remove(index));
        let is_starting = |key: &Key| {
            self.conversations.get(key).is_some_and(|conversation| conversation.stage.is_starting())
        };
        let asked_for = self.rules.key_of(message.custom_data.as_deref()).filter(is_starting);
        if let Some(key) = self.by_session.remove(&message.session_id).or(asked_for) {
            return self.ended_early(now, key, &message.session_id, why(&message.termination));
        }
        self.ended_in_doubt(now, message);
        if let Some((_, words)) = misunderstood
            && message.termination == Termination::IntentNotRecognized
            && !self.past.is_over(&message.session_id)
        {
            self.begin_with_words(now, words, false);
        }
    }

    fn ended_early(&mut self, now: Duration, key: Key, session: &SessionId, why: Unanswered) {
        let Some(conversation) = self.conversations.get_mut(&key) else { return };
        if conversation.question.is_some() {
            self.past.end(now, session.clone(), None);
            self.unheard(now, key, why);
        } else if conversation.work.is_none() {
            conversation.stage = Stage::Over(why);
        } else {
            self.past.end(now, session.clone(), None);
            let closed = self.close(key);
            self.outputs.push_back(Output::Cancel(key));
            // The manager has lost patience before we did: whoever has asked still waits to hear something.
            if let Some(mut conversation) = closed.filter(|_| why == Unanswered::Silence) {
                conversation.stage = Stage::Over(why);
                let words = self.rules.phrases.too_slow();
                self.last_words(now, &conversation, Some(&words), false);
            }
        }
    }

    /// The broker was away when we ended this session, and now it has ended in another way: our words were not heard.
    fn ended_in_doubt(&mut self, now: Duration, message: &SessionEnded) {
        if let Some(doubt) = self.past.take_doubt(now, &message.session_id)
            && !matches!(message.termination, Termination::Nominal | Termination::AbortedByUser)
        {
            let notification = self.rules.notification(&doubt.site, doubt.lang.as_deref(), doubt.text);
            self.publish(notification);
        }
    }

    /// The skill begins to talk by itself.
    pub(super) fn open(&mut self, key: Key, site: Site, lang: Option<String>) {
        if !self.is_full() {
            self.conversations.insert(key, Conversation::new(site, lang, Stage::None, None));
        }
    }

    /// Ends a conversation with these words, without waiting for its handler.
    pub(super) fn give_up(&mut self, now: Duration, key: Key, words: Option<&Words>) {
        if let Some(conversation) = self.close(key) {
            self.outputs.push_back(Output::Cancel(key));
            self.last_words(now, &conversation, words, false);
        }
    }

    /// Says something without ending the session.
    pub(super) fn said(&mut self, key: Key, words: &Words) {
        if let Some(conversation) = self.conversations.get(&key)
            && let Some(say) = self.rules.say(conversation, words)
        {
            self.publish(say);
        }
    }

    /// Something takes long.
    pub(super) fn alarm(&mut self, now: Duration, key: Key) {
        let Some(conversation) = self.conversations.get_mut(&key) else { return };
        conversation.alarm = None;
        if let Some(question) = &conversation.question {
            if question.until <= now {
                self.answer_is_overdue(now, key);
            }
        } else if let Some(work) = &mut conversation.work {
            if work.deadline <= now {
                // Who has cancelled it waits for nothing.
                let is_cancelled = conversation.stage == Stage::Over(Unanswered::Cancelled);
                let words = (!is_cancelled).then(|| self.rules.phrases.too_slow());
                self.give_up(now, key, words.as_ref());
            } else if work.think_at.take_if(|at| *at <= now).is_some() {
                let words = self.rules.phrases.thinking();
                self.said(key, &words);
            }
        }
        self.set_alarm(key);
    }

    /// No manager has brought an answer, nor said that there is none.
    fn answer_is_overdue(&mut self, now: Duration, key: Key) {
        let stage = self.conversations.get(&key).map(|conversation| conversation.stage.clone());
        self.unheard(now, key, Unanswered::Interrupted(Termination::Timeout { component: None }));
        if let Some(Stage::Open(session) | Stage::Queued(session)) = &stage {
            self.publish(Message::EndSession(EndSession::new(session.clone())));
        }
        if let Some(Stage::Open(session)) = stage {
            self.past.end(now, session, None);
        }
    }

    /// Ends everything: the skill stops.
    pub(crate) fn shut_down(&mut self, now: Duration) {
        let mut keys: Vec<_> = self.conversations.keys().copied().collect();
        keys.sort_unstable();
        for key in keys {
            let works = self.conversations.get(&key).is_some_and(|conversation| conversation.work.is_some());
            let words = works.then(|| self.rules.phrases.apology());
            self.give_up(now, key, words.as_ref());
        }
    }

    /// Forgets a conversation.
    pub(super) fn close(&mut self, key: Key) -> Option<Conversation> {
        let conversation = self.conversations.remove(&key)?;
        if let Some(at) = conversation.alarm {
            self.alarms.remove(&(at, key));
        }
        if let Some(session) = conversation.stage.session() {
            self.by_session.remove(session);
        }
        Some(conversation)
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
