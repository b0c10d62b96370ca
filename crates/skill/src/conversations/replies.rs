//! What becomes of a handler's reply.

use std::sync::Arc;
use std::time::Duration;

use petasos_messages::payload::EndSession;
use petasos_messages::{Dialect, Message};

use super::conversation::{Conversation, Stage};
use super::past::Doubt;
use super::{Desk, Key};
use crate::session::question::Question;
use crate::{Reply, Turn, Unanswered, Words};

/// Last words that were not heard because the broker was away are said later, but not later than this.
const STALE: Duration = Duration::from_secs(10);

/// How a handler has ended.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// By itself.
    Done(crate::Result),
    /// In a panic; or it could not even begin.
    Broken,
}

/// How its conversation ends.
enum End {
    /// With these words.
    Words(Words),
    /// With these words, and the microphone opens once more.
    KeepOpen(Words),
    /// In silence.
    Silent,
    /// Not: a question goes out that no handler waits for; its answer comes with the state of a dialogue.
    Ask(Box<Question>),
    /// Not: something else is wanted.
    Other(Box<Turn>),
}

impl Desk {
    pub(super) fn finished(&mut self, now: Duration, key: Key, outcome: Outcome) {
        let Some(conversation) = self.close(key) else { return };
        match self.end_of(outcome) {
            End::Words(words) => self.last_words(now, &conversation, Some(&words), false),
            End::KeepOpen(words) => self.last_words(now, &conversation, Some(&words), true),
            End::Silent => self.last_words(now, &conversation, None, false),
            End::Ask(question) => self.ask_at_last(now, &conversation, &question),
            End::Other(turn) => self.go_elsewhere(now, conversation, *turn),
        }
    }

    fn end_of(&self, outcome: Outcome) -> End {
        let phrases = &self.rules.phrases;
        let failure = match outcome {
            Outcome::Broken => return End::Words(phrases.apology()),
            Outcome::Done(Ok(Reply::Say(words))) => return End::Words(words),
            Outcome::Done(Ok(Reply::KeepOpen(words))) => return End::KeepOpen(words),
            Outcome::Done(Ok(Reply::Silent)) => return End::Silent,
            Outcome::Done(Ok(Reply::Ask(step))) => {
                return End::Ask(Box::new(step.into_question(self.rules.skill.as_str())));
            }
            Outcome::Done(Ok(Reply::Done)) => return End::Words(phrases.done()),
            Outcome::Done(Err(failure)) => failure,
        };
        match failure.into_unanswered() {
            Err(failure) => End::Words(failure.words().cloned().unwrap_or_else(|| phrases.apology())),
            Ok(Unanswered::Silence) => End::Words(phrases.silence()),
            Ok(Unanswered::NotUnderstood { .. }) => End::Words(phrases.not_understood()),
            Ok(Unanswered::Cancelled | Unanswered::Interrupted(_)) => End::Silent,
            Ok(Unanswered::Other(turn)) => End::Other(turn),
        }
    }

    /// Lets a session go on without a handler; where there is none, one begins with the question.
    fn ask_at_last(&mut self, now: Duration, conversation: &Conversation, question: &Question) {
        let message = if let Stage::Open(session) = &conversation.stage {
            self.past.go_on(now, session.clone(), conversation.last(), None);
            self.rules.go_on(conversation, session.clone(), question)
        } else {
            self.rules.start(conversation, question, question.custom_data.clone())
        };
        self.publish(message);
    }

    /// The handler of what is wanted instead takes over. One that has heard nothing else would only be called again and again.
    fn go_elsewhere(&mut self, now: Duration, conversation: Conversation, turn: Turn) {
        // The data of the session may still be that of the dialogue which does not want it.
        let handler = self.rules.route(&turn.intent).or_else(|| self.handler_of(&turn));
        let Some(handler) = handler.filter(|_| conversation.was_answered()) else {
            let words = self.rules.phrases.not_understood();
            return self.last_words(now, &conversation, Some(&words), false);
        };
        let stage = match conversation.stage {
            Stage::Open(session) => Stage::Open(session),
            Stage::None | Stage::Starting | Stage::Queued(_) | Stage::Over(_) => Stage::None,
        };
        self.begin_at(now, Arc::new(turn), stage, handler);
    }

    /// Ends a conversation: its session, or, where there is none, with a notification.
    pub(super) fn last_words(
        &mut self,
        now: Duration,
        conversation: &Conversation,
        words: Option<&Words>,
        keep_open: bool,
    ) {
        let text = words.and_then(|words| self.rules.text(conversation, words));
        let Conversation { site, lang, .. } = conversation;
        if let Stage::Open(session) = &conversation.stage {
            let in_doubt = |text: &String| Doubt {
                site: site.clone(),
                lang: lang.clone(),
                text: text.clone(),
                until: now.saturating_add(STALE),
            };
            let doubt = text.as_ref().filter(|_| !self.connected).map(in_doubt);
            // Project Alice's manager may keep a session open under its old id, also where nobody asks for that.
            if text.is_some() && (keep_open || self.rules.dialect == Dialect::Alice) {
                self.past.go_on(now, session.clone(), conversation.last(), doubt);
            } else {
                self.past.end(now, session.clone(), doubt);
            }
            let mut message = EndSession::new(session.clone());
            message.text = text;
            message.request_continue = keep_open;
            self.publish(Message::EndSession(message));
            return;
        }
        if let Stage::Queued(session) = &conversation.stage {
            self.publish(Message::EndSession(EndSession::new(session.clone())));
        }
        if let Some(text) = text {
            let notification = self.rules.notification(site, lang.as_deref(), text);
            self.publish(notification);
        }
    }
}
