//! How a conversation ends when its handler does.

use std::sync::Arc;
use std::time::Duration;

use petasos_messages::Message;
use petasos_messages::payload::EndSession;
use petasos_sans_io::Time;

use super::conversation::{Conversation, SessionState};
use super::finished_sessions::UnconfirmedReply;
use super::{Conversations, Key};
use crate::question::Question;
use crate::reply::Outcome;
use crate::{LocalizedText, RecognizedIntent, Reply, Unanswered};

/// A closing reply that was lost because the broker was away is repeated at most this long after the first attempt.
const REPEAT_WITHIN: Duration = Duration::from_secs(10);

/// How a conversation goes on after its handler.
enum End {
    /// It ends with this text.
    Say(LocalizedText),
    /// It ends with this text, and the microphone opens once more.
    KeepOpen(LocalizedText),
    /// It ends in silence.
    Silent,
    /// It goes on with the question of a dialogue: no handler waits for the answer, which brings the state along.
    Ask(Box<Question>),
    /// It goes on with the handler of another intent.
    Other(Box<RecognizedIntent>),
}

impl Conversations {
    pub(super) fn handler_finished(&mut self, now: Time, key: Key, outcome: Outcome) {
        let Some(conversation) = self.remove(key) else { return };
        match self.end_of(outcome) {
            End::Say(words) => self.end_with(now, &conversation, Some(&words), false),
            End::KeepOpen(words) => self.end_with(now, &conversation, Some(&words), true),
            End::Silent => self.end_with(now, &conversation, None, false),
            End::Ask(question) => self.ask_dialogue_question(now, &conversation, &question),
            End::Other(recognized) => self.hand_over(now, conversation, *recognized),
        }
    }

    fn end_of(&self, outcome: Outcome) -> End {
        let phrases = &self.config.phrases;
        let failure = match outcome {
            Outcome::Broken => return End::Say(phrases.apology()),
            Outcome::Done(Ok(Reply::Say(words))) => return End::Say(words),
            Outcome::Done(Ok(Reply::KeepOpen(words))) => return End::KeepOpen(words),
            Outcome::Done(Ok(Reply::Silent)) => return End::Silent,
            Outcome::Done(Ok(Reply::Ask(question))) => {
                return End::Ask(Box::new(question.into_question(self.config.skill.as_str())));
            }
            Outcome::Done(Ok(Reply::Done)) => return End::Say(phrases.done()),
            Outcome::Done(Err(failure)) => failure,
        };
        match failure.into_unanswered() {
            Err(failure) => End::Say(failure.words().cloned().unwrap_or_else(|| phrases.apology())),
            Ok(Unanswered::Silence) => End::Say(phrases.silence()),
            Ok(Unanswered::NotUnderstood { .. }) => End::Say(phrases.not_understood()),
            Ok(Unanswered::Cancelled | Unanswered::Interrupted(_)) => End::Silent,
            Ok(Unanswered::Other(recognized)) => End::Other(recognized),
        }
    }

    /// Asks the question of a dialogue: in the open session, or in a new one.
    fn ask_dialogue_question(&mut self, now: Time, conversation: &Conversation, question: &Question) {
        let message = if let SessionState::Open(session) = &conversation.state {
            self.finished_sessions.go_on(now, session.clone(), conversation.last(), None);
            self.config.continue_session(conversation, session.clone(), question)
        } else {
            self.config.start_session(conversation, question, question.custom_data.clone())
        };
        self.publish(message);
    }

    /// Calls the handler of another intent. Without an answer in between, the intent could only be the one the handler was called for,
    /// and it would be called again and again.
    fn hand_over(&mut self, now: Time, conversation: Conversation, recognized: RecognizedIntent) {
        // The custom data may still be the state of the dialogue that did not want this intent, so routes go first.
        let handler = self.config.route(&recognized.intent).or_else(|| self.handler_of(&recognized));
        let Some(handler) = handler.filter(|_| conversation.was_answered()) else {
            let words = self.config.phrases.not_understood();
            return self.end_with(now, &conversation, Some(&words), false);
        };
        let state = match conversation.state {
            SessionState::Open(session) => SessionState::Open(session),
            SessionState::None | SessionState::Starting | SessionState::Queued(_) | SessionState::Over(_) => {
                SessionState::None
            }
        };
        self.call_for_intent(now, Arc::new(recognized), state, handler);
    }

    /// Ends a conversation: its session, or with a notification if it has none.
    pub(super) fn end_with(
        &mut self,
        now: Time,
        conversation: &Conversation,
        words: Option<&LocalizedText>,
        keep_open: bool,
    ) {
        let text = words.and_then(|words| self.config.text(conversation, words));
        let Conversation { site, lang, .. } = conversation;
        if let SessionState::Open(session) = &conversation.state {
            let unconfirmed = |text: &String| UnconfirmedReply {
                site: site.clone(),
                lang: lang.clone(),
                text: text.clone(),
                until: now + REPEAT_WITHIN,
            };
            let unconfirmed = text.as_ref().filter(|_| !self.connected).map(unconfirmed);
            // Project Alice's manager may keep a session open under its old id even if it was not asked to.
            if text.is_some() && (keep_open || self.config.dialect.sessions_continue_after_end) {
                self.finished_sessions.go_on(now, session.clone(), conversation.last(), unconfirmed);
            } else {
                self.finished_sessions.end(now, session.clone(), unconfirmed);
            }
            let mut message = EndSession::new(session.clone());
            message.text = text;
            message.request_continue = keep_open;
            self.publish(Message::EndSession(message));
            return;
        }
        if let SessionState::Queued(session) = &conversation.state {
            self.publish(Message::EndSession(EndSession::new(session.clone())));
        }
        if let Some(text) = text {
            let notification = self.config.notification(site, lang.as_deref(), text);
            self.publish(notification);
        }
    }
}
