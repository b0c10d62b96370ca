//! A skill at work: messages in, handlers called, answers out.

pub(crate) mod delivery;
mod error;
mod shell;
mod tasks;

pub use error::Error;

pub(crate) use shell::Shell;
pub(crate) use tasks::Spawner;
