//! Errors of handlers.

use std::error::Error;
use std::fmt;

use petasos_messages::payload::Termination;

use crate::{LocalizedText, RecognizedIntent};

/// Why a handler failed. Any error converts into a failure with `?`; it is logged, and an apology is spoken. [`Failure::say`] and
/// [`OrSay::or_say`] set another text.
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

    /// The text to speak instead of an apology.
    pub fn words(&self) -> Option<&LocalizedText> {
        match &self.kind {
            Kind::Said { words, .. } => Some(words),
            Kind::Unexpected(_) | Kind::Unanswered(_) => None,
        }
    }

    /// The underlying error, for the log.
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

/// For the log: the underlying error, or else the text.
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

/// For the log, so without what the user said.
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

/// Why a question was not answered. A handler that passes it on with `?` does what users expect: after silence, or if nothing was
/// understood, the kit says so; after a cancellation nothing is said; and another intent goes to its own handler.
///
/// Does not implement [`Error`](std::error::Error), so that it converts into its own kind of [`Failure`](crate::Failure).
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Unanswered {
    /// The user said nothing.
    Silence,
    /// No utterance was an answer, and the retries are used up.
    NotUnderstood {
        /// The last utterance.
        input: String,
    },
    /// The user said "stop" or the wake word.
    Cancelled,
    /// The session was ended by something else.
    Interrupted(Termination),
    /// Another intent was recognised.
    Other(Box<RecognizedIntent>),
}

/// Converts an error or `None` into a failure with a text.
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
