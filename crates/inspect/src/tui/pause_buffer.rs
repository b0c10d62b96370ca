//! Messages that arrive while the screen is paused.

use std::collections::VecDeque;

use bytes::Bytes;
use petasos_recording::Entry;

/// The most messages that are held back.
const MOST: usize = 10_000;
/// The most bytes that their payloads may have in total.
const MOST_BYTES: usize = 32 << 20;

/// Messages that arrived while the screen is paused. If there are too many, the oldest are shown all the same.
#[derive(Debug, Default)]
pub(super) struct PauseBuffer {
    entries: VecDeque<Entry>,
    bytes: usize,
}

impl PauseBuffer {
    pub(super) fn push(&mut self, entry: Entry) {
        self.bytes += size(&entry);
        self.entries.push_back(entry);
    }

    /// Takes the oldest message, if there are too many.
    pub(super) fn overflow(&mut self) -> Option<Entry> {
        let too_much = self.entries.len() > MOST || self.bytes > MOST_BYTES;
        if too_much { self.pop() } else { None }
    }

    /// Takes the oldest message.
    pub(super) fn pop(&mut self) -> Option<Entry> {
        let entry = self.entries.pop_front()?;
        self.bytes -= size(&entry);
        Some(entry)
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }
}

fn size(entry: &Entry) -> usize {
    entry.payload.bytes().map_or(0, Bytes::len)
}
