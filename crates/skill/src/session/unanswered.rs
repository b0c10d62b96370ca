//! Questions without an answer.

use petasos_messages::payload::Termination;

use crate::Turn;

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
    Other(Box<Turn>),
}
