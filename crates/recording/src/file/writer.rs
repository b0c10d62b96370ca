//! Writes session files.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::{MAX_LINE_BYTES, entry_line, header_line};
use crate::audio::AudioWriter;
use crate::private;
use crate::{Entry, Error, Header, Payload};

/// Writes a session file, line by line.
#[derive(Debug)]
pub struct Writer<W> {
    out: W,
    /// The line that is being written, to use its room again.
    line: Vec<u8>,
    /// Where sound goes. Without it sound stands in the lines.
    audio: Option<AudioWriter>,
}

impl Writer<BufWriter<File>> {
    /// Begins a file that only its owner may read, with its sound beside it. A file that is there already is never written
    /// over.
    pub fn create(path: &Path, header: &Header) -> Result<Self, Error> {
        let file = private::create_new(path).map_err(|error| Error::Io { doing: "create", error })?;
        Ok(Self::new(BufWriter::new(file), header)?.audio_beside(path))
    }
}

impl<W: Write> Writer<W> {
    /// Begins a file that is all there is: sound stands in its lines.
    pub fn new(out: W, header: &Header) -> Result<Self, Error> {
        let mut writer = Self { out, line: Vec::new(), audio: None };
        header_line::write_header(header, &mut writer.line).map_err(failed)?;
        writer.put()?;
        Ok(writer)
    }

    /// Puts sound beside the session file that is at this path: into its [`audio_folder`](crate::audio_folder), which is made
    /// when there is sound.
    #[must_use]
    pub fn audio_beside(self, path: &Path) -> Self {
        Self { audio: Some(AudioWriter::beside(path)), ..self }
    }

    /// How many bytes were put beside the file.
    pub fn audio_bytes(&self) -> u64 {
        self.audio.as_ref().map_or(0, AudioWriter::bytes)
    }

    /// Adds a message. A payload of which a line would be longer than [`MAX_LINE_BYTES`] is left out.
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

    /// Hands everything on to the file, and makes all sound beside it playable up to here.
    pub fn flush(&mut self) -> Result<(), Error> {
        if let Some(audio) = &mut self.audio {
            audio.flush()?;
        }
        self.out.flush().map_err(failed)
    }

    /// What is written to.
    pub fn get_mut(&mut self) -> &mut W {
        &mut self.out
    }

    /// Ends the file. What is dropped instead may lack its last messages.
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
