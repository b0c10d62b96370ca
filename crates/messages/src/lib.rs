//! Hermes topics and payloads, in the dialects of Rhasspy, Snips and Project Alice.
//!
//! Hermes is the protocol that the components of a voice assistant use over MQTT. [`Message::decode`] turns the topic and payload
//! of a packet into a value; [`Message::topic`] and [`Message::encode`] turn it back:
//!
//! ```
//! use bytes::Bytes;
//! use petasos_messages::{Dialect, Message};
//!
//! let payload = Bytes::from_static(br#"{"sessionId": "s1", "text": "It is noon."}"#);
//! let message = Message::decode("hermes/dialogueManager/endSession", payload)?;
//! let Message::EndSession(end) = &message else { panic!("another message") };
//! assert_eq!(end.text.as_deref(), Some("It is noon."));
//! assert_eq!(message.encode(Dialect::SNIPS), r#"{"sessionId":"s1","text":"It is noon."}"#);
//! # Ok::<(), petasos_messages::DecodeError>(())
//! ```
//!
//! Decoding is liberal: it accepts what Snips, Rhasspy, Alice, ESP32 satellites, FHEM, Node-RED and Home Assistant send in
//! practice. Encoding is exact: each [`Dialect`] has one table of keys per payload, with the order and the nulls of its reference
//! implementation. No input can cause a panic or unbounded memory use.
//!
//! Where to look: [`payload`] has one type per payload, with its field tables; `protocol/topic_table.rs` lists all topics;
//! [`slot`] has the values of slots, [`wav`] the headers of audio payloads, and [`filter`] the topic filters for subscriptions.

#![expect(
    clippy::ref_option,
    clippy::trivially_copy_pass_by_ref,
    reason = "the field tables hand every field over by reference"
)]

mod component;
mod dialect;
mod ids;
mod json;
pub mod payload;
mod protocol;
#[cfg(feature = "schema")]
pub mod schema;
pub mod slot;
pub mod wav;

pub use component::{Component, UnknownComponent};
pub use dialect::{Dialect, DialectProfile, IntentPublisher, SpeechRequestId, UnknownDialect};
pub use ids::{IdError, IntentName, IsLast, Level, MAX_ID_BYTES, RequestId, SessionId, SiteId};
pub use json::WireFormat;
pub use protocol::{
    CHANNELS, Carries, Channel, DecodeError, DecodeReason, Message, PassiveMessage, PassiveTopic, Subject,
    Topic, TopicError, filter,
};
