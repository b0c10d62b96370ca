//! Timers by voice: several at once, with names, persistent across restarts.
//!
//! `timer_list.rs` has the timers and finds the one that is meant, without a clock; `timer_store.rs` persists them;
//! `shared_timers.rs` is shared by handlers and announcements. `timer_intents.rs` has the intents, `timer_texts.rs` the spoken
//! texts, in the languages of `texts/`; `skill.rs` has the handlers, and `config.rs` the configuration.

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
