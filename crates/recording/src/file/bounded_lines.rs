//! Reads lines of bounded length.

use std::io::{self, BufRead, Read};

use super::MAX_LINE_BYTES;
use crate::Error;

/// The byte order mark that some programs write first.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Reads lines of at most [`MAX_LINE_BYTES`], in constant memory.
#[derive(Debug)]
pub(crate) struct Lines<R> {
    from: R,
    line: Vec<u8>,
    number: u64,
    /// Whether the end was reached.
    over: bool,
}

/// The result of reading a line.
pub(crate) enum Line<'a> {
    /// A line without its line end.
    Whole(&'a [u8]),
    /// The last line without a line end, which may have been cut off.
    Torn(&'a [u8]),
    /// A line that was too long and was skipped.
    TooLong,
    /// The end of the file.
    End,
}

impl<R: BufRead> Lines<R> {
    pub(crate) fn new(from: R) -> Self {
        Self { from, line: Vec::new(), number: 0, over: false }
    }

    /// The number of the last line that was read, counted from 1.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// The next line.
    pub(crate) fn read(&mut self) -> Result<Line<'_>, Error> {
        if self.over {
            return Ok(Line::End);
        }
        self.line.clear();
        self.number += 1;
        // One byte more than allowed shows that a line is too long.
        let most = u64::try_from(MAX_LINE_BYTES).unwrap_or(u64::MAX).saturating_add(1);
        if let Err(error) = self.from.by_ref().take(most).read_until(b'\n', &mut self.line) {
            return Err(self.fail(error));
        }
        let whole = self.line.pop_if(|last| *last == b'\n').is_some();
        if !whole && self.line.len() > MAX_LINE_BYTES {
            self.over = !self.pass_over()?;
            // A crash may have left NUL bytes at the end of the file.
            return Ok(if self.over { Line::Torn(&[]) } else { Line::TooLong });
        }
        self.over = !whole;
        if self.number == 1 && self.line.starts_with(BYTE_ORDER_MARK) {
            self.line.drain(..BYTE_ORDER_MARK.len());
        }
        Ok(match (whole, self.line.is_empty()) {
            (true, _) => Line::Whole(&self.line),
            (false, false) => Line::Torn(&self.line),
            (false, true) => Line::End,
        })
    }

    /// Skips the rest of the line. Returns whether it has a line end.
    fn pass_over(&mut self) -> Result<bool, Error> {
        loop {
            let there = match self.from.fill_buf() {
                Ok(there) => there,
                Err(error) => return Err(self.fail(error)),
            };
            let end = there.iter().position(|byte| *byte == b'\n');
            let passed = end.map_or(there.len(), |end| end + 1);
            self.from.consume(passed);
            if end.is_some() || passed == 0 {
                return Ok(end.is_some());
            }
        }
    }

    /// Stops reading after an error, which would occur again and again.
    fn fail(&mut self, error: io::Error) -> Error {
        self.over = true;
        Error::Io { doing: "read", error }
    }
}
