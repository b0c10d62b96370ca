//! Results of handlers.

use crate::saved_dialogue::DialogueQuestion;
use crate::{Failure, LocalizedText};

/// The result of a handler: a [`Reply`], or a [`Failure`] that is spoken. With another error type it is an ordinary `Result`.
pub type Result<T = Reply, E = Failure> = std::result::Result<T, E>;

/// The reply of a handler.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Reply {
    /// The session ends with this text.
    Say(LocalizedText),
    /// The session ends without a text.
    Silent,
    /// The session ends with the phrase for "done".
    Done,
    /// The session ends with this text, and the microphone opens once more without a wake word, if the manager supports it
    /// (Project Alice's `requestContinue`).
    KeepOpen(LocalizedText),
    /// The session continues with a question, and the state of the dialogue is stored in its `customData`. Made by
    /// [`Dialogue::ask`](crate::Dialogue::ask).
    Ask(Box<DialogueQuestion>),
}

impl Reply {
    /// Ends the session with this text.
    pub fn say(text: impl Into<LocalizedText>) -> Self {
        Self::Say(text.into())
    }
}

/// How a handler ended.
#[derive(Debug)]
pub(crate) enum Outcome {
    Done(Result),
    /// It panicked, or could not be called.
    Broken,
}

/// A value that a handler can return: a text, nothing, a [`Reply`], an `Option` of these, or a [`Result`](crate::Result).
#[diagnostic::on_unimplemented(
    message = "a handler cannot return `{Self}`",
    note = "return a text (`&str`, `String`, `LocalizedText`), `()`, `Reply`, or `petasos_skill::Result` of these"
)]
pub trait IntoReply {
    /// The reply, or the failure that is spoken.
    fn into_reply(self) -> Result;
}

impl IntoReply for Reply {
    fn into_reply(self) -> Result {
        if let Self::Ask(step) = &self {
            step.check()?;
        }
        Ok(self)
    }
}

impl IntoReply for () {
    fn into_reply(self) -> Result {
        Ok(Reply::Done)
    }
}

impl IntoReply for LocalizedText {
    fn into_reply(self) -> Result {
        Ok(Reply::Say(self))
    }
}

impl IntoReply for &'static str {
    fn into_reply(self) -> Result {
        Ok(Reply::say(self))
    }
}

impl IntoReply for String {
    fn into_reply(self) -> Result {
        Ok(Reply::say(self))
    }
}

impl<T: IntoReply> IntoReply for Option<T> {
    fn into_reply(self) -> Result {
        self.map_or(Ok(Reply::Done), IntoReply::into_reply)
    }
}

impl<T: IntoReply, E: Into<Failure>> IntoReply for Result<T, E> {
    fn into_reply(self) -> Result {
        self.map_err(Into::into)?.into_reply()
    }
}
