//! Reads session files.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use super::line;
use crate::{Entry, Error, Header};

/// Reads a session file, line by line.
#[derive(Debug)]
pub struct Reader<R> {
    lines: R,
    line: u64,
    header: Header,
    /// Whether the last line was cut off, and left out.
    torn: bool,
}

impl Reader<BufReader<File>> {
    /// Opens a session file.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let file = File::open(path).map_err(|error| Error::Io { doing: "open", error })?;
        Self::new(BufReader::new(file))
    }
}

impl<R: BufRead> Reader<R> {
    /// Reads the header.
    pub fn new(mut lines: R) -> Result<Self, Error> {
        let mut first = String::new();
        lines.read_line(&mut first).map_err(|error| Error::Io { doing: "read", error })?;
        let header = line::read_header(&first)?;
        Ok(Self { lines, line: 1, header, torn: false })
    }

    /// The first line.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Whether the last line was cut off, as happens when the power fails, and left out.
    pub fn is_torn(&self) -> bool {
        self.torn
    }

    fn read(&mut self) -> Result<Option<Entry>, Error> {
        let mut text = String::new();
        let read = self.lines.read_line(&mut text).map_err(|error| Error::Io { doing: "read", error })?;
        if read == 0 {
            return Ok(None);
        }
        self.line += 1;
        match line::read_entry(&text) {
            Ok(entry) => Ok(Some(entry)),
            Err(_) if !text.ends_with('\n') => {
                self.torn = true;
                Ok(None)
            }
            Err(reason) => Err(Error::Line { line: self.line, reason }),
        }
    }
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<Entry, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read().transpose()
    }
}

/// A whole session file.
#[derive(Debug, Clone, PartialEq)]
pub struct Recording {
    /// The first line.
    pub header: Header,
    /// All messages, in the order they were seen.
    pub entries: Vec<Entry>,
}

impl Recording {
    /// Reads a whole file.
    pub fn open(path: &Path) -> Result<Self, Error> {
        Self::read(Reader::open(path)?)
    }

    /// Reads all that is left.
    pub fn read(reader: Reader<impl BufRead>) -> Result<Self, Error> {
        let header = reader.header().clone();
        let entries = reader.collect::<Result<_, _>>()?;
        Ok(Self { header, entries })
    }
}
