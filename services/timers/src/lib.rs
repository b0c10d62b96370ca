//! Timers by voice: several at once, with names, that survive a restart.
//!
//! `timer_list.rs` holds the timers and finds the one that is meant, without a clock; `timer_store.rs` keeps them over a restart;
//! `shared_timers.rs` is what the handlers and the announcements share. `timer_intents.rs` is what people say, `timer_texts.rs` what they
//! hear, in the languages of `texts/`; `skill.rs` has the handlers, `config.rs` the configuration.

mod config;
mod shared_timers;
mod skill;
mod timer_intents;
mod timer_list;
mod timer_name;
mod timer_store;
mod timer_texts;

pub use config::TimersConfig;
pub use shared_timers::Timers;
pub use skill::skill;
pub use timer_store::StoreError;
