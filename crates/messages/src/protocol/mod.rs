//! The topics of the protocol and the message of each.
//!
//! `topic_table.rs` is the table of all topics, from which `table_macro.rs` generates [`Topic`], [`Message`] and [`CHANNELS`].
//! `topic_levels.rs` splits topics into levels, `message.rs` decodes and encodes packets, and `passive.rs` has the messages that
//! nothing inspects.

mod channel;
mod error;
pub mod filter;
mod message;
mod passive;
mod table_macro;
mod topic_levels;
mod topic_table;

pub use channel::{Carries, Channel};
pub use error::{DecodeError, DecodeReason};
pub use message::Subject;
pub use passive::{PassiveMessage, PassiveTopic};
pub use topic_levels::TopicError;
#[cfg(feature = "schema")]
pub(crate) use topic_table::payload_schema;
pub use topic_table::{CHANNELS, Message, Topic};
