//! A skill at work: messages in, handlers called, answers out.
//!
//! `shell` is the loop, `arrivals` what messages mean to the desk, `calls` how handlers are called, `tasks` where they run, `lane` the
//! messages that wait for handlers of topics, `presence` what others are told, `delivery` how much each message matters,
//! `process` a program made of skills, `house` its configuration.

mod arrivals;
mod calls;
mod clock;
mod complaints;
pub(crate) mod delivery;
mod error;
mod house;
mod lane;
mod presence;
mod process;
mod shell;
mod tasks;

pub use error::Error;
pub use process::{run_all, run_with};

pub(crate) use presence::{Presence, Run};
pub(crate) use shell::{Crew, Parts, Shell};
pub(crate) use tasks::Spawner;
