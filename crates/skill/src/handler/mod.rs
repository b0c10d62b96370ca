//! How a function becomes a handler.
//!
//! A handler is an `async fn`. Its first argument says what it handles: an intent, or one of [`AnyIntent`], [`NotRecognized`],
//! [`TopicMessage`](crate::TopicMessage) and [`Hermes`](crate::Hermes). The others say what it needs, in any order.

mod context;
mod erased;
mod subjects;

use std::future::Future;

pub use context::{Context, FromContext, Offer};
pub use subjects::{AnyIntent, NotRecognized};

pub(crate) use context::Shared;
pub(crate) use erased::{Called, Entry};

use crate::IntoReply;

/// An `async fn` whose first argument is a `Self::Subject`. Implemented for functions with up to six arguments.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a handler",
    note = "a handler is an `async fn`: first the intent, then `Session`, `Site`, `State<T>` ...; it gives back words or `petasos_skill::Result`"
)]
pub trait Handler<Arguments>: Clone + Send + Sync + 'static {
    /// What it handles.
    type Subject;

    /// Calls it.
    fn call(self, subject: Self::Subject, context: Context) -> impl Future<Output = crate::Result> + Send;

    /// Says what it needs and would not get, before anybody calls it.
    fn check(offer: &Offer<'_>) -> Result<(), String>;
}

macro_rules! handlers {
    ($($argument:ident)*) => {
        impl<F, Fut, Subject, $($argument,)*> Handler<(Subject, $($argument,)*)> for F
        where
            F: Fn(Subject, $($argument,)*) -> Fut + Clone + Send + Sync + 'static,
            Fut: Future<Output: IntoReply> + Send,
            Subject: Send + 'static,
            $($argument: FromContext + Send,)*
        {
            type Subject = Subject;

            #[allow(non_snake_case, unused_variables, reason = "the names of types, and functions without arguments")]
            async fn call(self, subject: Subject, context: Context) -> crate::Result {
                $(let $argument = $argument::from_context(&context)?;)*
                self(subject, $($argument,)*).await.into_reply()
            }

            #[allow(unused_variables, reason = "functions without arguments")]
            fn check(offer: &Offer<'_>) -> Result<(), String> {
                $($argument::check(offer)?;)*
                Ok(())
            }
        }
    };
}

handlers! {}
handlers! { A }
handlers! { A B }
handlers! { A B C }
handlers! { A B C D }
handlers! { A B C D E }
