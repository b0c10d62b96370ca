//! Errors of decoding.

use super::topic_levels::TopicError;
use crate::json::ReadError;

/// Why a packet is not a valid message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("cannot read {topic:?}: {reason}")]
pub struct DecodeError {
    /// The topic, truncated to 256 characters.
    pub topic: String,
    /// What is wrong.
    #[source]
    pub reason: DecodeReason,
}

impl DecodeError {
    pub(crate) fn new(topic: &str, reason: DecodeReason) -> Self {
        const SHOWN: usize = 256;
        let topic = topic.chars().take(SHOWN).collect();
        Self { topic, reason }
    }

    /// A short, stable name for counters: `topic`, `id`, `size`, `encoding`, `depth`, `syntax` or `field`.
    pub fn kind(&self) -> &'static str {
        match self.reason {
            DecodeReason::Topic(TopicError::Unknown) => "topic",
            DecodeReason::Topic(_) => "id",
            DecodeReason::Size { .. } => "size",
            DecodeReason::Encoding => "encoding",
            DecodeReason::Depth => "depth",
            DecodeReason::Syntax(_) => "syntax",
            DecodeReason::Field { .. } => "field",
        }
    }

    /// Whether the topic does not belong to the protocol. That is not a fault, since other clients use the same broker.
    pub fn is_foreign_topic(&self) -> bool {
        matches!(self.reason, DecodeReason::Topic(TopicError::Unknown))
    }

    /// The path of the invalid field, such as `init.canBeEnqueued`.
    pub fn field(&self) -> Option<&str> {
        match &self.reason {
            DecodeReason::Field { path, .. } => Some(path),
            _ => None,
        }
    }
}

/// What is wrong with a packet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeReason {
    /// The topic is invalid.
    #[error(transparent)]
    Topic(#[from] TopicError),
    /// The payload is larger than the limit of its topic.
    #[error("the payload has {bytes} bytes, at most {limit} are read here")]
    Size {
        /// The size, in bytes.
        bytes: usize,
        /// The limit, in bytes.
        limit: usize,
    },
    /// The payload is not UTF-8.
    #[error("the payload is not UTF-8 text")]
    Encoding,
    /// Lists and objects are nested too deeply.
    #[error("the payload nests lists and objects more than 32 deep")]
    Depth,
    /// The payload is not JSON.
    #[error("the payload is not JSON: {0}")]
    Syntax(String),
    /// A field is missing or invalid.
    #[error("{}: {reason}", place(path))]
    Field {
        /// The path, such as `init.canBeEnqueued`; `.` for the whole payload.
        path: String,
        /// What is wrong with it.
        reason: String,
    },
}

impl From<ReadError> for DecodeReason {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Encoding => Self::Encoding,
            ReadError::Depth => Self::Depth,
            ReadError::Syntax(reason) => Self::Syntax(reason),
            ReadError::Field { path, reason } => Self::Field { path, reason },
        }
    }
}

/// How a path is named in error messages.
fn place(path: &str) -> String {
    if path == "." { "the payload".to_owned() } else { format!("field {path}") }
}
