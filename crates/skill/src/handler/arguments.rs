//! The arguments of handlers after the first.

use std::any::{Any, TypeId, type_name};
use std::collections::HashMap;
use std::ops::Deref;
use std::sync::Arc;

use crate::{Failure, Hermes, RecognizedIntent, Session, Site};

/// The context in which a handler is called, from which its arguments are made.
///
/// ```
/// use petasos_skill::handler::{Context, FromContext};
/// use petasos_skill::{OrSay, Result};
///
/// /// The utterance, in lower case.
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

/// State shared by all handlers of a skill.
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

    /// The recognised intent; `None` if the handler was not called for one.
    pub fn recognized(&self) -> Option<&RecognizedIntent> {
        self.recognized.as_deref()
    }

    /// The state of this type that was passed to [`Skill::state`](crate::Skill::state).
    pub fn state<T: 'static>(&self) -> Option<&T> {
        self.shared.states.get()
    }

    /// For notifications, sessions and MQTT messages.
    pub fn hermes(&self) -> &Hermes {
        &self.shared.hermes
    }
}

/// What a handler's context contains, known before the handler is called.
#[derive(Debug, Clone, Copy)]
pub struct Available<'a> {
    pub(crate) states: &'a States,
    /// Whether it is called in a session.
    pub(crate) session: bool,
    /// Whether it is called for an intent.
    pub(crate) recognized: bool,
}

/// An argument of a handler after the first.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an argument of a handler",
    note = "after the intent come `Session`, `Site`, `State<T>`, `Hermes` or `RecognizedIntent`, in any order"
)]
pub trait FromContext: Sized {
    /// Whether a handler with this argument can ask questions, so that yes and no are exported as answers.
    const ASKS: bool = false;

    /// Extracts the argument from the context.
    fn from_context(context: &Context) -> crate::Result<Self>;

    /// The reason why the argument would not be available, as an error.
    fn check(_offer: &Available<'_>) -> Result<(), String> {
        Ok(())
    }
}

/// An argument is not available. [`FromContext::check`] reports it before the handler is called.
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
    /// Most handlers use it only to publish. A skill that asks questions in sessions it starts declares that with
    /// [`Skill::asks`](crate::Skill::asks).
    const ASKS: bool = false;

    fn from_context(context: &Context) -> crate::Result<Self> {
        Ok(context.hermes().clone())
    }
}

/// The state passed to [`Skill::state`](crate::Skill::state), as an argument of handlers. Each call gets a clone, so it is
/// usually an [`Arc`](std::sync::Arc) or contains some.
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
