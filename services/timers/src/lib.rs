//! Timers for a house that is spoken to.
//!
//! `timer_list.rs` knows which timers there are and which one is meant, without a clock; `timer_store.rs` keeps them over a restart;
//! `timer_intents.rs` is what people say, `timer_texts.rs` what they hear; `skill.rs` puts it together.

mod config;
mod shared_timers;
mod skill;
mod timer_intents;
mod timer_list;
mod timer_name;
mod timer_store;
mod timer_texts;

pub use config::{Config, TimersConfig};
pub use shared_timers::Timers;
pub use skill::skill;
pub use timer_intents::{AddToTimer, CancelAllTimers, CancelTimer, ListTimers, SetTimer, TimeLeft};
pub use timer_list::{NotSet, Timer, TimerLimits, TimerList, TimerQuery};
pub use timer_name::TimerName;
pub use timer_store::{StoreError, TimerStore};
