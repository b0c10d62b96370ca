//! Audio beside a session file: microphone input and played sounds as ordinary WAV files.
//!
//! A session file `kitchen.jsonl` has its audio in the folder `kitchen.audio`. The frames of a microphone are joined into one file
//! per session, and one for each period between sessions; every other sound has a file of its own, byte for byte. The line of a
//! message says where its bytes are ([`AudioLocation`]), so that they can be restored exactly.

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

/// Where the audio of a message is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AudioLocation {
    /// The name of the file in the folder.
    pub(crate) file: String,
    /// The length of the payload in bytes.
    pub(crate) bytes: u64,
    /// The range within the file; `None` if it is the whole file, byte for byte.
    pub(crate) part: Option<SampleRange>,
}

/// A frame in a file of joined frames.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SampleRange {
    /// The first sample, counted from 0; the simultaneous samples of all channels count as one.
    pub(crate) from: u32,
    /// The number of samples.
    pub(crate) samples: u32,
    /// The bytes before the samples, unless they are a minimal header.
    pub(crate) head: Option<Vec<u8>>,
    /// The bytes after the last complete sample.
    pub(crate) tail: Vec<u8>,
}

/// The folder for the audio of a session file: `kitchen.audio` for `kitchen.jsonl`.
pub fn audio_folder(file: &Path) -> PathBuf {
    file.with_extension("audio")
}
