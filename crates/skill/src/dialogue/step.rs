//! The question at the end of a turn of a dialogue.

use super::Dialogue;
use super::saved::{NotSaved, Saved};
use crate::session::question::Question;
use crate::{Answer, Reply, Words};

/// A question with the state of a dialogue: what [`Dialogue::ask`] begins and [`expecting`](Self::expecting) ends.
#[derive(Debug, Clone)]
#[must_use = "say what can answer, with `.expecting::<T>()`"]
pub struct Asking {
    saved: Result<Saved, NotSaved>,
    words: Words,
}

impl Asking {
    pub(super) fn new<D: Dialogue>(state: &D, words: Words) -> Self {
        Self { saved: Saved::of(state), words }
    }

    /// The reply that asks for such an answer. A handler given to `Skill::during` is called with it.
    pub fn expecting<T: Answer>(self) -> Reply {
        let expected = T::expected();
        let saved = self.saved.and_then(|saved| saved.expecting(&expected));
        Reply::Ask(Box::new(Step { saved, question: Question::expecting(self.words, &expected) }))
    }
}

/// A question that ends a turn, but not the session; made by [`Asking::expecting`].
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    saved: Result<Saved, NotSaved>,
    question: Question,
}

impl Step {
    pub(super) fn again(saved: Saved, question: Question) -> Self {
        Self { saved: Ok(saved), question }
    }

    /// Whether the state could be written.
    pub(crate) fn check(&self) -> Result<(), NotSaved> {
        self.saved.as_ref().map(|_saved| ()).map_err(Clone::clone)
    }

    /// The question, with the state in the data of the session.
    pub(crate) fn into_question(self, skill: &str) -> Question {
        let custom_data = self.saved.ok().map(|saved| saved.written(skill));
        Question { custom_data, ..self.question }
    }
}
