//! Writes the audio beside a session file.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use bytes::Bytes;
use hound::{SampleFormat, WavSpec, WavWriter};
use petasos_messages::{Carries, Message, SiteId, Topic};

use super::wav_frame::{Format, Frame};
use super::{AudioLocation, SampleRange, audio_file_name, audio_folder};
use crate::{Entry, Error, private};

/// The most bytes of samples in a file of joined frames, about 70 minutes of a usual microphone; then another file is begun. WAV
/// files are limited to 4 GiB.
const MAX_FILE_BYTES: u64 = 128 << 20;
/// The most files that are open at a time. The one that was silent for longest is closed first.
const MAX_OPEN: usize = 64;

/// Writes the audio beside a session file, in constant memory.
#[derive(Debug)]
pub(crate) struct AudioWriter {
    folder: PathBuf,
    /// The number of files that were begun.
    number: u64,
    /// The number of bytes of audio that were written.
    bytes: u64,
    /// The most bytes of samples in a file of joined frames.
    most_bytes: u64,
    /// The open files of joined frames.
    open: HashMap<Microphone, Joined>,
    /// The active sessions, after which files are named.
    sessions: HashMap<SiteId, String>,
    /// Counts frames, to find the file that was silent for longest.
    turn: u64,
}

/// The topic of the frames that are joined.
type Microphone = String;

/// A file of joined frames.
struct Joined {
    site: SiteId,
    file: String,
    format: Format,
    out: WavWriter<BufWriter<File>>,
    /// The bytes that a crash would lose.
    unsaved: u32,
    last_turn: u64,
}

impl AudioWriter {
    /// A writer for the audio of this session file. The folder is created with the first sound.
    pub(crate) fn beside(file: &Path) -> Self {
        Self {
            folder: audio_folder(file),
            number: 0,
            bytes: 0,
            most_bytes: MAX_FILE_BYTES,
            open: HashMap::new(),
            sessions: HashMap::new(),
            turn: 0,
        }
    }

