//! Type-erased handlers.

use std::any::type_name;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use super::{AnswerHandlers, AnyIntent, Available, Context, FromContext, Handler, NotRecognized, Trigger};
use crate::handler_limits::Limits;
use crate::intent::IntentSpec;
use crate::session::slot_filling::elicit;
use crate::{Hermes, Intent, Session, TopicMessage};

/// The future of a called handler.
pub(crate) type Call = Pin<Box<dyn Future<Output = crate::Result> + Send>>;

/// A type-erased handler.
#[derive(Clone)]
pub(crate) struct ErasedHandler {
    /// The path of the function, for the log.
    pub(crate) name: &'static str,
    /// The intents it takes.
    pub(crate) intents: Vec<&'static IntentSpec>,
    /// The handler's own limits; `None` for those of the skill.
    pub(crate) limits: Option<Limits>,
    /// Whether it can ask questions.
    pub(crate) asks: bool,
    pub(crate) check: fn(&Available<'_>) -> Result<(), String>,
    call: Arc<dyn Fn(Trigger, Context) -> Call + Send + Sync>,
}

impl fmt::Debug for ErasedHandler {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("ErasedHandler").field("name", &self.name).finish_non_exhaustive()
    }
}

/// The handler was called with a trigger of another kind.
#[derive(Debug, thiserror::Error)]
#[error("the handler was called for another kind of message")]
struct WrongSubject;

impl ErasedHandler {
    /// A handler of intents.
    pub(crate) fn of_intent<A: 'static, H: Handler<A, Subject: Intent>>(handler: H) -> Self {
        let call = move |trigger, mut context: Context| -> Call {
            let handler = handler.clone();
            Box::pin(async move {
                let Trigger::Intent(mut recognized) = trigger else { return Err(WrongSubject.into()) };
                let session = Session::from_context(&context)?;
                let intent = elicit::<H::Subject>(&mut recognized, &session).await?;
                context.recognized = Some(recognized);
                handler.call(intent, context).await
            })
        };
        Self::new::<A, H>(H::Subject::specs(), call)
    }

    /// A handler of the intents that have no other.
    pub(crate) fn of_any_intent<A, H: Handler<A, Subject = AnyIntent>>(handler: H) -> Self {
        Self::plain::<A, H>(handler, |trigger| match trigger {
            Trigger::Intent(recognized) => Some(AnyIntent(recognized)),
            _ => None,
        })
    }

    /// A handler of utterances that were not recognised.
    pub(crate) fn of_not_recognized<A, H: Handler<A, Subject = NotRecognized>>(handler: H) -> Self {
        Self::plain::<A, H>(handler, |trigger| match trigger {
            Trigger::NotRecognized(words) => Some(*words),
            _ => None,
        })
    }

    /// A handler of messages on MQTT topics.
    pub(crate) fn of_topic<A, H: Handler<A, Subject = TopicMessage>>(handler: H) -> Self {
        Self::plain::<A, H>(handler, |trigger| match trigger {
            Trigger::Topic(message) => Some(*message),
            _ => None,
        })
    }

    /// All handlers of answers in dialogues.
    pub(crate) fn of_dialogues(dialogues: AnswerHandlers) -> Self {
        let dialogues = Arc::new(dialogues);
        let call = move |trigger, context| -> Call {
            let dialogues = dialogues.clone();
            Box::pin(async move { dialogues.call(trigger, context).await })
        };
        let (name, check) = ("dialogues", |_: &Available<'_>| Ok(()));
        Self { name, intents: Vec::new(), limits: None, asks: true, check, call: Arc::new(call) }
    }

    /// A background task.
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
        subject: fn(Trigger) -> Option<H::Subject>,
    ) -> Self {
        let call = move |trigger, context| -> Call {
            let handler = handler.clone();
            Box::pin(async move {
                let subject = subject(trigger).ok_or(WrongSubject)?;
                handler.call(subject, context).await
            })
        };
        Self::new::<A, H>(Vec::new(), call)
    }

    fn new<A, H: Handler<A>>(
        intents: Vec<&'static IntentSpec>,
        call: impl Fn(Trigger, Context) -> Call + Send + Sync + 'static,
    ) -> Self {
        let (name, asks, check) = (type_name::<H>(), H::ASKS, H::check);
        Self { name, intents, limits: None, asks, check, call: Arc::new(call) }
    }

    pub(crate) fn call(&self, trigger: Trigger, context: Context) -> Call {
        (self.call)(trigger, context)
    }
}
