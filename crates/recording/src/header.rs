//! The first line of a session file.

use jiff::Timestamp;
use petasos_messages::Dialect;
use serde_json::{Map, Value};

/// The version of the format that is written, and the newest that is read.
pub const VERSION: u32 = 1;

/// The first line of a session file: what was recorded, when and where, and what was left out of it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Header {
    /// The version of the format.
    pub version: u32,
    /// When the recording began, by the wall clock of the recorder. The times of all entries count from here.
    pub started: Timestamp,
    /// The dialect of the installation; `None` if it is not known.
    pub dialect: Option<Dialect>,
    /// The broker, as `host:port`, if there was one.
    pub broker: Option<String>,
    /// The program that recorded, with its version.
    pub recorder: Option<String>,
    /// A short description of the recording.
    pub title: Option<String>,
    /// Whether the file contains the text and audio of conversations.
    pub kept: Kept,
    /// The settings of the recorded dialogue manager, as in `petasosd.toml`, as far as they are known.
    pub settings: Map<String, Value>,
}

/// Whether a session file contains the text and audio of conversations. The default is neither.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Kept {
    /// Texts are unchanged. Otherwise words are replaced by pseudonyms, the same for the same word.
    pub text: bool,
    /// Audio is included. Otherwise only its length is.
    pub audio: bool,
}

impl Kept {
    /// Nothing is left out.
    pub const EVERYTHING: Self = Self { text: true, audio: true };
}

impl Header {
    /// A recording that begins now, with nothing left out yet.
    pub fn new(started: Timestamp) -> Self {
        Self {
            version: VERSION,
            started,
            dialect: None,
            broker: None,
            recorder: None,
            title: None,
            kept: Kept::EVERYTHING,
            settings: Map::new(),
        }
    }
}
