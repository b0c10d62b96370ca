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
    /// When the recording began, on the wall clock of whoever recorded. The times of all entries count from here.
    pub started: Timestamp,
    /// Whose Hermes is spoken; `None` if that is not known.
    pub dialect: Option<Dialect>,
    /// The broker, as `host:port`, if there was one.
    pub broker: Option<String>,
    /// The program that recorded, with its version.
    pub recorder: Option<String>,
    /// What the recording shows, in a few words for people.
    pub title: Option<String>,
    /// What of people's words and voices stands in the file.
    pub kept: Kept,
    /// The settings of the dialogue manager that was recorded, as they stand in `petasosd.toml`, as far as they are known.
    pub settings: Map<String, Value>,
}

/// What of people's words and voices stands in a session file. The default is nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Kept {
    /// Texts are as they were said. Otherwise there are pseudonyms, the same for the same words.
    pub text: bool,
    /// Sound is there. Otherwise only its length is.
    pub audio: bool,
}

impl Kept {
    /// Everything is as it was.
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