    /// The number of bytes that were written.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Stores the payload if it is audio, and returns its location; `None` if it must be part of the line.
    pub(crate) fn keep(&mut self, entry: &Entry, payload: &Bytes) -> Result<Option<AudioLocation>, Error> {
        let Ok(topic) = entry.topic.parse::<Topic>() else {
            return Ok(None);
        };
        match &topic {
            Topic::SessionStarted | Topic::SessionEnded => {
                self.begin_or_end(&entry.topic, payload).map(|()| None)
            }
            Topic::AudioFrame { site_id } => self.join(entry, payload, site_id, None),
            Topic::AudioSessionFrame { site_id, session_id } => {
                self.join(entry, payload, site_id, Some(session_id.as_str()))
            }
            _ if topic.channel().carries == Carries::Binary && payload.starts_with(b"RIFF") => {
                self.put_whole(&topic, payload).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// Makes all files playable so far.
    pub(crate) fn flush(&mut self) -> Result<(), Error> {
        self.open.values_mut().try_for_each(Joined::save)
    }

    /// When a session begins or ends, the file of its site ends.
    fn begin_or_end(&mut self, topic: &str, payload: &Bytes) -> Result<(), Error> {
        let (site, session) = match Message::decode(topic, payload.clone()) {
            Ok(Message::SessionStarted(started)) => (started.site_id, Some(started.session_id)),
            Ok(Message::SessionEnded(ended)) => (ended.site_id, None),
            _ => return Ok(()),
        };
        for (_, mut joined) in self.open.extract_if(|_, joined| joined.site == site) {
            joined.save()?;
        }
        self.sessions.remove(&site);
        if let Some(session) = session.filter(|_| self.sessions.len() < MAX_OPEN) {
            self.sessions.insert(site, session.to_string());
        }
        Ok(())
    }

    /// Adds a frame to the file of its microphone.
    fn join(
        &mut self,
        entry: &Entry,
        payload: &Bytes,
        site: &SiteId,
        session: Option<&str>,
    ) -> Result<Option<AudioLocation>, Error> {
        let Some(frame) = Frame::read(payload) else {
            return Ok(None);
        };
        let (topic, mut joined) = match self.open.remove_entry(&entry.topic) {
            Some((topic, joined)) if joined.takes(&frame, self.most_bytes) => (topic, joined),
            full => {
                if let Some((_, mut full)) = full {
                    full.save()?;
                }
                (entry.topic.clone(), self.begin(site, session, frame.format)?)
            }
        };
        self.turn += 1;
        joined.last_turn = self.turn;
        let part = joined.add(&frame)?;
        self.bytes += length(frame.data);
        let location = AudioLocation { file: joined.file.clone(), bytes: length(payload), part: Some(part) };
        self.open.insert(topic, joined);
        Ok(Some(location))
    }

    /// Begins a file of joined frames.
    fn begin(&mut self, site: &SiteId, session: Option<&str>, format: Format) -> Result<Joined, Error> {
        if self.open.len() >= MAX_OPEN {
            self.close_longest_silent()?;
        }
        let session = session.or(self.sessions.get(site).map(String::as_str)).map(str::to_owned);
        let (file, out) = self.create(site.as_str(), session.as_deref())?;
        let spec = WavSpec {
            channels: format.channels,
            sample_rate: format.rate_hz,
            bits_per_sample: 16,
            sample_format: SampleFormat::Int,
        };
        let out = WavWriter::new(BufWriter::new(out), spec).map_err(|error| failed(&file, error))?;
        Ok(Joined { site: site.clone(), file, format, out, unsaved: 0, last_turn: self.turn })
    }

    fn close_longest_silent(&mut self) -> Result<(), Error> {
        let longest = self.open.iter().min_by_key(|(_, joined)| joined.last_turn).map(|(key, _)| key.clone());
        match longest.and_then(|key| self.open.remove(&key)) {
            Some(mut joined) => joined.save(),
            None => Ok(()),
        }
    }

    /// Writes a sound into a file of its own, byte for byte.
    fn put_whole(&mut self, topic: &Topic, payload: &Bytes) -> Result<AudioLocation, Error> {
        let (site, kind) = match topic {
            Topic::PlayBytes { site_id, .. } => (site_id.as_str(), "play"),
            Topic::PlayBytesStreaming { site_id, .. } => (site_id.as_str(), "stream"),
            Topic::ReplayResponse { site_id } => (site_id.as_str(), "replay"),
            Topic::AudioCaptured { site_id, .. } => (site_id.as_str(), "captured"),
            _ => ("house", "sound"),
        };
        let (file, mut out) = self.create(site, Some(kind))?;
        out.write_all(payload).map_err(|error| Error::Audio { doing: "write", file: file.clone(), error })?;
        self.bytes += length(payload);
        Ok(AudioLocation { file, bytes: length(payload), part: None })
    }

    /// Begins a file of any kind. An existing one is never overwritten: then the next number is used.
    fn create(&mut self, site: &str, kind: Option<&str>) -> Result<(String, File), Error> {
        if self.number == 0 {
            private::create_folder(&self.folder).map_err(|error| Error::Audio {
                doing: "create the folder of",
                file: self.folder.display().to_string(),
                error,
            })?;
        }
        loop {
            self.number += 1;
            let file = audio_file_name::of(site, kind, self.number);
            match private::create_new(&self.folder.join(&file)) {
                Ok(out) => return Ok((file, out)),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(Error::Audio { doing: "create", file, error }),
            }
        }
    }
}

impl Joined {
    /// Whether the frame belongs to this file and fits into it.
    fn takes(&self, frame: &Frame<'_>, most_bytes: u64) -> bool {
        let bytes = u64::from(self.out.len()) * 2;
        self.format == frame.format && bytes + length(frame.data) <= most_bytes
    }

    fn add(&mut self, frame: &Frame<'_>) -> Result<SampleRange, Error> {
        let from = self.out.duration();
        let values = frame.samples * u32::from(frame.format.channels);
        let mut samples = self.out.get_i16_writer(values);
        frame.values().for_each(|value| samples.write_sample(value));
        samples.flush().map_err(|error| failed(&self.file, error))?;
        self.unsaved += frame.samples;
        // A crash loses at most one second of audio.
        if self.unsaved >= self.format.rate_hz {
            self.save()?;
        }
        let head = frame.head.map(<[u8]>::to_vec);
        Ok(SampleRange { from, samples: frame.samples, head, tail: frame.tail.to_vec() })
    }

    /// Makes the file playable so far.
    fn save(&mut self) -> Result<(), Error> {
        self.unsaved = 0;
        self.out.flush().map_err(|error| failed(&self.file, error))
    }
}

impl std::fmt::Debug for Joined {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Joined").field("file", &self.file).finish_non_exhaustive()
    }
}

fn length(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

fn failed(file: &str, error: hound::Error) -> Error {
    let error = match error {
        hound::Error::IoError(error) => error,
        other => io::Error::other(other),
    };
    Error::Audio { doing: "write", file: file.to_owned(), error }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use jiff::Timestamp;
    use tempfile::TempDir;

    use super::*;
    use crate::audio::test_sounds::wav;

    #[test]
    fn a_full_file_is_continued_in_another() {
        let folder = TempDir::new().unwrap();
        let mut store =
            AudioWriter { most_bytes: 1_000, ..AudioWriter::beside(&folder.path().join("house.jsonl")) };
        let payload = Bytes::from(wav(16_000, 1, &[], &[1; 200]));
        let entry = Entry::new(
            Duration::ZERO,
            Timestamp::UNIX_EPOCH,
            "hermes/audioServer/kitchen/audioFrame",
            payload.clone(),
        );
        let locations: Vec<_> = (0..5)
            .map(|_| {
                let location = store.keep(&entry, &payload).unwrap().unwrap();
                (location.file, location.part.unwrap().from)
            })
            .collect();
        let expected = [
            ("kitchen-1.wav", 0),
            ("kitchen-1.wav", 200),
            ("kitchen-2.wav", 0),
            ("kitchen-2.wav", 200),
            ("kitchen-3.wav", 0),
        ];
        assert_eq!(locations, expected.map(|(file, from)| (file.to_owned(), from)));
        assert_eq!(store.bytes(), 5 * 400);
    }
}
