//! A skill at work: messages in, handlers called, answers out.
//!
//! `shell` is the loop, `arrivals` what messages mean to the desk, `calls` how handlers are called, `tasks` where they run, `lane` the
//! messages that wait for handlers of topics, `presence` what others are told, `delivery` how much each message matters.

mod arrivals;
mod calls;
mod clock;
pub(crate) mod delivery;
mod error;
mod lane;
mod presence;
mod shell;
mod tasks;

pub use error::Error;

pub(crate) use presence::{Presence, Run};
pub(crate) use shell::{Crew, Parts, Shell};
pub(crate) use tasks::Spawner;
