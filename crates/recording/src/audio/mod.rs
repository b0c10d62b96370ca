//! Sound, beside the file: what microphones heard and what was played, as WAV files that any player plays.
//!
//! A session file `kitchen.jsonl` has its sound in the folder `kitchen.audio`. The frames of a microphone are joined to one file
//! per session, and one for each stretch between sessions; every other sound has a file of its own, byte for byte. The line of
//! a message says where its bytes are ([`AudioLocation`]), so that they come back as they were.

mod audio_file_name;
mod audio_reader;
mod audio_writer;
#[cfg(test)]
pub(crate) mod test_sounds;
#[cfg(test)]
mod tests;
mod wav_frame;

use std::path::{Path, PathBuf};

pub(crate) use audio_reader::AudioReader;
pub(crate) use audio_writer::AudioWriter;

/// Where the sound of a message is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AudioLocation {
    /// The name of the file in the folder.
    pub(crate) file: String,
    /// How many bytes the payload had.
    pub(crate) bytes: u64,
    /// Which part of the file it is; `None` if it is the whole file, byte for byte.
    pub(crate) part: Option<SampleRange>,
}

/// A frame in a file of joined frames.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SampleRange {
    /// The first sample, counted from 0; the samples of all channels at one time count as one.
    pub(crate) from: u32,
    /// How many samples.
    pub(crate) samples: u32,
    /// All bytes that stood before the samples, unless they were the plainest header there is.
    pub(crate) head: Option<Vec<u8>>,
    /// The bytes that stood behind the last whole sample.
    pub(crate) tail: Vec<u8>,
}

/// The folder for the sound of a session file: that of `kitchen.jsonl` is `kitchen.audio`.
pub fn audio_folder(file: &Path) -> PathBuf {
    file.with_extension("audio")
}
