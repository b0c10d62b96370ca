//! Write a skill for Hermes: typed intents, async handlers, dialogues that read like the conversation.
//!
//! ```no_run
//! use petasos_skill::prelude::*;
//!
//! /// Set the colour of a light.
//! #[derive(Intent)]
//! #[intent(samples(en = ["set [the] light to {color}", "set [the] light"]))]
//! struct SetColor {
//!     #[slot(ask(en = "Which colour?"))]
//!     color: Color,
//! }
//!
//! #[derive(Debug, Clone, Copy, SlotValue)]
//! enum Color {
//!     Red,
//!     #[say("cyan", "turquoise")]
//!     Cyan,
//! }
//!
//! async fn set_color(intent: SetColor, site: Site) -> String {
//!     format!("The light in the {} is {:?}.", site.room, intent.color)
//! }
//!
//! fn main() -> Result<(), petasos_skill::Error> {
//!     Skill::new("lights").on(set_color).run()
//! }
//! ```
//!
//! # The user always gets an answer
//!
//! The text a handler returns ends the session; `()` is "Done."; an error or a panic is an apology. While a handler takes longer than
//! [`Limits::think_after`], "One moment." is said; one that misses its [`Limits::deadline`] is cancelled and apologised for. If the
//! session has ended meanwhile, the reply becomes a notification. Handlers of different sessions run concurrently, and none can delay
//! another, not even by blocking its thread ([`Skill::run`], [`Skill::serve`]).
//!
//! # Where to look
//!
//! Start with [`Skill`]. [`intent`] is what a skill understands, [`values`] what slots can be, [`handler`] how a function becomes a
//! handler, [`session`] how it asks, [`dialogue`] how a dialogue survives a restart. [`Reply`] and [`Failure`] are what a handler
//! returns, [`Hermes`] is for messages that do not answer an intent, and [`export`] writes the training sentences for the NLU.
//!
//! Inside, `conversations` is the core: a state machine without clock, tasks and network. `runtime` drives it.

// For the code of the derive macros, which refers to this crate by its name.
extern crate self as petasos_skill;

mod catalogue;
pub mod config;
mod conversations;
mod derive;
pub mod dialogue;
pub mod export;
mod failure;
pub mod handler;
mod handler_limits;
mod hermes;
pub mod intent;
mod lang;
mod localized_text;
#[doc(hidden)]
pub mod macro_support;
mod normalized_text;
mod phrases;
pub mod prelude;
#[cfg(feature = "cli")]
pub mod program;
mod question;
mod reply;
mod runtime;
mod saved_dialogue;
pub mod session;
mod site_rooms;
mod skill;
pub mod texts;
mod topic_message;
pub mod values;

// Types of other crates in the signatures of this one.
pub use bytes::Bytes;
pub use petasos_bus::{Bus, Events, PublishError, Settings, SubscribeError, is_valid_topic};
pub use petasos_messages::payload::Termination;
pub use petasos_messages::{Dialect, SessionId, SiteId};
pub use petasos_program::WallClock;

pub use catalogue::Catalogue;
pub use derive::{Dialogue, Form, Intent, SlotValue};
pub use dialogue::Dialogue;
pub use failure::{Failure, OrSay, Unanswered};
pub use handler::{AnyIntent, NotRecognized, State};
pub use handler_limits::Limits;
pub use hermes::{Hermes, StartedSession};
pub use intent::{Answer, Form, Intent, RecognizedIntent, Slots, Utterance};
pub use jiff;
pub use localized_text::LocalizedText;
pub use phrases::Phrases;
pub use reply::{IntoReply, Reply, Result};
pub use runtime::Error;
pub use session::Session;
pub use site_rooms::Site;
pub use skill::{Skill, run_all, run_with};
pub use topic_message::TopicMessage;
pub use values::{FreeText, SlotValue, YesNo};
