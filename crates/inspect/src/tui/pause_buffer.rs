//! What came while somebody had stopped the picture.

use std::collections::VecDeque;

use bytes::Bytes;
use petasos_recording::Entry;

/// So many messages are held back.
const MOST: usize = 10_000;
/// Their payloads have so many bytes at most, all in all.
const MOST_BYTES: usize = 32 << 20;

/// What came while somebody had stopped the picture. What is too much goes on, the oldest first.
#[derive(Debug, Default)]
pub(super) struct PauseBuffer {
    entries: VecDeque<Entry>,
    bytes: usize,
}

impl PauseBuffer {
    /// Holds a message back.
    pub(super) fn push(&mut self, entry: Entry) {
        self.bytes += size(&entry);
        self.entries.push_back(entry);
    }

    /// The oldest, if there is too much.
    pub(super) fn overflow(&mut self) -> Option<Entry> {
        let too_much = self.entries.len() > MOST || self.bytes > MOST_BYTES;
        if too_much { self.pop() } else { None }
    }

    /// The oldest.
    pub(super) fn pop(&mut self) -> Option<Entry> {
        let entry = self.entries.pop_front()?;
        self.bytes -= size(&entry);
        Some(entry)
    }

    /// How many wait.
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }
}

fn size(entry: &Entry) -> usize {
    entry.payload.bytes().map_or(0, Bytes::len)
}
