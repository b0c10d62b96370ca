//! Reads the audio beside a session file.

use std::fs::{self, File};
use std::io::{BufReader, Read as _};
use std::path::{Path, PathBuf};

use bytes::Bytes;
use hound::WavReader;

use super::wav_frame::{Format, join};
use super::{AudioLocation, SampleRange, audio_file_name, audio_folder};

/// The most files that are open at a time.
const MAX_OPEN: usize = 16;
/// The largest sound in bytes: the limit of an MQTT message.
const MAX_SOUND_BYTES: u64 = 256 << 20;

/// The audio beside a session file. Missing, truncated or changed files are not an error; their audio is missing.
#[derive(Debug)]
pub(crate) struct AudioReader {
    folder: PathBuf,
    /// Files of joined frames, the most recently read one last.
    open: Vec<Joined>,
}

/// A file of joined frames.
struct Joined {
    file: String,
    wav: WavReader<BufReader<File>>,
    format: Format,
    /// The next sample.
    at: u32,
}

impl AudioReader {
    /// The audio of this session file.
    pub(crate) fn beside(file: &Path) -> Self {
        Self { folder: audio_folder(file), open: Vec::new() }
    }

    /// The payload at this location; `None` if it does not exist any more.
    pub(crate) fn fetch(&mut self, location: &AudioLocation) -> Option<Bytes> {
        if !audio_file_name::is_safe(&location.file) || location.bytes > MAX_SOUND_BYTES {
            return None;
        }
        let payload = match &location.part {
            Some(part) => self.joined(&location.file)?.read(part, location.bytes)?,
            None => self.whole(&location.file)?,
        };
        (u64::try_from(payload.len()) == Ok(location.bytes)).then(|| payload.into())
    }

    fn whole(&self, file: &str) -> Option<Vec<u8>> {
        let mut payload = Vec::new();
        self.file(file)?.take(MAX_SOUND_BYTES).read_to_end(&mut payload).ok()?;
        Some(payload)
    }

    fn joined(&mut self, file: &str) -> Option<&mut Joined> {
        let joined = match self.open.iter().position(|joined| joined.file == file) {
            Some(at) => self.open.remove(at),
            None => Joined::new(file, self.file(file)?)?,
        };
        if self.open.len() >= MAX_OPEN {
            self.open.remove(0);
        }
        self.open.push(joined);
        self.open.last_mut()
    }

    /// A file of the folder. Links are not followed, because they may lead out of it.
    fn file(&self, file: &str) -> Option<File> {
        let path = self.folder.join(file);
        let is_file = fs::symlink_metadata(&path).is_ok_and(|data| data.is_file());
        is_file.then(|| File::open(path).ok())?
    }
}

impl Joined {
    fn new(file: &str, from: File) -> Option<Self> {
        let wav = WavReader::new(BufReader::new(from)).ok()?;
        let spec = wav.spec();
        let format = Format { channels: spec.channels, rate_hz: spec.sample_rate };
        (spec.bits_per_sample == 16).then(|| Self { file: file.to_owned(), wav, format, at: 0 })
    }

    fn read(&mut self, part: &SampleRange, bytes: u64) -> Option<Vec<u8>> {
        let count = usize::try_from(u64::from(part.samples) * u64::from(self.format.channels)).ok()?;
        let end = part.from.checked_add(part.samples)?;
        if end > self.wav.duration() || u64::try_from(count).ok()? > bytes {
            return None;
        }
        if self.at != part.from {
            self.wav.seek(part.from).ok()?;
        }
        let values = self.wav.samples::<i16>().take(count).collect::<Result<Vec<_>, _>>();
        self.at = if values.is_ok() { end } else { u32::MAX };
        join(self.format, part.head.as_deref(), &values.ok()?, &part.tail)
    }
}

impl std::fmt::Debug for Joined {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Joined").field("file", &self.file).finish_non_exhaustive()
    }
}
