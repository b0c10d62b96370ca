//! What a handler returns when it cannot do what it was asked.

use std::error::Error;
use std::fmt;

use petasos_messages::payload::Termination;

use crate::{LocalizedText, RecognizedIntent};

/// Why a handler failed. Every error becomes one with `?`: it is logged, and an apology is spoken. [`Failure::say`] and
/// [`OrSay::or_say`] say something else.
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
    /// A failure that ends the session with this text.
    pub fn say(text: impl Into<LocalizedText>) -> Self {
        Self { kind: Kind::Said { words: text.into(), cause: None } }
    }

    /// The text that is to be said instead of an apology.
    pub fn words(&self) -> Option<&LocalizedText> {
        match &self.kind {
            Kind::Said { words, .. } => Some(words),
            Kind::Unexpected(_) | Kind::Unanswered(_) => None,
        }
    }

    /// The error that led to it, for the log.
    pub fn cause(&self) -> Option<&(dyn Error + Send + Sync)> {
        match &self.kind {
            Kind::Said { cause, .. } => cause.as_deref(),
            Kind::Unexpected(cause) => Some(&**cause),
            Kind::Unanswered(_) => None,
        }
    }

    /// The unanswered question, if the handler failed because of one.
    pub fn into_unanswered(self) -> Result<Unanswered, Self> {
        match self.kind {
            Kind::Unanswered(unanswered) => Ok(unanswered),
            kind => Err(Self { kind }),
        }
    }
}

/// For the log: the error that led to it, or else the text.
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

/// For the log, so without anything that was said.
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

/// Why a question was not answered. A handler that passes it on with `?` ends as people expect: after silence, or if nothing was
/// understood, the kit says so; after a cancellation it says nothing more; and another intent goes to its own handler.
///
/// It is not an [`Error`](std::error::Error), so that it becomes a [`Failure`](crate::Failure) of its own kind.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Unanswered {
    /// Nobody said anything.
    Silence,
    /// Nothing that was said was an answer, however often it was asked.
    NotUnderstood {
        /// What was said last.
        input: String,
    },
    /// Somebody said "stop", or woke the assistant again.
    Cancelled,
    /// The session was ended by something else.
    Interrupted(Termination),
    /// Another intent was recognised.
    Other(Box<RecognizedIntent>),
}

/// Turns an error or `None` into a failure with a text.
pub trait OrSay<T> {
    /// The value, or a [`Failure`] that ends the session with this text.
    fn or_say(self, text: impl Into<LocalizedText>) -> Result<T, Failure>;
}

impl<T> OrSay<T> for Option<T> {
    fn or_say(self, text: impl Into<LocalizedText>) -> Result<T, Failure> {
        self.ok_or_else(|| Failure::say(text))
    }
}

impl<T, E: fmt::Debug + Into<Box<dyn Error + Send + Sync>>> OrSay<T> for Result<T, E> {
    fn or_say(self, text: impl Into<LocalizedText>) -> Result<T, Failure> {
        self.map_err(|error| Failure { kind: Kind::Said { words: text.into(), cause: Some(error.into()) } })
    }
}
