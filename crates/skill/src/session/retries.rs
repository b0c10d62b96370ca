//! AskBuilder once, and asking again.

use std::borrow::Cow;

use super::{Session, Unanswered};
use crate::intent::InvalidValue;
use crate::question::Question;
use crate::{LocalizedText, RecognizedIntent, Utterance};

impl Session {
    /// One question, and what is heard then.
    pub(super) async fn hear(&self, question: Question) -> Result<Utterance, Unanswered> {
        match self.recognized(question).await? {
            utterance if utterance.is_silence() => Err(Unanswered::Silence),
            utterance => Ok(utterance),
        }
    }

    /// The words of a question that is asked again: first what was wrong with the answer.
    pub(crate) fn once_more(&self, invalid: &InvalidValue, question: &LocalizedText) -> LocalizedText {
        let lang = self.lang();
        let again = self.info.ask_defaults.phrases.again();
        let why = match invalid.why.in_lang(lang) {
            "" => again.in_lang(lang),
            why => why,
        };
        LocalizedText::new(Cow::Owned(format!("{why} {}", question.in_lang(lang)).trim().to_owned()))
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
    pub(super) async fn hear(&self) -> Result<Utterance, Unanswered> {
        match self.session.hear(self.question.clone()).await? {
            // All words would answer; but these were understood, and other intents are welcome.
            Utterance::Recognized(recognized) if self.question.any_words && self.question.other_intents => {
                Err(other(recognized))
            }
            utterance => Ok(utterance),
        }
    }

    /// That was no answer: the next question will be in these words, if there is to be one.
    pub(super) fn again(&mut self, utterance: Utterance, words: LocalizedText) -> Result<(), Unanswered> {
        match utterance {
            Utterance::Recognized(recognized) if self.question.other_intents => Err(other(recognized)),
            utterance if self.retries == 0 => {
                Err(Unanswered::NotUnderstood { input: utterance.into_input() })
            }
            _ => {
                self.retries -= 1;
                self.question.words = words;
                Ok(())
            }
        }
    }
}

fn other(recognized: RecognizedIntent) -> Unanswered {
    Unanswered::Other(Box::new(recognized))
}
