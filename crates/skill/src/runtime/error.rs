//! Why a skill cannot start, or cannot go on.

use std::fmt;

use petasos_bus::{SettingsError, SubscribeError};

/// Why a skill cannot start, or cannot go on.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The name of the skill is invalid.
    #[error(
        "{name:?} cannot be the name of a skill: {why}; a name is one level of a topic, such as \"lights\""
    )]
    Name {
        /// The name.
        name: String,
        /// What is wrong with it.
        why: String,
    },
    /// A handler has an argument that is not available.
    #[error("the skill {skill} cannot start: the handler {handler} cannot be called: {why}")]
    Handler {
        /// The skill.
        skill: String,
        /// The function.
        handler: String,
        /// The argument, and why it is not available.
        why: String,
    },
    /// Two handlers of one intent.
    #[error(
        "the skill {skill} cannot start: both {first} and {second} handle the intent {intent}; remove one of them"
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
    /// The operating system refused threads or signals.
    #[error("the skills cannot run: {0}")]
    NoThreads(String),
    /// The settings of the connection are invalid.
    #[error("cannot connect to the broker: {0}")]
    Connection(#[from] SettingsError),
    /// A topic filter is invalid.
    #[error(transparent)]
    Topic(#[from] SubscribeError),
    /// The bus gave up the connection.
    #[error("the connection to the broker was closed for good")]
    BusEnded,
    /// A background task failed or panicked.
    #[error("the skill {skill} stops because its background task {task} failed: {why}")]
    Background {
        /// The skill.
        skill: String,
        /// The function.
        task: String,
        /// The error or panic message.
        why: String,
    },
}

/// The same as `Display`: it is what `fn main() -> Result<(), Error>` prints.
impl fmt::Debug for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}
