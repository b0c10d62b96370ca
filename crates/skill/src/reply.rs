//! What a handler gives back.

use crate::saved_dialogue::DialogueQuestion;
use crate::{Failure, LocalizedText};

/// How a turn ends.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Reply {
    /// These are the last words.
    Say(LocalizedText),
    /// The session ends in silence.
    Silent,
    /// The handler has nothing to say: the skill's own "done" is said, so that people know.
    Done,
    /// These are the last words, and the microphone opens once more without a wake word, where the manager can do that (Project
    /// Alice's `requestContinue`).
    KeepOpen(LocalizedText),
    /// The session goes on with a question, and the state of the dialogue goes into its data: what
    /// [`Dialogue::ask`](crate::Dialogue::ask) makes.
    Ask(Box<DialogueQuestion>),
}

impl Reply {
    /// These are the last words.
    pub fn say(words: impl Into<LocalizedText>) -> Self {
        Self::Say(words.into())
    }
}

/// How a handler has ended.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// By itself.
    Done(crate::Result),
    /// In a panic; or it could not even begin.
    Broken,
}

/// What can be given back by a handler: words, nothing, a [`Reply`], an `Option` of these, or a [`Result`](crate::Result).
#[diagnostic::on_unimplemented(
    message = "a handler cannot give back `{Self}`",
    note = "give back words (`&str`, `String`, `LocalizedText`), `()`, `Reply`, or `petasos_skill::Result` of these"
)]
pub trait IntoReply {
    /// The reply, or the failure that is spoken.
    fn into_reply(self) -> crate::Result;
}

impl IntoReply for Reply {
    fn into_reply(self) -> crate::Result {
        if let Self::Ask(step) = &self {
            step.check()?;
        }
        Ok(self)
    }
}

impl IntoReply for () {
    fn into_reply(self) -> crate::Result {
        Ok(Reply::Done)
    }
}

impl IntoReply for LocalizedText {
    fn into_reply(self) -> crate::Result {
        Ok(Reply::Say(self))
    }
}

impl IntoReply for &'static str {
    fn into_reply(self) -> crate::Result {
        Ok(Reply::say(self))
    }
}

impl IntoReply for String {
    fn into_reply(self) -> crate::Result {
        Ok(Reply::say(self))
    }
}

impl<T: IntoReply> IntoReply for Option<T> {
    fn into_reply(self) -> crate::Result {
        self.map_or(Ok(Reply::Done), IntoReply::into_reply)
    }
}

impl<T: IntoReply, E: Into<Failure>> IntoReply for Result<T, E> {
    fn into_reply(self) -> crate::Result {
        self.map_err(Into::into)?.into_reply()
    }
}
