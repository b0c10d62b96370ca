//! Writes session files.

use std::io::Write;

use super::line;
use crate::{Entry, Error, Header};

/// Writes a session file, line by line.
#[derive(Debug)]
pub struct Writer<W> {
    out: W,
}

impl<W: Write> Writer<W> {
    /// Begins a file.
    pub fn new(mut out: W, header: &Header) -> Result<Self, Error> {
        put(&mut out, line::write_header(header))?;
        Ok(Self { out })
    }

    /// Adds a message.
    pub fn write(&mut self, entry: &Entry) -> Result<(), Error> {
        put(&mut self.out, line::write_entry(entry))
    }

    /// Hands everything on to the file.
    pub fn flush(&mut self) -> Result<(), Error> {
        self.out.flush().map_err(|error| Error::Io { doing: "write", error })
    }

    /// What was written to.
    pub fn into_inner(self) -> W {
        self.out
    }
}

fn put(out: &mut impl Write, mut line: String) -> Result<(), Error> {
    line.push('\n');
    out.write_all(line.as_bytes()).map_err(|error| Error::Io { doing: "write", error })
}
