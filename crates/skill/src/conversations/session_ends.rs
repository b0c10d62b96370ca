//! How conversations end other than by their handlers: sessions that end, deadlines, shutdown.

use petasos_messages::payload::{EndSession, SessionEnded, Termination};
use petasos_messages::{Message, SessionId};
use petasos_sans_io::Time;

use super::conversation::{Conversation, SessionState};
use super::{Conversations, Key, Output};
use crate::{LocalizedText, Site, Unanswered};

impl Conversations {
    /// A session has ended. A handler that waits for an answer is told; one that is at work is cancelled.
    pub(super) fn session_ended(&mut self, now: Time, message: &SessionEnded) {
        let waiting = self.not_recognized.iter().position(|(session, _)| *session == message.session_id);
        let not_recognized = waiting.and_then(|index| self.not_recognized.remove(index));
        let is_starting = |key: &Key| {
            self.conversations.get(key).is_some_and(|conversation| conversation.state.is_starting())
        };
        let asked_for = self.config.key_of(message.custom_data.as_deref()).filter(is_starting);
        if let Some(key) = self.by_session.remove(&message.session_id).or(asked_for) {
            return self.ended_early(now, key, &message.session_id, why(&message.termination));
        }
        self.repeat_unconfirmed(now, message);
        if let Some((_, utterance)) = not_recognized
            && message.termination == Termination::IntentNotRecognized
            && !self.finished_sessions.is_over(&message.session_id)
        {
            self.call_for_not_recognized(now, utterance, false);
        }
    }

    fn ended_early(&mut self, now: Time, key: Key, session: &SessionId, why: Unanswered) {
        let Some(conversation) = self.conversations.get_mut(&key) else { return };
        if conversation.question.is_some() {
            self.finished_sessions.end(now, session.clone(), None);
            self.unanswered(now, key, why);
        } else if conversation.handler.is_none() {
            conversation.state = SessionState::Over(why);
        } else {
            self.finished_sessions.end(now, session.clone(), None);
            let closed = self.remove(key);
            self.outputs.push_back(Output::Cancel(key));
            // The manager gave up before we did, and the user still waits for a reply.
            if let Some(mut conversation) = closed.filter(|_| why == Unanswered::Silence) {
                conversation.state = SessionState::Over(why);
                let words = self.config.phrases.too_slow();
                self.end_with(now, &conversation, Some(&words), false);
            }
        }
    }

    /// Repeats a closing reply as a notification: the broker was away when we ended the session, and now it ended in another way.
    fn repeat_unconfirmed(&mut self, now: Time, message: &SessionEnded) {
        if let Some(unconfirmed) = self.finished_sessions.take_unconfirmed(now, &message.session_id)
            && !matches!(message.termination, Termination::Nominal | Termination::AbortedByUser)
        {
            let notification =
                self.config.notification(&unconfirmed.site, unconfirmed.lang.as_deref(), unconfirmed.text);
            self.publish(notification);
        }
    }

    /// Starts a conversation for the skill itself.
    pub(super) fn open(&mut self, key: Key, site: Site, lang: Option<String>) {
        if !self.is_full() {
            self.conversations.insert(key, Conversation::new(site, lang, SessionState::None, None));
        }
    }

    /// Ends a conversation without waiting for its handler.
    pub(super) fn abort(&mut self, now: Time, key: Key, words: Option<&LocalizedText>) {
        if let Some(conversation) = self.remove(key) {
            self.outputs.push_back(Output::Cancel(key));
            self.end_with(now, &conversation, words, false);
        }
    }

    /// Says something without ending the session.
    pub(super) fn say(&mut self, key: Key, words: &LocalizedText) {
        if let Some(conversation) = self.conversations.get(&key)
            && let Some(say) = self.config.say(conversation, words)
        {
            self.publish(say);
        }
    }

    /// Handles a conversation that is due: its question or its handler takes too long.
    pub(super) fn conversation_is_due(&mut self, now: Time, key: Key) {
        let Some(conversation) = self.conversations.get_mut(&key) else { return };
        conversation.timer = None;
        if let Some(question) = &conversation.question {
            if question.until <= now {
                self.answer_is_overdue(now, key);
            }
        } else if let Some(handler) = &mut conversation.handler {
            if handler.deadline <= now {
                // Somebody who cancelled the session does not wait for an apology.
                let is_cancelled = conversation.state == SessionState::Over(Unanswered::Cancelled);
                let words = (!is_cancelled).then(|| self.config.phrases.too_slow());
                self.abort(now, key, words.as_ref());
            } else if handler.think_at.take_if(|at| *at <= now).is_some() {
                let words = self.config.phrases.thinking();
                self.say(key, &words);
            }
        }
        self.update_timer(key);
    }

    /// Neither an answer came, nor the end of the session.
    fn answer_is_overdue(&mut self, now: Time, key: Key) {
        let state = self.conversations.get(&key).map(|conversation| conversation.state.clone());
        self.unanswered(now, key, Unanswered::Interrupted(Termination::Timeout { component: None }));
        if let Some(SessionState::Open(session) | SessionState::Queued(session)) = &state {
            self.publish(Message::EndSession(EndSession::new(session.clone())));
        }
        if let Some(SessionState::Open(session)) = state {
            self.finished_sessions.end(now, session, None);
        }
    }

    /// Ends all conversations because the skill stops.
    pub(crate) fn shut_down(&mut self, now: Time) {
        let mut keys: Vec<_> = self.conversations.keys().copied().collect();
        keys.sort_unstable();
        for key in keys {
            let has_handler =
                self.conversations.get(&key).is_some_and(|conversation| conversation.handler.is_some());
            let words = has_handler.then(|| self.config.phrases.apology());
            self.abort(now, key, words.as_ref());
        }
    }

    /// Removes a conversation.
    pub(super) fn remove(&mut self, key: Key) -> Option<Conversation> {
        let conversation = self.conversations.remove(&key)?;
        if let Some(at) = conversation.timer {
            self.timers.remove(&(at, key));
        }
        if let Some(session) = conversation.state.session() {
            self.by_session.remove(session);
        }
        Some(conversation)
    }
}

/// What the end of a session means for a question that was asked in it.
fn why(termination: &Termination) -> Unanswered {
    match termination {
        Termination::Timeout { .. } => Unanswered::Silence,
        Termination::AbortedByUser => Unanswered::Cancelled,
        other => Unanswered::Interrupted(other.clone()),
    }
}
