//! Typed questions, and repeating them.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;

use super::slot_filling::{Incomplete, settle};
use super::{Session, Unanswered};
use crate::question::Question;
use crate::{Answer, FreeText, LocalizedText, RecognizedIntent, Utterance, YesNo};

/// A question for a `T`; made by [`Session::ask`], asked when awaited.
#[must_use = "a question is asked when it is awaited"]
pub struct Ask<'a, T> {
    session: &'a Session,
    text: LocalizedText,
    retries: u32,
    other_intents: bool,
    answer: PhantomData<fn() -> T>,
}

impl Session {
    /// Asks a question and waits for an answer of this type: an intent, a slot value, [`YesNo`], [`FreeText`].
    ///
    /// If the utterance is not an answer, the question is repeated up to [`Limits::ask_retries`](crate::Limits::ask_retries)
    /// times.
    ///
    /// ```
    /// use petasos_skill::{Result, Session, YesNo};
    ///
    /// async fn all_off(session: Session) -> Result<&'static str> {
    ///     match session.ask::<YesNo>("Really everything?").await? {
    ///         YesNo::Yes => Ok("Good night."),
    ///         YesNo::No => Ok("Then not."),
    ///     }
    /// }
    /// ```
    ///
    /// The NLU recognises what was [exported](crate::export): the slots of intents, and whatever else handlers ask for if it is
    /// declared with [`Skill::asks`](crate::Skill::asks). Text that the NLU does not recognise is searched for the answer, too.
    ///
    /// # Errors
    /// [`Unanswered`] is the reason for a missing answer; with `?` the handler ends as users expect.
    pub fn ask<T: Answer>(&self, text: impl Into<LocalizedText>) -> Ask<'_, T> {
        Ask {
            session: self,
            text: text.into(),
            retries: self.retries(),
            other_intents: false,
            answer: PhantomData,
        }
    }

    /// Asks for any text and returns it as captured.
    ///
    /// # Errors
    /// As [`ask`](Self::ask).
    pub async fn ask_text(&self, text: impl Into<LocalizedText>) -> Result<String, Unanswered> {
        self.ask::<FreeText>(text).await.map(|FreeText(said)| said)
    }

    /// Asks for yes or no; `true` is yes.
    ///
    /// # Errors
    /// As [`ask`](Self::ask).
    pub async fn confirm(&self, text: impl Into<LocalizedText>) -> Result<bool, Unanswered> {
        self.ask::<YesNo>(text).await.map(YesNo::is_yes)
    }
}

impl<T> Ask<'_, T> {
    /// Sets how often the question is repeated. Default: [`Limits::ask_retries`](crate::Limits::ask_retries).
    pub fn retries(mut self, retries: u32) -> Self {
        self.retries = retries;
        self
    }

    /// Lets the NLU recognise all intents of the skill, too. One that is not an answer is then [`Unanswered::Other`]: `no, only
    /// the kitchen`. With `?`, its own handler continues in the same session.
    pub fn or_other_intents(mut self) -> Self {
        self.other_intents = true;
        self
    }
}

impl<T: Answer> Ask<'_, T> {
    async fn answer(self) -> Result<T, Unanswered> {
        let expected = T::expected();
        let mut question = Question::expecting(self.text.clone(), &expected);
        question.other_intents = self.other_intents;
        let mut retrying = Retrying { session: self.session, question, retries: self.retries };
        loop {
            let utterance = retrying.ask().await?;
            match settle(self.session, &utterance, &expected).await {
                Ok(answer) => return Ok(answer),
                Err(Incomplete::Slot { unanswered, .. }) => return Err(unanswered),
                Err(Incomplete::NoAnswer(why)) => {
                    retrying.again(utterance, self.session.ask_again_text(&why, &self.text))?;
                }
            }
        }
    }
}

impl<'a, T: Answer> IntoFuture for Ask<'a, T> {
    type Output = Result<T, Unanswered>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.answer())
    }
}

impl<T> fmt::Debug for Ask<'_, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { text, retries, other_intents, .. } = self;
        let mut ask = formatter.debug_struct("Ask");
        ask.field("text", text).field("retries", retries).field("other_intents", other_intents).finish()
    }
}

/// A question that is repeated until it is answered or the retries are used up.
#[derive(Debug)]
pub(super) struct Retrying<'a> {
    pub(super) session: &'a Session,
    /// The next question.
    pub(super) question: Question,
    /// The remaining retries.
    pub(super) retries: u32,
}

impl Retrying<'_> {
    pub(super) async fn ask(&self) -> Result<Utterance, Unanswered> {
        match self.session.ask_once(self.question.clone()).await? {
            // Any text would be an answer, but this was recognised as an intent, and other intents are allowed.
            Utterance::Recognized(recognized) if self.question.any_words && self.question.other_intents => {
                Err(other(recognized))
            }
            utterance => Ok(utterance),
        }
    }

    /// Records that an utterance was not an answer. The next question, if any is left, has this text.
    pub(super) fn again(&mut self, utterance: Utterance, text: LocalizedText) -> Result<(), Unanswered> {
        match utterance {
            Utterance::Recognized(recognized) if self.question.other_intents => Err(other(recognized)),
            utterance if self.retries == 0 => {
                Err(Unanswered::NotUnderstood { input: utterance.into_input() })
            }
            _ => {
                self.retries -= 1;
                self.question.text = text;
                Ok(())
            }
        }
    }
}

fn other(recognized: RecognizedIntent) -> Unanswered {
    Unanswered::Other(Box::new(recognized))
}
