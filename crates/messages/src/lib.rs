//! Hermes topics and payloads, in the dialects of Rhasspy, Snips and Project Alice.
//!
//! Hermes is the protocol that the parts of a voice assistant speak over MQTT. A packet is a topic and a payload;
//! [`Message::decode`] makes one value of both, [`Message::topic`] and [`Message::encode`] make them again:
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
//! Reading is liberal: it takes what Snips, Rhasspy, Alice, ESP32 satellites, FHEM, Node-RED and Home Assistant
//! really send. Writing is exact: each [`Dialect`] has one table of keys per payload, in the order and with the nulls
//! that its first implementation has. Nothing that is read can panic or grow without bound.
//!
//! Where to look: [`payload`] has one type per payload, with its field tables; `protocol/topic_table.rs` is the table of
//! all topics; [`slot`] the values in intents; [`wav`] the headers of sound; [`filter`] what to subscribe to.

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
