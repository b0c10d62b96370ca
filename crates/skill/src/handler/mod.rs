//! Functions as handlers.
//!
//! A handler is an `async fn`. The type of its first argument determines what it handles: an intent, or one of [`AnyIntent`],
//! [`NotRecognized`], [`TopicMessage`] and [`Hermes`](crate::Hermes). Further arguments can be in any order.

mod arguments;
mod dialogue_handler;
mod erased_handler;

use std::future::Future;
use std::ops::Deref;
use std::sync::Arc;

use petasos_messages::SessionId;

pub use arguments::{Available, Context, FromContext, State};
pub use dialogue_handler::DialogueHandler;

pub(crate) use arguments::{Shared, States};
pub(crate) use dialogue_handler::{AnswerHandler, AnswerHandlers};
pub(crate) use erased_handler::ErasedHandler;

use crate::{IntoReply, RecognizedIntent, Site, TopicMessage};

/// An `async fn` whose first argument is a `Self::Subject`. Implemented for functions with up to six arguments.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a handler",
    note = "a handler is an `async fn`: first the intent, then `Session`, `Site`, `State<T>` ...; it returns a text or `petasos_skill::Result`"
)]
pub trait Handler<Arguments>: Clone + Send + Sync + 'static {
    /// The type of the first argument.
    type Subject;

    /// Whether it can ask questions.
    const ASKS: bool;

    /// Calls the handler.
    fn call(self, subject: Self::Subject, context: Context) -> impl Future<Output = crate::Result> + Send;

    /// Reports an argument that the handler would not get, before it is called.
    fn check(available: &Available<'_>) -> Result<(), String>;
}

impl<F, Subject, Needs> Handler<(Subject, Needs)> for F
where
    F: Function<Subject, Needs, Given: Async<Reply: IntoReply> + Send>,
    Subject: Send + 'static,
    Needs: FromContext + Send,
{
    type Subject = Subject;

    const ASKS: bool = Needs::ASKS;

    async fn call(self, subject: Subject, context: Context) -> crate::Result {
        let needs = Needs::from_context(&context)?;
        Function::call(&self, subject, needs).wait().await.into_reply()
    }

    fn check(available: &Available<'_>) -> Result<(), String> {
        Needs::check(available)
    }
}

/// A function with any arguments and any result.
///
/// Separate from [`Handler`] so that the compiler finds the single way in which a function could be a handler, and reports what
/// is missing.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a handler",
    note = "a handler is an `async fn` with one to six arguments: first the intent, then `Session`, `Site`, `State<T>` ..."
)]
pub trait Function<Subject, Needs>: Clone + Send + Sync + 'static {
    /// The return type of the function.
    type Given;

    /// Calls the function.
    fn call(&self, subject: Subject, needs: Needs) -> Self::Given;
}

/// The return type of an `async fn`: a future, under its own name so that the compiler can suggest what to write.
#[diagnostic::on_unimplemented(
    message = "a handler is an `async fn`: this one returns `{Self}` at once",
    label = "write `async` before its `fn`"
)]
pub trait Async {
    /// The output of the future.
    type Reply;

    /// Awaits the future.
    fn wait(self) -> impl Future<Output = Self::Reply> + Send
    where
        Self: Send;
}

#[diagnostic::do_not_recommend]
impl<F: Future> Async for F {
    type Reply = F::Output;

    fn wait(self) -> impl Future<Output = F::Output> + Send
    where
        F: Send,
    {
        self
    }
}

macro_rules! functions {
    ($($need:ident)*) => {
        impl<F, Given, Subject, $($need,)*> Function<Subject, ($($need,)*)> for F
        where
            F: Fn(Subject, $($need,)*) -> Given + Clone + Send + Sync + 'static,
        {
            type Given = Given;

            #[allow(non_snake_case, reason = "variables are called as their types")]
            fn call(&self, subject: Subject, ($($need,)*): ($($need,)*)) -> Given {
                self(subject, $($need,)*)
            }
        }

        #[allow(unused_variables, reason = "functions that need nothing more")]
        impl<$($need: FromContext,)*> FromContext for ($($need,)*) {
            const ASKS: bool = false $(|| $need::ASKS)*;

            fn from_context(context: &Context) -> crate::Result<Self> {
                Ok(($($need::from_context(context)?,)*))
            }

            fn check(available: &Available<'_>) -> Result<(), String> {
                $($need::check(available)?;)*
                Ok(())
            }
        }
    };
}

functions! {}
functions! { A }
functions! { A B }
functions! { A B C }
functions! { A B C D }
functions! { A B C D E }

/// An intent without a handler in this skill: the first argument of a [fallback](crate::Skill::fallback).
#[derive(Debug, Clone, PartialEq)]
pub struct AnyIntent(pub Arc<RecognizedIntent>);

impl Deref for AnyIntent {
    type Target = RecognizedIntent;

    fn deref(&self) -> &RecognizedIntent {
        &self.0
    }
}

/// An utterance that the NLU did not recognise: the first argument of [`Skill::not_recognized`](crate::Skill::not_recognized).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NotRecognized {
    /// The text of the utterance; empty if nothing was captured.
    pub input: String,
    /// The session; `None` if it has ended and the reply becomes a notification.
    pub session_id: Option<SessionId>,
    /// The site of the utterance.
    pub site: Site,
    /// The `customData` of the session.
    pub custom_data: Option<String>,
}

/// What caused a handler to be called.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Trigger {
    Intent(Arc<RecognizedIntent>),
    NotRecognized(Box<NotRecognized>),
    Topic(Box<TopicMessage>),
    /// The skill has started.
    Started,
}
