//! What handlers get besides what they are called for.

use std::sync::Arc;

use crate::handler::States;
use crate::{Failure, Hermes, RecognizedIntent, Session, Site};

/// What a handler can be called with: what arguments of one's own are made of.
///
/// ```
/// use petasos_skill::handler::{Context, FromContext};
/// use petasos_skill::{OrSay, Result};
///
/// /// The words, in small letters.
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
    /// The conversation; `None` for handlers of topics and in the background.
    pub fn session(&self) -> Option<&Session> {
        self.session.as_ref()
    }

    /// The intent as it came; `None` where the handler was not called for one.
    pub fn recognized(&self) -> Option<&RecognizedIntent> {
        self.recognized.as_deref()
    }

    /// What [`Skill::state`](crate::Skill::state) was given of this type.
    pub fn state<T: 'static>(&self) -> Option<&T> {
        self.shared.states.get()
    }

    /// The house's messages.
    pub fn hermes(&self) -> &Hermes {
        &self.shared.hermes
    }
}

/// What is there for a kind of handler: known before it is ever called.
#[derive(Debug, Clone, Copy)]
pub struct Available<'a> {
    pub(crate) states: &'a States,
    /// Whether it is called in a conversation.
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
    /// Whether a handler that has it can ask questions: then the answers yes and no are exported with the sentences of the skill.
    const ASKS: bool = false;

    /// Takes it from the context.
    fn from_context(context: &Context) -> crate::Result<Self>;

    /// Says why it would not be there.
    fn check(_offer: &Available<'_>) -> Result<(), String> {
        Ok(())
    }
}

/// A handler was called without what it wants: [`FromContext::check`] has found that before.
#[derive(Debug, thiserror::Error)]
#[error(
    "it wants {0}, but is not called in a conversation: handlers of topics and in the background have only State<T> and Hermes"
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
    /// It publishes more often than it starts conversations: a skill that asks in these says so with
    /// [`Skill::asks`](crate::Skill::asks).
    const ASKS: bool = false;

    fn from_context(context: &Context) -> crate::Result<Self> {
        Ok(context.hermes().clone())
    }
}
