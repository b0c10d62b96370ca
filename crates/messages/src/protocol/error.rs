//! Why a packet is not a valid message.

use super::topic_levels::TopicError;
use crate::json::Trouble;

/// Why a packet is not a valid message, and where in it the error is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("cannot read {topic:?}: {reason}")]
pub struct DecodeError {
    /// The topic, at most its first 256 characters.
    pub topic: String,
    /// What is wrong.
    #[source]
    pub reason: DecodeReason,
}

impl DecodeError {
    pub(crate) fn new(topic: &str, reason: DecodeReason) -> Self {
        /// Enough to recognise any topic by.
        const SHOWN: usize = 256;
        let topic = topic.chars().take(SHOWN).collect();
        Self { topic, reason }
    }

    /// A short stable name for counting: `topic`, `id`, `size`, `encoding`, `depth`, `syntax` or `field`.
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

    /// Whether the topic does not belong to the protocol: not a fault, since other clients use the same broker.
    pub fn is_foreign_topic(&self) -> bool {
        matches!(self.reason, DecodeReason::Topic(TopicError::Unknown))
    }

    /// The field that the trouble is with, such as `init.canBeEnqueued`.
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
    /// Its topic.
    #[error(transparent)]
    Topic(#[from] TopicError),
    /// It is larger than any sensible message of its kind.
    #[error("the payload has {bytes} bytes, at most {limit} are read here")]
    Size {
        /// How large it is, in bytes.
        bytes: usize,
        /// How large it may be, in bytes.
        limit: usize,
    },
    /// It is not UTF-8.
    #[error("the payload is not UTF-8 text")]
    Encoding,
    /// Too many lists and objects stand in each other.
    #[error("the payload nests lists and objects more than 32 deep")]
    Depth,
    /// It is not JSON.
    #[error("the payload is not JSON: {0}")]
    Syntax(String),
    /// A field is missing or not what it should be.
    #[error("{}: {reason}", place(path))]
    Field {
        /// Which, such as `init.canBeEnqueued`; `.` for the whole payload.
        path: String,
        /// What is wrong with it.
        reason: String,
    },
}

impl From<Trouble> for DecodeReason {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Encoding => Self::Encoding,
            Trouble::Depth => Self::Depth,
            Trouble::Syntax(reason) => Self::Syntax(reason),
            Trouble::Field { path, reason } => Self::Field { path, reason },
        }
    }
}

/// How a person names the place of a trouble.
fn place(path: &str) -> String {
    if path == "." { "the payload".to_owned() } else { format!("field {path}") }
}
