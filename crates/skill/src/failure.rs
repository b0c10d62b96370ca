//! What a handler gives back when it cannot do what it was asked.

use std::error::Error;
use std::fmt;

use petasos_messages::payload::Termination;

use crate::{LocalizedText, RecognizedIntent, Reply};

/// What handlers give back: a [`Reply`], or a [`Failure`] that is spoken. With another error it is the usual `Result`.
pub type Result<T = Reply, E = Failure> = std::result::Result<T, E>;

/// Why a handler gave up. Every error becomes one with `?`: it is logged, and an apology is spoken. [`Failure::say`] and
/// [`OrSay::or_say`] choose the words.
#[derive(Debug)]
pub struct Failure {
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Said { words: LocalizedText, cause: Option<Box<dyn Error + Send + Sync>> },
    Unexpected(Box<dyn Error + Send + Sync>),
    Unanswered(Unanswered),
}

impl Failure {
    /// Ends the session with these words.
    pub fn say(words: impl Into<LocalizedText>) -> Self {
        Self { kind: Kind::Said { words: words.into(), cause: None } }
    }

    /// The words it chose.
    pub fn words(&self) -> Option<&LocalizedText> {
        match &self.kind {
            Kind::Said { words, .. } => Some(words),
            Kind::Unexpected(_) | Kind::Unanswered(_) => None,
        }
    }

    /// What led to it, for the log.
    pub fn cause(&self) -> Option<&(dyn Error + Send + Sync)> {
        match &self.kind {
            Kind::Said { cause, .. } => cause.as_deref(),
            Kind::Unexpected(cause) => Some(&**cause),
            Kind::Unanswered(_) => None,
        }
    }

    /// The question that was not answered, if that is what it is.
    pub fn into_unanswered(self) -> std::result::Result<Unanswered, Self> {
        match self.kind {
            Kind::Unanswered(unanswered) => Ok(unanswered),
            kind => Err(Self { kind }),
        }
    }
}

/// For the log: what led to it, otherwise the words.
impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Said { cause: Some(cause), .. } | Kind::Unexpected(cause) => {
                fmt::Display::fmt(cause, formatter)
            }
            Kind::Said { words, cause: None } => formatter.write_str(words.in_lang(None)),
            Kind::Unanswered(unanswered) => formatter.write_str(why(unanswered)),
        }
    }
}

/// For the log, so without anything that somebody has said.
fn why(unanswered: &Unanswered) -> &'static str {
    match unanswered {
        Unanswered::Silence => "a question was not answered: nobody said anything",
        Unanswered::NotUnderstood { .. } => "a question was not answered: nothing that was said is an answer",
        Unanswered::Cancelled => "a question was not answered: it was cancelled",
        Unanswered::Interrupted(_) => "a question was not answered: its session has ended",
        Unanswered::Other(_) => "a question was not answered: something else was wanted",
    }
}

impl From<Unanswered> for Failure {
    fn from(unanswered: Unanswered) -> Self {
        Self { kind: Kind::Unanswered(unanswered) }
    }
}

impl<E: Error + Send + Sync + 'static> From<E> for Failure {
    fn from(error: E) -> Self {
        Self { kind: Kind::Unexpected(Box::new(error)) }
    }
}

/// Why a question was not answered. A handler that passes it on with `?` ends as people expect: after silence and after words that
/// nobody understood the kit says so, after a cancellation nothing more is said, and another intent is done by its own handler.
///
/// It is not an [`Error`](std::error::Error), so that it becomes a [`Failure`](crate::Failure) of its own kind.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Unanswered {
    /// Nobody said anything.
    Silence,
    /// What was said was no answer, however often it was asked.
    NotUnderstood {
        /// What was said last.
        input: String,
    },
    /// Somebody said "stop", or woke the house anew.
    Cancelled,
    /// The conversation was ended by somebody or something else.
    Interrupted(Termination),
    /// Something else is wanted.
    Other(Box<RecognizedIntent>),
}

/// Chooses the words for a failure.
pub trait OrSay<T> {
    /// The value; or these words, and the session ends.
    fn or_say(self, words: impl Into<LocalizedText>) -> Result<T>;
}

impl<T> OrSay<T> for Option<T> {
    fn or_say(self, words: impl Into<LocalizedText>) -> Result<T> {
        self.ok_or_else(|| Failure::say(words))
    }
}

impl<T, E: fmt::Debug + Into<Box<dyn Error + Send + Sync>>> OrSay<T> for std::result::Result<T, E> {
    fn or_say(self, words: impl Into<LocalizedText>) -> Result<T> {
        self.map_err(|error| Failure { kind: Kind::Said { words: words.into(), cause: Some(error.into()) } })
    }
}
