//! What can go wrong before, and while, a skill runs.

use std::fmt;

use petasos_bus::{SettingsError, SubscribeError};

/// Why a skill cannot start, or cannot go on.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The skill cannot be called so.
    #[error("a skill cannot be called {name:?}: {why}; it is one level of a topic, such as \"lights\"")]
    Name {
        /// The name.
        name: String,
        /// What is wrong with it.
        why: String,
    },
    /// A handler wants what it cannot get.
    #[error("the skill {skill} cannot start: the handler {handler} would not work: {why}")]
    Handler {
        /// The skill.
        skill: String,
        /// The function.
        handler: String,
        /// What it wants.
        why: String,
    },
    /// Two handlers for one intent.
    #[error(
        "the skill {skill} cannot start: both {first} and {second} handle the intent {intent}; take one away"
    )]
    Twice {
        /// The skill.
        skill: String,
        /// The intent.
        intent: String,
        /// The function that was named first.
        first: String,
        /// The other.
        second: String,
    },
    /// The configuration cannot be used.
    #[error(transparent)]
    Configuration(#[from] petasos_program::Error),
    /// The operating system gives no threads or no signals.
    #[error("the skills cannot run: {0}")]
    NoThreads(String),
    /// The connection to the broker cannot even be tried.
    #[error("the connection to the broker cannot be tried: {0}")]
    Connection(#[from] SettingsError),
    /// A topic that cannot be subscribed to.
    #[error(transparent)]
    Topic(#[from] SubscribeError),
    /// The connection was given up by the bus.
    #[error("the connection to the broker has ended and does not come back")]
    BusEnded,
    /// A background task has ended with an error or a panic.
    #[error("the skill {skill} ends: its background task {task} has failed: {why}")]
    Background {
        /// The skill.
        skill: String,
        /// The function.
        task: String,
        /// What it said.
        why: String,
    },
}

/// As people read it: it is what `fn main() -> Result<(), Error>` prints.
impl fmt::Debug for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}
