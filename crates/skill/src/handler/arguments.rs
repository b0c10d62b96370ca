//! The arguments of handlers besides the first.

use std::any::{Any, TypeId, type_name};
use std::collections::HashMap;
use std::ops::Deref;
use std::sync::Arc;

use crate::{Failure, Hermes, RecognizedIntent, Session, Site};

/// What a handler can be called with, and what its arguments are made from.
///
/// ```
/// use petasos_skill::handler::{Context, FromContext};
/// use petasos_skill::{OrSay, Result};
///
/// /// The words that were said, in lower case.
/// struct Said(String);
///
/// impl FromContext for Said {
///     fn from_context(context: &Context) -> Result<Self> {
///         let session = context.session().or_say("Nobody has said anything.")?;
///         Ok(Self(session.input().to_lowercase()))
///     }
/// }
/// ```
#[derive(Debug, Clone)]
pub struct Context {
    pub(crate) session: Option<Session>,
    pub(crate) recognized: Option<Arc<RecognizedIntent>>,
    pub(crate) shared: Arc<Shared>,
}

/// What all handlers of a skill share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) states: States,
    pub(crate) hermes: Hermes,
}

impl Context {
    /// The session; `None` for handlers of topics and background tasks.
    pub fn session(&self) -> Option<&Session> {
        self.session.as_ref()
    }

    /// The intent that was recognised; `None` if the handler was not called for one.
    pub fn recognized(&self) -> Option<&RecognizedIntent> {
        self.recognized.as_deref()
    }

    /// The state of this type that [`Skill::state`](crate::Skill::state) was given.
    pub fn state<T: 'static>(&self) -> Option<&T> {
        self.shared.states.get()
    }

    /// Notifications, own sessions and MQTT messages.
    pub fn hermes(&self) -> &Hermes {
        &self.shared.hermes
    }
}

/// What is available to a handler, known before it is ever called.
#[derive(Debug, Clone, Copy)]
pub struct Available<'a> {
    pub(crate) states: &'a States,
    /// Whether it is called in a session.
    pub(crate) session: bool,
    /// Whether it is called for an intent.
    pub(crate) recognized: bool,
}

/// What can be the second, third ... argument of a handler.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an argument of a handler",
    note = "after the intent come `Session`, `Site`, `State<T>`, `Hermes` or `RecognizedIntent`, in any order"
)]
pub trait FromContext: Sized {
    /// Whether a handler that has it can ask questions: then yes and no are exported as answers.
    const ASKS: bool = false;

    /// Takes it from the context.
    fn from_context(context: &Context) -> crate::Result<Self>;

    /// Says why it would not be available.
    fn check(_offer: &Available<'_>) -> Result<(), String> {
        Ok(())
    }
}

/// An argument is not available; [`FromContext::check`] reports it before the handler is ever called.
#[derive(Debug, thiserror::Error)]
#[error(
    "it needs {0}, but is not called in a session: topic handlers and background tasks can only use State<T> and Hermes"
)]
struct NotThere(&'static str);

fn check(there: bool, what: &'static str) -> Result<(), String> {
    if there { Ok(()) } else { Err(NotThere(what).to_string()) }
}

impl FromContext for Session {
    const ASKS: bool = true;

    fn from_context(context: &Context) -> crate::Result<Self> {
        context.session().cloned().ok_or_else(|| Failure::from(NotThere("Session")))
    }

    fn check(available: &Available<'_>) -> Result<(), String> {
        check(available.session, "Session")
    }
}

impl FromContext for Site {
    fn from_context(context: &Context) -> crate::Result<Self> {
        Session::from_context(context).map(|session| session.site().clone())
    }

    fn check(available: &Available<'_>) -> Result<(), String> {
        check(available.session, "Site")
    }
}

impl FromContext for RecognizedIntent {
    fn from_context(context: &Context) -> crate::Result<Self> {
        context.recognized().cloned().ok_or_else(|| Failure::from(NotThere("RecognizedIntent")))
    }

    fn check(available: &Available<'_>) -> Result<(), String> {
        check(available.recognized, "RecognizedIntent")
    }
}

impl FromContext for Hermes {
    /// It publishes more often than it starts sessions: a skill that asks in these says so with
    /// [`Skill::asks`](crate::Skill::asks).
    const ASKS: bool = false;

    fn from_context(context: &Context) -> crate::Result<Self> {
        Ok(context.hermes().clone())
    }
}

/// The state that [`Skill::state`](crate::Skill::state) was given, as an argument of handlers. Each call gets a clone, so it is usually
/// an [`Arc`](std::sync::Arc) or made of such.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct State<T>(pub T);

impl<T> Deref for State<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Clone + Send + Sync + 'static> FromContext for State<T> {
    fn from_context(context: &Context) -> crate::Result<Self> {
        context.state().cloned().map(Self).ok_or_else(|| Failure::from(NoState(type_name::<T>())))
    }

    fn check(available: &Available<'_>) -> Result<(), String> {
        match available.states.get::<T>() {
            Some(_) => Ok(()),
            None => Err(NoState(type_name::<T>()).to_string()),
        }
    }
}

#[derive(Debug, thiserror::Error)]
#[error("it needs State<{0}>, but the skill has none: add .state(..)")]
struct NoState(&'static str);

/// One value of each type.
#[derive(Debug, Default)]
pub(crate) struct States(HashMap<TypeId, Box<dyn Any + Send + Sync>>);

impl States {
    pub(crate) fn put<T: Send + Sync + 'static>(&mut self, value: T) {
        self.0.insert(TypeId::of::<T>(), Box::new(value));
    }

    pub(crate) fn get<T: 'static>(&self) -> Option<&T> {
        self.0.get(&TypeId::of::<T>())?.downcast_ref()
    }
}
