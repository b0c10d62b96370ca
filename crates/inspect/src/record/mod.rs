//! Records the messages of an installation as session files.
//!
//! [`Recorder`] has two halves with a bounded queue between them: the connection is read without a pause, or the broker would drop
//! messages without saying so, while a thread redacts entries and writes them to a [`Destination`]. [`last_minutes`] fetches what a
//! dialogue manager remembers.

mod last_minutes;
mod live_recorder;
mod per_session;
mod record_counts;
mod recording_files;
mod sinks;
mod write_queue;
mod writer_thread;

use std::path::PathBuf;
use std::time::Duration;

use petasos_messages::SiteId;
use petasos_recording::Kept;

pub use self::last_minutes::{LastMinutes, LastMinutesError, last_minutes};
pub use self::live_recorder::{Recorded, Recorder, RecorderEvent};
pub use self::per_session::MAX_SESSIONS;
pub use self::record_counts::RecordCounts;
pub use self::recording_files::{create_file, remove_file};

/// What to record, and where to write it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct RecordOptions {
    /// Whether the text and audio of conversations are kept. Default: neither.
    pub kept: Kept,
    /// Only what belongs to this site or to none. Default: everything.
    pub site: Option<SiteId>,
    /// Where to write.
    pub destination: Destination,
}

impl RecordOptions {
    /// Records everything except the text and audio of conversations.
    pub fn new(destination: Destination) -> Self {
        Self { kept: Kept::default(), site: None, destination }
    }
}

/// Where a recording is written to.
#[derive(Debug, Clone)]
pub enum Destination {
    /// Standard output, sound included.
    StandardOutput,
    /// One file, which must not exist, with its sound beside it.
    File(PathBuf),
    /// Files in a folder, named after the time.
    Folder(RecordingFolder),
}

/// Files in a folder, named after the time.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct RecordingFolder {
    /// The folder; it is created if it does not exist.
    pub path: PathBuf,
    /// What gets a file of its own. Default: everything goes into one file after the other.
    pub split: Split,
    /// When a new file is begun, except for [`Split::PerSession`]. Default: never.
    pub rotation: Rotation,
    /// The most bytes that all recordings in the folder may take; the oldest are removed first. Default: no limit.
    pub max_bytes: Option<u64>,
}

impl RecordingFolder {
    /// Everything in one file in this folder.
    pub fn new(path: PathBuf) -> Self {
        Self { path, split: Split::None, rotation: Rotation::Never, max_bytes: None }
    }
}

/// What gets a file of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Split {
    /// Everything goes into one file after the other.
    None,
    /// Each site.
    PerSite,
    /// Each session, with what happened at its site meanwhile.
    PerSession {
        /// Whether files of sessions that ended well are removed again.
        only_bad: bool,
    },
}

/// When a new file is begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rotation {
    /// After this time.
    After(Duration),
    /// When the file has this many bytes.
    At(u64),
    /// Never.
    Never,
}
