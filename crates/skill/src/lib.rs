//! Write a skill for Hermes: typed intents, async handlers, dialogues that read like the conversation.
//!
//! Where to look: [`intent`] is what a skill understands, [`values`] what slots stand for, [`handler`] how a function becomes a
//! handler, [`session`] how it talks with somebody, [`Reply`] and [`Failure`] what it gives back.

mod catalogue;
mod failure;
pub mod handler;
pub mod intent;
mod reply;
pub mod session;
mod site;
mod spoken;
pub mod values;
mod words;

pub use catalogue::Catalogue;
pub use failure::{Failure, OrSay, Result};
pub use intent::{Answer, Form, Heard, Intent, Slots, Turn};
pub use reply::{IntoReply, Reply};
pub use session::{FreeText, Session, Unanswered, YesNo};
pub use site::Site;
pub use values::SlotValue;
pub use words::Words;
