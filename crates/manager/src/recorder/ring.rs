//! A buffer of the last messages, bounded in time and bytes.

use std::collections::VecDeque;
use std::time::Duration;

use petasos_recording::{Entry, Payload};

/// The last messages. Each has a number, so that a reader can continue while the oldest are dropped.
#[derive(Debug)]
pub(crate) struct Ring {
    entries: VecDeque<Entry>,
    /// The number of the oldest entry.
    first: u64,
    bytes: usize,
    longest: Duration,
    most_bytes: usize,
}

impl Ring {
    /// The limits and their defaults are configuration: `config/recorder.rs`.
    pub(crate) fn new(longest: Duration, most_bytes: usize) -> Self {
        Self { entries: VecDeque::new(), first: 0, bytes: 0, longest, most_bytes }
    }

    /// Adds the newest entry, and drops the oldest ones that exceed the bounds.
    pub(crate) fn push(&mut self, entry: Entry) {
        let since = entry.at.saturating_sub(self.longest);
        self.bytes += size(&entry);
        self.entries.push_back(entry);
        while self.bytes > self.most_bytes || self.entries.front().is_some_and(|oldest| oldest.at < since) {
            let Some(oldest) = self.entries.pop_front() else { return };
            self.bytes -= size(&oldest);
            self.first += 1;
        }
    }

    /// The number of the first entry at or after `at`.
    pub(crate) fn since(&self, at: Duration) -> u64 {
        self.first + self.entries.partition_point(|entry| entry.at < at) as u64
    }

    /// The number of the next entry.
    pub(crate) fn end(&self) -> u64 {
        self.first + self.entries.len() as u64
    }

    /// The entry with this number, or the oldest one if it was dropped, with its number.
    pub(crate) fn get(&self, number: u64) -> Option<(u64, &Entry)> {
        let number = number.max(self.first);
        let place = usize::try_from(number - self.first).ok()?;
        Some((number, self.entries.get(place)?))
    }

    /// The entries from this number on.
    pub(crate) fn from(&self, number: u64) -> impl Iterator<Item = &Entry> {
        let skipped = usize::try_from(number.saturating_sub(self.first)).unwrap_or(usize::MAX);
        self.entries.iter().skip(skipped)
    }
}

/// The memory an entry takes, in bytes.
fn size(entry: &Entry) -> usize {
    let payload = match &entry.payload {
        Payload::Bytes(bytes) => bytes.len(),
        Payload::LeftOut { .. } => 0,
    };
    size_of::<Entry>() + entry.topic.len() + payload
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    fn entry(second: u64) -> Entry {
        Entry::new(Duration::from_secs(second), Timestamp::UNIX_EPOCH, "topic", vec![0; 100])
    }

    fn seconds(ring: &Ring, from: u64) -> Vec<u64> {
        ring.from(from).map(|entry| entry.at.as_secs()).collect()
    }

    #[test]
    fn entries_that_are_too_old_are_dropped() {
        let mut ring = Ring::new(Duration::from_secs(3), usize::MAX);
        (0..10).for_each(|second| ring.push(entry(second)));
        assert_eq!(seconds(&ring, 0), [6, 7, 8, 9]);
        assert_eq!((ring.since(Duration::from_secs(8)), ring.end()), (8, 10));
    }

    #[test]
    fn entries_that_take_too_much_memory_are_dropped() {
        let mut ring = Ring::new(Duration::MAX, 3 * size(&entry(0)));
        (0..10).for_each(|second| ring.push(entry(second)));
        assert_eq!(seconds(&ring, 0), [7, 8, 9]);
        ring.push(Entry { payload: Payload::Bytes(vec![0; 10_000].into()), ..entry(10) });
        assert_eq!((seconds(&ring, 0), ring.bytes), (Vec::new(), 0));
    }

    #[test]
    fn a_slow_reader_goes_on_with_the_oldest_entry() {
        let mut ring = Ring::new(Duration::from_secs(3), usize::MAX);
        (0..10).for_each(|second| ring.push(entry(second)));
        assert_eq!(ring.get(2).map(|(number, entry)| (number, entry.at.as_secs())), Some((6, 6)));
        assert_eq!(ring.get(9).map(|(number, _)| number), Some(9));
        assert!(ring.get(10).is_none());
    }
}
