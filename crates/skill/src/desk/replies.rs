//! What becomes of a handler's reply.

use std::time::Duration;

use petasos_messages::Message;
use petasos_messages::payload::{SessionInit, StartSession};

use super::conversation::{Conversation, Stage};
use super::{Desk, Key, Output};
use crate::session::question::Question;
use crate::{Reply, Unanswered, Words};

/// How a handler has ended.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// By itself.
    Done(crate::Result),
    /// In a panic.
    Panicked,
}

/// What is to be said at the end.
enum Last {
    Words(Words),
    WordsAndListen(Words),
    Nothing,
    /// A question that no handler waits for: the answer comes with the state of its dialogue.
    Question(Box<Question>),
    /// Something else is wanted: its own handler goes on with the session.
    Other(Box<crate::Turn>),
}

impl Desk {
    pub(super) fn finished(&mut self, now: Duration, key: Key, outcome: Outcome) {
        let Some(mut conversation) = self.close(key) else { return };
        if conversation.question.take().is_some() {
            // The handler has dropped its question: the session still listens, and ends now.
        }
        match self.last(outcome) {
            Last::Words(words) => self.last_words(now, &conversation, Some(words), false),
            Last::WordsAndListen(words) => self.last_words(now, &conversation, Some(words), true),
            Last::Nothing => self.last_words(now, &conversation, None, false),
            Last::Question(question) => self.asks_at_last(&conversation, &question),
            Last::Other(turn) => self.goes_elsewhere(now, conversation, *turn),
        }
    }

    fn last(&self, outcome: Outcome) -> Last {
        let phrases = &self.rules.phrases;
        let failure = match outcome {
            Outcome::Panicked => return Last::Words(phrases.apology()),
            Outcome::Done(Ok(Reply::Say(words))) => return Last::Words(words),
            Outcome::Done(Ok(Reply::KeepOpen(words))) => return Last::WordsAndListen(words),
            Outcome::Done(Ok(Reply::Silent)) => return Last::Nothing,
            Outcome::Done(Ok(Reply::Ask(step))) => {
                return Last::Question(Box::new(step.into_question(&self.rules.name)));
            }
            Outcome::Done(Ok(Reply::Done)) => return Last::Words(phrases.done()),
            Outcome::Done(Err(failure)) => failure,
        };
        match failure.into_unanswered() {
            Err(failure) => Last::Words(failure.words().cloned().unwrap_or_else(|| phrases.apology())),
            Ok(Unanswered::Silence) => Last::Words(phrases.silence()),
            Ok(Unanswered::NotUnderstood { .. }) => Last::Words(phrases.not_understood()),
            Ok(Unanswered::Cancelled | Unanswered::Interrupted(_)) => Last::Nothing,
            Ok(Unanswered::Other(turn)) => Last::Other(turn),
        }
    }

    /// Lets a session go on without a handler; where there is none, one begins with the question.
    fn asks_at_last(&mut self, conversation: &Conversation, question: &Question) {
        let message = match &conversation.stage {
            Stage::Open(session) => {
                self.past.end(session.clone(), conversation.last());
                self.rules.goes_on(conversation, session.clone(), question)
            }
            Stage::None | Stage::Starting | Stage::Over(_) => {
                self.rules.starts(conversation, question, question.custom_data.clone())
            }
        };
        self.outputs.push_back(Output::Publish(message));
    }

    /// The handler of what is wanted instead takes over.
    fn goes_elsewhere(&mut self, now: Duration, conversation: Conversation, turn: crate::Turn) {
        if self.rules.route(&turn.intent).is_some() {
            let stage = match conversation.stage {
                Stage::Open(session) => Stage::Open(session),
                Stage::None | Stage::Starting | Stage::Over(_) => Stage::None,
            };
            self.begin(now, std::sync::Arc::new(turn), stage);
        } else {
            let words = self.rules.phrases.not_understood();
            self.last_words(now, &conversation, Some(words), false);
        }
    }

    /// Ends a conversation: its session, or, where there is none, with a notification.
    pub(super) fn last_words(
        &mut self,
        _now: Duration,
        conversation: &Conversation,
        words: Option<Words>,
        keep_open: bool,
    ) {
        let text = words.map(|words| self.rules.text(conversation, &words)).filter(|text| !text.is_empty());
        match &conversation.stage {
            Stage::Open(session) => self.end(session.clone(), text, keep_open),
            Stage::None | Stage::Starting | Stage::Over(_) => {
                let Some(text) = text else { return };
                let mut start = StartSession::new(SessionInit::Notification { text });
                start.site_id = Some(conversation.site.id.clone());
                start.lang = conversation.lang.clone().or_else(|| self.rules.lang.clone());
                self.outputs.push_back(Output::Publish(Message::StartSession(start)));
            }
        }
    }
}
