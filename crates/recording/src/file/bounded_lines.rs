//! Lines of bounded length.

use std::io::{self, BufRead, Read};

use super::MAX_LINE_BYTES;
use crate::Error;

/// What some programs put before the first line.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Reads lines, none longer than [`MAX_LINE_BYTES`], in constant memory.
#[derive(Debug)]
pub(crate) struct Lines<R> {
    from: R,
    line: Vec<u8>,
    number: u64,
    /// Whether nothing more will be read.
    over: bool,
}

/// What was read.
pub(crate) enum Line<'a> {
    /// A line, without its end.
    Whole(&'a [u8]),
    /// A line without an end: the last one, which may have been cut off.
    Torn(&'a [u8]),
    /// A line that was too long, and passed over.
    TooLong,
    /// There is nothing more.
    End,
}

impl<R: BufRead> Lines<R> {
    pub(crate) fn new(from: R) -> Self {
        Self { from, line: Vec::new(), number: 0, over: false }
    }

    /// The number of the line that was read last, counted from 1.
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
        // One more than a line may have, to see that it is too long.
        let most = u64::try_from(MAX_LINE_BYTES).unwrap_or(u64::MAX).saturating_add(1);
        if let Err(error) = self.from.by_ref().take(most).read_until(b'\n', &mut self.line) {
            return Err(self.fail(error));
        }
        let whole = self.line.pop_if(|last| *last == b'\n').is_some();
        if !whole && self.line.len() > MAX_LINE_BYTES {
            self.over = !self.pass_over()?;
            // What nobody has ended may be the room that a crash has left unwritten.
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

    /// Passes over the rest of the line; whether it has an end.
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

    /// After an error nothing more is read: it would come again, without end.
    fn fail(&mut self, error: io::Error) -> Error {
        self.over = true;
        Error::Io { doing: "read", error }
    }
}
