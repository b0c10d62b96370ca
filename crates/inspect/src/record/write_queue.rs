//! The bounded queue between the connection and the disk.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender, TrySendError};
use std::time::Duration;

use jiff::Timestamp;
use petasos_recording::{Entry, Gap};

/// The most entries that wait for the disk: ten seconds of a very busy installation.
const MESSAGES: usize = 65_536;
/// The most bytes of topics and payloads that wait.
const BYTES: usize = 64 << 20;

/// The end at the connection.
#[derive(Debug)]
pub(super) struct WriteQueue {
    entries: SyncSender<Entry>,
    bytes: Arc<AtomicUsize>,
    /// Entries that were dropped since the last one that found room.
    dropped: u64,
}

/// The end at the disk.
#[derive(Debug)]
pub(super) struct Waiting {
    entries: Receiver<Entry>,
    bytes: Arc<AtomicUsize>,
}

/// The two ends of a queue.
pub(super) fn write_queue() -> (WriteQueue, Waiting) {
    let (sender, receiver) = mpsc::sync_channel(MESSAGES);
    let bytes = Arc::new(AtomicUsize::new(0));
    (WriteQueue { entries: sender, bytes: bytes.clone(), dropped: 0 }, Waiting { entries: receiver, bytes })
}

/// The other end of the queue is gone.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Gone;

impl WriteQueue {
    /// Queues an entry and returns whether there was room. Entries that were dropped before are reported first, as a gap.
    pub(super) fn push(&mut self, entry: Entry) -> Result<bool, Gone> {
        if self.dropped > 0 && self.offer(Gap::too_fast(self.dropped).entry(entry.at, entry.wall))? {
            self.dropped = 0;
        }
        let fits = self.dropped == 0 && self.offer(entry)?;
        self.dropped += u64::from(!fits);
        Ok(fits)
    }

    /// Reports what was dropped last, as soon as there is room, and closes this end.
    pub(super) fn finish(self, at: Duration, wall: Timestamp) {
        if self.dropped > 0 {
            // If the other end is gone, it has failed, and its own error says why.
            let _ = self.entries.send(Gap::too_fast(self.dropped).entry(at, wall));
        }
    }

    fn offer(&self, entry: Entry) -> Result<bool, Gone> {
        let size = size(&entry);
        if self.bytes.load(Ordering::Relaxed) + size > BYTES {
            return Ok(false);
        }
        self.bytes.fetch_add(size, Ordering::Relaxed);
        match self.entries.try_send(entry) {
            Ok(()) => Ok(true),
            Err(TrySendError::Full(_)) => {
                self.bytes.fetch_sub(size, Ordering::Relaxed);
                Ok(false)
            }
            Err(TrySendError::Disconnected(_)) => Err(Gone),
        }
    }
}

impl Waiting {
    /// The next entry, if one comes within this time; [`Gone`] when none will come any more.
    pub(super) fn next(&self, patience: Duration) -> Result<Option<Entry>, Gone> {
        match self.entries.recv_timeout(patience) {
            Ok(entry) => {
                self.bytes.fetch_sub(size(&entry), Ordering::Relaxed);
                Ok(Some(entry))
            }
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => Err(Gone),
        }
    }
}

/// The bytes of topic and payload.
pub(super) fn size(entry: &Entry) -> usize {
    entry.topic.len() + entry.payload.bytes().map_or(0, bytes::Bytes::len)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(bytes: usize) -> Entry {
        Entry::new(Duration::ZERO, Timestamp::UNIX_EPOCH, "t", vec![0; bytes])
    }

    fn next(waiting: &Waiting) -> Entry {
        waiting.next(Duration::ZERO).unwrap().unwrap()
    }

    fn is_message(entry: &Entry) -> bool {
        entry.topic == "t"
    }

    #[test]
    fn what_does_not_fit_is_counted_and_reported_as_soon_as_possible() {
        let (mut queue, waiting) = write_queue();
        for _ in 0..MESSAGES {
            assert_eq!(queue.push(message(1)), Ok(true));
        }
        assert_eq!(queue.push(message(1)), Ok(false));
        assert_eq!(queue.push(message(1)), Ok(false));
        for _ in 0..2 {
            assert!(is_message(&next(&waiting)));
        }
        assert_eq!(queue.push(message(1)), Ok(true));
        for _ in 2..MESSAGES {
            assert!(is_message(&next(&waiting)));
        }
        assert_eq!(Gap::of(&next(&waiting)), Some(Gap::too_fast(2)));
        assert!(is_message(&next(&waiting)));
        assert!(waiting.next(Duration::ZERO).unwrap().is_none());
    }

    #[test]
    fn bytes_are_bounded_and_free_again_when_they_are_taken() {
        let (mut queue, waiting) = write_queue();
        assert_eq!(queue.push(message(BYTES / 2)), Ok(true));
        assert_eq!(queue.push(message(BYTES / 2)), Ok(false));
        next(&waiting);
        assert_eq!(queue.push(message(BYTES / 2)), Ok(true));
    }

    #[test]
    fn either_end_notices_when_the_other_is_gone() {
        let (mut queue, waiting) = write_queue();
        assert_eq!(queue.push(message(1)), Ok(true));
        drop(queue);
        next(&waiting);
        assert_eq!(waiting.next(Duration::ZERO).map(|_| ()), Err(Gone));
        let (mut queue, waiting) = write_queue();
        drop(waiting);
        assert_eq!(queue.push(message(1)), Err(Gone));
    }
}
