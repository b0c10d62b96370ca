//! Handlers of all kinds in one list.

use std::any::type_name;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use super::{AnyIntent, Context, FromContext, Handler, NotRecognized, Offer};
use crate::dialogue::Durings;
use crate::intent::IntentSpec;
use crate::limits::Limits;
use crate::session::elicit::elicit;
use crate::{Hermes, Intent, Session, TopicMessage, Turn};

/// A handler at work.
pub(crate) type Call = Pin<Box<dyn Future<Output = crate::Result> + Send>>;

/// What a handler is called for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Called {
    Turn(Arc<Turn>),
    NotRecognized(Box<NotRecognized>),
    Topic(Box<TopicMessage>),
    /// The skill has begun.
    Begun,
}

/// A handler whose type is forgotten.
#[derive(Clone)]
pub(crate) struct Entry {
    /// The function's path, for the log.
    pub(crate) name: &'static str,
    /// The intents it takes.
    pub(crate) intents: Vec<&'static IntentSpec>,
    /// Its own limits; otherwise the skill's.
    pub(crate) limits: Option<Limits>,
    /// Whether it can ask questions.
    pub(crate) asks: bool,
    pub(crate) check: fn(&Offer<'_>) -> Result<(), String>,
    call: Arc<dyn Fn(Called, Context) -> Call + Send + Sync>,
}

impl fmt::Debug for Entry {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Entry").field("name", &self.name).finish_non_exhaustive()
    }
}

/// A handler was called for something it does not handle.
#[derive(Debug, thiserror::Error)]
#[error("the handler was called for something else")]
struct WrongSubject;

impl Entry {
    /// A handler of intents.
    pub(crate) fn of_intent<A: 'static, H: Handler<A, Subject: Intent>>(handler: H) -> Self {
        let call = move |called, mut context: Context| -> Call {
            let handler = handler.clone();
            Box::pin(async move {
                let Called::Turn(mut turn) = called else { return Err(WrongSubject.into()) };
                let session = Session::from_context(&context)?;
                let intent = elicit::<H::Subject>(&mut turn, &session).await?;
                context.turn = Some(turn);
                handler.call(intent, context).await
            })
        };
        Self::new::<A, H>(H::Subject::specs(), call)
    }

    /// A handler of the intents that no other takes.
    pub(crate) fn of_any_intent<A, H: Handler<A, Subject = AnyIntent>>(handler: H) -> Self {
        Self::plain::<A, H>(handler, |called| match called {
            Called::Turn(turn) => Some(AnyIntent(turn)),
            _ => None,
        })
    }

    /// A handler of words that nobody understood.
    pub(crate) fn of_not_recognized<A, H: Handler<A, Subject = NotRecognized>>(handler: H) -> Self {
        Self::plain::<A, H>(handler, |called| match called {
            Called::NotRecognized(words) => Some(*words),
            _ => None,
        })
    }

    /// A handler of messages on any topic.
    pub(crate) fn of_topic<A, H: Handler<A, Subject = TopicMessage>>(handler: H) -> Self {
        Self::plain::<A, H>(handler, |called| match called {
            Called::Topic(message) => Some(*message),
            _ => None,
        })
    }

    /// All handlers of answers in dialogues.
    pub(crate) fn of_dialogues(dialogues: Durings) -> Self {
        let dialogues = Arc::new(dialogues);
        let call = move |called, context| -> Call {
            let dialogues = dialogues.clone();
            Box::pin(async move { dialogues.call(called, context).await })
        };
        let (name, check) = ("dialogues", |_: &Offer<'_>| Ok(()));
        Self { name, intents: Vec::new(), limits: None, asks: true, check, call: Arc::new(call) }
    }

    /// What runs as long as the skill does.
    pub(crate) fn of_background<A, H: Handler<A, Subject = Hermes>>(handler: H) -> Self {
        let call = move |_called, context: Context| -> Call {
            let handler = handler.clone();
            Box::pin(async move {
                let hermes = context.shared.hermes.clone();
                handler.call(hermes, context).await
            })
        };
        Self::new::<A, H>(Vec::new(), call)
    }

    fn plain<A, H: Handler<A, Subject: Send + 'static>>(
        handler: H,
        subject: fn(Called) -> Option<H::Subject>,
    ) -> Self {
        let call = move |called, context| -> Call {
            let handler = handler.clone();
            Box::pin(async move {
                let subject = subject(called).ok_or(WrongSubject)?;
                handler.call(subject, context).await
            })
        };
        Self::new::<A, H>(Vec::new(), call)
    }

    fn new<A, H: Handler<A>>(
        intents: Vec<&'static IntentSpec>,
        call: impl Fn(Called, Context) -> Call + Send + Sync + 'static,
    ) -> Self {
        let (name, asks, check) = (type_name::<H>(), H::ASKS, H::check);
        Self { name, intents, limits: None, asks, check, call: Arc::new(call) }
    }

    /// Calls it.
    pub(crate) fn call(&self, called: Called, context: Context) -> Call {
        (self.call)(called, context)
    }
}
