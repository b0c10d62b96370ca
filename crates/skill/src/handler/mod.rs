//! How a function becomes a handler.
//!
//! A handler is an `async fn`. Its first argument says what it handles, the others what it needs.

use std::future::Future;

use crate::{Intent, IntoReply, Session};

/// What a handler can be called with.
#[derive(Debug, Clone)]
pub struct Context {
    /// The conversation.
    pub session: Session,
}

/// What can be the second, third ... argument of a handler.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an argument of a handler",
    note = "after the intent come `Session`, `Site`, `State<T>`, `Hermes` or `Turn`, in any order"
)]
pub trait FromContext: Sized {
    /// Takes it from the context.
    fn from_context(context: &Context) -> crate::Result<Self>;
}

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
}

macro_rules! handlers {
    ($($argument:ident)*) => {
        impl<F, Fut, Subject, $($argument,)*> Handler<(Subject, $($argument,)*)> for F
        where
            F: Fn(Subject, $($argument,)*) -> Fut + Clone + Send + Sync + 'static,
            Fut: Future<Output: IntoReply> + Send,
            Subject: Intent,
            $($argument: FromContext + Send,)*
        {
            type Subject = Subject;

            #[allow(non_snake_case, unused_variables, reason = "the names of types, and functions without arguments")]
            async fn call(self, subject: Subject, context: Context) -> crate::Result {
                $(let $argument = $argument::from_context(&context)?;)*
                self(subject, $($argument,)*).await.into_reply()
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
