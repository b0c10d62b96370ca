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
//! A handler's words end the session; `()` is "Done."; an error or a panic is an apology. A handler that takes longer than
//! [`Limits::think_after`] is covered by a few words, one that misses its [`Limits::deadline`] is cancelled and apologised for. If the
//! session has ended meanwhile, what remains to be said is a notification. Handlers of different sessions run side by side, and none can
//! keep another from its answer, not even by blocking its thread ([`Skill::run`], [`Skill::serve`]).
//!
//! # Where to look
//!
//! [`Skill`] is what everything hangs on; [`intent`] is what a skill understands, [`values`] what slots stand for, [`handler`] how a
//! function becomes a handler, [`session`] how it talks with somebody, [`dialogue`] how a talk outlives the program, [`Reply`] and
//! [`Failure`] what a handler gives back, [`Hermes`] how it speaks without being asked, [`export`] what the NLU is to learn.

// So that the code which the derive macros write works in this crate too.
extern crate self as petasos_skill;

mod catalogue;
mod conversations;
mod derive;
pub mod dialogue;
mod dynamic_topics;
pub mod export;
mod failure;
pub mod handler;
mod handler_limits;
mod hermes;
pub mod intent;
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
mod topic_message;
pub mod values;

pub use catalogue::Catalogue;
pub use derive::{Dialogue, Form, Intent, SlotValue};
pub use dialogue::Dialogue;
pub use failure::{Failure, OrSay, Result, Unanswered};
pub use handler::{AnyIntent, NotRecognized, State};
pub use handler_limits::Limits;
pub use hermes::{Hermes, StartedSession};
pub use intent::{Answer, Form, Intent, RecognizedIntent, Slots, Utterance};
pub use jiff;
pub use localized_text::LocalizedText;
pub use phrases::Phrases;
pub use reply::{IntoReply, Reply};
pub use runtime::Error;
pub use session::Session;
pub use site_rooms::Site;
pub use skill::{Skill, run_all, run_with};
pub use topic_message::TopicMessage;
pub use values::{FreeText, SlotValue, YesNo};
