//! Reads session files.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use super::bounded_lines::{Line, Lines};
use super::{MAX_LINE_BYTES, entry_line, header_line};
use crate::audio::AudioReader;
use crate::{Entry, Error, Header, Payload};

/// Reads a session file line by line, in constant memory. A line that cannot be read is an error, after which the next one follows.
#[derive(Debug)]
pub struct Reader<R> {
    lines: Lines<R>,
    header: Header,
    /// The audio beside the file.
    audio: Option<AudioReader>,
    missing_sounds: u64,
    torn: bool,
}

impl Reader<BufReader<File>> {
    /// Opens a session file with the audio beside it.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let file = File::open(path).map_err(|error| Error::Io { doing: "open", error })?;
        let mut reader = Self::new(BufReader::new(file))?;
        reader.audio = Some(AudioReader::beside(path));
        Ok(reader)
    }
}

impl<R: BufRead> Reader<R> {
    /// Reads the header. Only [`open`](Reader::open) finds audio beside the file.
    pub fn new(lines: R) -> Result<Self, Error> {
        let mut lines = Lines::new(lines);
        let header = match lines.read()? {
            Line::Whole(line) | Line::Torn(line) => header_line::read_header(line)?,
            Line::TooLong => return Err(Error::NoHeader { reason: too_long() }),
            Line::End => return Err(Error::NoHeader { reason: "it is empty".to_owned() }),
        };
        Ok(Self { lines, header, audio: None, missing_sounds: 0, torn: false })
    }

    /// The header.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Whether the last line was cut off, as by a power failure, and left out.
    pub fn is_torn(&self) -> bool {
        self.torn
    }

    /// How many payloads are missing beside the file. They count as left out.
    pub fn missing_sounds(&self) -> u64 {
        self.missing_sounds
    }

    fn read(&mut self) -> Result<Option<Entry>, Error> {
        let read = loop {
            match self.lines.read()? {
                Line::Whole(line) if line.trim_ascii().is_empty() => {}
                Line::Whole(line) => break entry_line::read_entry(line),
                Line::Torn(line) => match entry_line::read_entry(line) {
                    Ok(read) => break Ok(read),
                    Err(_) => self.torn = true,
                },
                Line::TooLong => break Err(too_long()),
                Line::End => return Ok(None),
            }
        };
        let mut read = read.map_err(|reason| Error::Line { line: self.lines.number(), reason })?;
        if let Some(location) = read.location {
            match self.audio.as_mut().and_then(|audio| audio.fetch(&location)) {
                Some(payload) => read.entry.payload = Payload::Bytes(payload),
                None => self.missing_sounds += 1,
            }
        }
        Ok(Some(read.entry))
    }
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<Entry, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read().transpose()
    }
}

fn too_long() -> String {
    format!("it is longer than {} MiB, the limit of a session file", MAX_LINE_BYTES >> 20)
}

/// A whole session file.
#[derive(Debug, Clone, PartialEq)]
pub struct Recording {
    /// The header.
    pub header: Header,
    /// All messages, in the order in which they were seen.
    pub entries: Vec<Entry>,
}

impl Recording {
    /// Reads a whole file with the audio beside it.
    pub fn open(path: &Path) -> Result<Self, Error> {
        Self::read(Reader::open(path)?)
    }

    /// Reads the rest of a file.
    pub fn read(reader: Reader<impl BufRead>) -> Result<Self, Error> {
        let header = reader.header().clone();
        let entries = reader.collect::<Result<_, _>>()?;
        Ok(Self { header, entries })
    }
}
