//! Write a skill for Hermes: typed intents, async handlers, dialogues that read like the conversation.
//!
//! Where to look: [`intent`] is what a skill understands, [`values`] what slots stand for, [`handler`] how a function becomes a
//! handler, [`session`] how it talks with somebody, [`Reply`] and [`Failure`] what it gives back.

// So that the code which the derive macros write works in this crate too.
extern crate self as petasos_skill;

mod catalogue;
mod derive;
mod desk;
pub mod dialogue;
pub mod export;
mod failure;
mod followed;
pub mod handler;
mod hermes;
pub mod intent;
mod limits;
#[doc(hidden)]
pub mod macro_support;
mod phrases;
pub mod prelude;
#[cfg(feature = "cli")]
pub mod program;
mod reply;
mod run;
pub mod session;
mod site;
mod skill;
mod spoken;
mod state;
mod topic;
pub mod values;
mod words;

pub use catalogue::Catalogue;
pub use derive::{Dialogue, Form, Intent, SlotValue};
pub use dialogue::Dialogue;
pub use failure::{Failure, OrSay, Result};
pub use handler::{AnyIntent, NotRecognized};
pub use hermes::{Hermes, Talk};
pub use intent::{Answer, Form, Heard, Intent, Slots, Turn};
pub use jiff;
pub use limits::Limits;
pub use phrases::Phrases;
pub use reply::{IntoReply, Reply};
pub use run::{Error, run_all, run_with};
pub use session::{FreeText, Session, Unanswered, YesNo};
pub use site::Site;
pub use skill::Skill;
pub use state::State;
pub use topic::TopicMessage;
pub use values::SlotValue;
pub use words::Words;
