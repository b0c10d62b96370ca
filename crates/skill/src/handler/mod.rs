//! How a function becomes a handler.
//!
//! A handler is an `async fn`. Its first argument says what it handles: an intent, or one of [`AnyIntent`], [`NotRecognized`],
//! [`TopicMessage`](crate::TopicMessage) and [`Hermes`](crate::Hermes). The others say what it needs, in any order.

mod context;
mod dialogue_handler;
mod erased_handler;
mod state;
mod subjects;

use std::future::Future;

pub use context::{Available, Context, FromContext};
pub use dialogue_handler::DialogueHandler;
pub use state::State;
pub use subjects::{AnyIntent, NotRecognized};

pub(crate) use context::Shared;
pub(crate) use dialogue_handler::{AnswerHandler, AnswerHandlers};
pub(crate) use erased_handler::{ErasedHandler, Trigger};
pub(crate) use state::States;

use crate::IntoReply;

/// An `async fn` whose first argument is a `Self::Subject`. Implemented for functions with up to six arguments.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a handler",
    note = "a handler is an `async fn`: first the intent, then `Session`, `Site`, `State<T>` ...; it gives back words or `petasos_skill::Result`"
)]
pub trait Handler<Arguments>: Clone + Send + Sync + 'static {
    /// What it handles.
    type Subject;

    /// Whether it can ask questions.
    const ASKS: bool;

    /// Calls it.
    fn call(self, subject: Self::Subject, context: Context) -> impl Future<Output = crate::Result> + Send;

    /// Says what it needs and would not get, before anybody calls it.
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

/// A function of some arguments, whatever they are and whatever it gives back.
///
/// It is apart from [`Handler`] so that the compiler finds the one way in which a function could be a handler, and tells what is
/// missing.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a handler",
    note = "a handler is an `async fn` with one to six arguments: first the intent, then `Session`, `Site`, `State<T>` ..."
)]
pub trait Function<Subject, Needs>: Clone + Send + Sync + 'static {
    /// What it gives back.
    type Given;

    /// Calls it.
    fn call(&self, subject: Subject, needs: Needs) -> Self::Given;
}

/// What an `async fn` gives back: a future, by a name of its own so that the compiler can say what to write.
#[diagnostic::on_unimplemented(
    message = "a handler is an `async fn`: this one gives back `{Self}` at once",
    label = "write `async` before its `fn`"
)]
pub trait Async {
    /// What it gives back in the end.
    type Reply;

    /// Waits for it.
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
