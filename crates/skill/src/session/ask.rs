//! AskBuilder for an answer of a type.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;

use super::retries::Turns;
use super::slot_filling::{Incomplete, settle};
use super::{Session, Unanswered};
use crate::question::Question;
use crate::{Answer, FreeText, LocalizedText, YesNo};

/// A question for a `T`; made by [`Session::ask`], asked when it is awaited.
#[must_use = "a question is asked when it is awaited"]
pub struct Ask<'a, T> {
    session: &'a Session,
    words: LocalizedText,
    retries: u32,
    other_intents: bool,
    answer: PhantomData<fn() -> T>,
}

impl Session {
    /// Asks something, and listens for an answer of this type: an intent, a value of a slot, [`YesNo`], [`FreeText`].
    ///
    /// What is no answer is asked for again, [`Limits::ask_retries`](crate::Limits::ask_retries) times.
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
    /// The NLU understands what [`export`](crate::export) has taught it. That knows the slots of intents; what a handler asks for
    /// besides is told to it with [`Skill::asks`](crate::Skill::asks). Words that the NLU does not understand come here all the same,
    /// and the answer is looked for in them.
    ///
    /// # Errors
    /// Every way in which a question can stay without an answer is an [`Unanswered`]; `?` does what people expect then.
    pub fn ask<T: Answer>(&self, words: impl Into<LocalizedText>) -> Ask<'_, T> {
        Ask {
            session: self,
            words: words.into(),
            retries: self.retries(),
            other_intents: false,
            answer: PhantomData,
        }
    }

    /// Asks for any words, and gives them back as they were heard.
    ///
    /// # Errors
    /// As [`ask`](Self::ask).
    pub async fn ask_text(&self, words: impl Into<LocalizedText>) -> Result<String, Unanswered> {
        self.ask::<FreeText>(words).await.map(|FreeText(text)| text)
    }

    /// Asks for yes or no; true is yes.
    ///
    /// # Errors
    /// As [`ask`](Self::ask).
    pub async fn confirm(&self, words: impl Into<LocalizedText>) -> Result<bool, Unanswered> {
        self.ask::<YesNo>(words).await.map(YesNo::is_yes)
    }
}

impl<T> Ask<'_, T> {
    /// How often it is asked again. Default: [`Limits::ask_retries`](crate::Limits::ask_retries).
    pub fn retries(mut self, retries: u32) -> Self {
        self.retries = retries;
        self
    }

    /// Has the NLU listen for all intents of the skill too. One that is no answer is then [`Unanswered::Other`]: `no, only the
    /// kitchen`. With `?` its own handler goes on in the same session.
    pub fn or_other_intents(mut self) -> Self {
        self.other_intents = true;
        self
    }
}

impl<T: Answer> Ask<'_, T> {
    async fn answer(self) -> Result<T, Unanswered> {
        let expected = T::expected();
        let mut question = Question::expecting(self.words.clone(), &expected);
        question.other_intents = self.other_intents;
        let mut turns = Turns { session: self.session, question, retries: self.retries };
        loop {
            let utterance = turns.hear().await?;
            match settle(self.session, &utterance, &expected).await {
                Ok(answer) => return Ok(answer),
                Err(Incomplete::Slot { unanswered, .. }) => return Err(unanswered),
                Err(Incomplete::NoAnswer(why)) => {
                    turns.again(utterance, self.session.once_more(&why, &self.words))?;
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
        let Self { words, retries, other_intents, .. } = self;
        let mut ask = formatter.debug_struct("Ask");
        ask.field("words", words).field("retries", retries).field("other_intents", other_intents).finish()
    }
}
