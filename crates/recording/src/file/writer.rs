//! Writes session files.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::{MAX_LINE_BYTES, entry_line, header_line};
use crate::audio::AudioWriter;
use crate::private;
use crate::{Entry, Error, Header, Payload};

/// Writes a session file line by line.
#[derive(Debug)]
pub struct Writer<W> {
    out: W,
    /// The line that is being written, to reuse its memory.
    line: Vec<u8>,
    /// Writes audio beside the file. Without it audio is part of the lines.
    audio: Option<AudioWriter>,
}

impl Writer<BufWriter<File>> {
    /// Creates a file that only its owner may read, with its audio beside it. An existing file is never overwritten.
    pub fn create(path: &Path, header: &Header) -> Result<Self, Error> {
        let file = private::create_new(path).map_err(|error| Error::Io { doing: "create", error })?;
        Ok(Self::new(BufWriter::new(file), header)?.audio_beside(path))
    }
}

impl<W: Write> Writer<W> {
    /// Begins a file whose audio is part of its lines.
    pub fn new(out: W, header: &Header) -> Result<Self, Error> {
        let mut writer = Self { out, line: Vec::new(), audio: None };
        header_line::write_header(header, &mut writer.line).map_err(failed)?;
        writer.put()?;
        Ok(writer)
    }

    /// Stores audio beside the session file at this path, in its [`audio_folder`](crate::audio_folder), which is created with the
    /// first sound.
    #[must_use]
    pub fn audio_beside(self, path: &Path) -> Self {
        Self { audio: Some(AudioWriter::beside(path)), ..self }
    }

    /// The number of bytes that were stored beside the file.
    pub fn audio_bytes(&self) -> u64 {
        self.audio.as_ref().map_or(0, AudioWriter::bytes)
    }

    /// Adds a message. Its payload is left out if the line would be longer than [`MAX_LINE_BYTES`].
    pub fn write(&mut self, entry: &Entry) -> Result<(), Error> {
        let location = match (&mut self.audio, &entry.payload) {
            (Some(audio), Payload::Bytes(payload)) => audio.keep(entry, payload)?,
            _ => None,
        };
        entry_line::write_entry(entry, location.as_ref(), &mut self.line).map_err(failed)?;
        if self.line.len() > MAX_LINE_BYTES {
            self.line.clear();
            entry_line::write_entry(&without_payload(entry), None, &mut self.line).map_err(failed)?;
        }
        self.put()
    }

    /// Flushes the file, and makes all audio beside it playable so far.
    pub fn flush(&mut self) -> Result<(), Error> {
        if let Some(audio) = &mut self.audio {
            audio.flush()?;
        }
        self.out.flush().map_err(failed)
    }

    /// The underlying writer.
    pub fn get_mut(&mut self) -> &mut W {
        &mut self.out
    }

    /// Ends the file. If the writer is dropped instead, the last messages may be missing.
    pub fn finish(mut self) -> Result<W, Error> {
        self.flush()?;
        Ok(self.out)
    }

    fn put(&mut self) -> Result<(), Error> {
        let written = self.out.write_all(&self.line).map_err(failed);
        self.line.clear();
        written
    }
}

fn without_payload(entry: &Entry) -> Entry {
    let bytes = entry.payload.bytes().map_or(0, |payload| u64::try_from(payload.len()).unwrap_or(u64::MAX));
    Entry { payload: Payload::LeftOut { bytes, sound: None }, ..entry.clone() }
}

fn failed(error: io::Error) -> Error {
    Error::Io { doing: "write", error }
}
