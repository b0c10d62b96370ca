//! Hermes topics and payloads, in the dialects of Rhasspy, Snips and Project Alice.

mod dialect;
mod ids;
mod message;
pub mod payload;
pub mod slot;

pub use dialect::Dialect;
pub use ids::{IdError, IntentName, MAX_ID_BYTES, RequestId, SessionId, SiteId};
pub use message::Message;
