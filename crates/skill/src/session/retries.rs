//! Asking once, and asking again.

use std::borrow::Cow;

use super::question::Question;
use super::{Session, Unanswered};
use crate::intent::Misread;
use crate::{Heard, Turn, Words};

impl Session {
    /// One question, and what is heard then.
    pub(super) async fn hear(&self, question: Question) -> Result<Heard, Unanswered> {
        match self.turn(question).await? {
            heard if heard.is_silence() => Err(Unanswered::Silence),
            heard => Ok(heard),
        }
    }

    /// The words of a question that is asked again: first what was wrong with the answer.
    pub(crate) fn once_more(&self, misread: &Misread, question: &Words) -> Words {
        let lang = self.lang();
        let again = self.about.manners.phrases.again();
        let why = match misread.why.in_lang(lang) {
            "" => again.in_lang(lang),
            why => why,
        };
        Words::new(Cow::Owned(format!("{why} {}", question.in_lang(lang)).trim().to_owned()))
    }
}

/// A question that is asked until it is answered, or often enough.
#[derive(Debug)]
pub(super) struct Turns<'a> {
    pub(super) session: &'a Session,
    /// What is asked next.
    pub(super) question: Question,
    /// How often it may be asked again.
    pub(super) retries: u32,
}

impl Turns<'_> {
    /// Asks.
    pub(super) async fn hear(&self) -> Result<Heard, Unanswered> {
        match self.session.hear(self.question.clone()).await? {
            // All words would answer; but these were understood, and other intents are welcome.
            Heard::Turn(turn) if self.question.any_words && self.question.other_intents => Err(other(turn)),
            heard => Ok(heard),
        }
    }

    /// That was no answer: the next question will be in these words, if there is to be one.
    pub(super) fn again(&mut self, heard: Heard, words: Words) -> Result<(), Unanswered> {
        match heard {
            Heard::Turn(turn) if self.question.other_intents => Err(other(turn)),
            heard if self.retries == 0 => Err(Unanswered::NotUnderstood { input: heard.into_input() }),
            _ => {
                self.retries -= 1;
                self.question.words = words;
                Ok(())
            }
        }
    }
}

fn other(turn: Turn) -> Unanswered {
    Unanswered::Other(Box::new(turn))
}
