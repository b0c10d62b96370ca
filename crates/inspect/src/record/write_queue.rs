//! The bounded queue between the connection and the disk.
//!
//! The connection must be read without a pause, or the broker drops messages and does not say so. The disk may take its time.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender, TrySendError};
use std::time::Duration;

use jiff::Timestamp;
use petasos_bus::Received;
use petasos_recording::Gap;

/// So many messages may wait for the disk: ten seconds of a very busy house.
const MESSAGES: usize = 65_536;
/// So many bytes of topics and payloads may wait.
const BYTES: usize = 64 << 20;

/// Something to write, and when it was seen.
#[derive(Debug)]
pub(crate) struct Item {
    /// Since the recording began.
    pub(crate) at: Duration,
    /// On the wall clock.
    pub(crate) wall: Timestamp,
    pub(crate) what: What,
}

/// What there is to write.
#[derive(Debug)]
pub(crate) enum What {
    Message(Received),
    Gap(Gap),
}

/// The end that the connection holds.
#[derive(Debug)]
pub(crate) struct Queue {
    items: SyncSender<Item>,
    bytes: Arc<AtomicUsize>,
    /// Messages that fell since the last one that went in.
    fallen: u64,
}

/// The end that the disk holds.
#[derive(Debug)]
pub(crate) struct Waiting {
    items: Receiver<Item>,
    bytes: Arc<AtomicUsize>,
}

/// Makes the two ends of a queue.
pub(crate) fn queue() -> (Queue, Waiting) {
    let (sender, receiver) = mpsc::sync_channel(MESSAGES);
    let bytes = Arc::new(AtomicUsize::new(0));
    (Queue { items: sender, bytes: bytes.clone(), fallen: 0 }, Waiting { items: receiver, bytes })
}

/// The other end of the queue is gone.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Gone;

impl Queue {
    /// Puts something in, and says whether there was room. What fell before is told first, as a gap.
    pub(crate) fn push(&mut self, item: Item) -> Result<bool, Gone> {
        if self.fallen > 0 {
            let gap = What::Gap(Gap::too_fast(self.fallen));
            if self.offer(Item { at: item.at, wall: item.wall, what: gap })? {
                self.fallen = 0;
            }
        }
        let fits = self.fallen == 0 && self.offer(item)?;
        self.fallen += u64::from(!fits);
        Ok(fits)
    }

    /// Tells what fell last, as soon as there is room, and closes this end.
    pub(crate) fn finish(self, at: Duration, wall: Timestamp) {
        if self.fallen > 0 {
            let gap = What::Gap(Gap::too_fast(self.fallen));
            // If the other end is gone, it has failed, and says why itself.
            let _ = self.items.send(Item { at, wall, what: gap });
        }
    }

    fn offer(&self, item: Item) -> Result<bool, Gone> {
        let size = item.size();
        if self.bytes.load(Ordering::Relaxed) + size > BYTES {
            return Ok(false);
        }
        self.bytes.fetch_add(size, Ordering::Relaxed);
        match self.items.try_send(item) {
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
    /// The next item, if one comes within this time; [`Gone`] when none will come any more.
    pub(crate) fn next(&self, patience: Duration) -> Result<Option<Item>, Gone> {
        match self.items.recv_timeout(patience) {
            Ok(item) => {
                self.bytes.fetch_sub(item.size(), Ordering::Relaxed);
                Ok(Some(item))
            }
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => Err(Gone),
        }
    }
}

impl Item {
    fn size(&self) -> usize {
        match &self.what {
            What::Message(received) => received.topic.len() + received.payload.len(),
            What::Gap(_) => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use petasos_bus::QoS;

    fn message(bytes: usize) -> Item {
        let received = Received {
            topic: "t".to_owned(),
            payload: vec![0; bytes].into(),
            qos: QoS::AtMostOnce,
            retain: false,
            dup: false,
        };
        Item { at: Duration::ZERO, wall: Timestamp::UNIX_EPOCH, what: What::Message(received) }
    }

    fn next(waiting: &Waiting) -> What {
        waiting.next(Duration::ZERO).unwrap().unwrap().what
    }

    #[test]
    fn what_does_not_fit_is_counted_and_told_as_soon_as_there_is_room() {
        let (mut queue, waiting) = queue();
        for _ in 0..MESSAGES {
            assert_eq!(queue.push(message(1)), Ok(true));
        }
        assert_eq!(queue.push(message(1)), Ok(false));
        assert_eq!(queue.push(message(1)), Ok(false));
        for _ in 0..2 {
            assert!(matches!(next(&waiting), What::Message(_)));
        }
        assert_eq!(queue.push(message(1)), Ok(true));
        for _ in 2..MESSAGES {
            assert!(matches!(next(&waiting), What::Message(_)));
        }
        assert!(matches!(next(&waiting), What::Gap(gap) if gap == Gap::too_fast(2)));
        assert!(matches!(next(&waiting), What::Message(_)));
        assert!(waiting.next(Duration::ZERO).unwrap().is_none());
    }

    #[test]
    fn bytes_are_bounded_and_free_again_when_they_are_taken() {
        let (mut queue, waiting) = queue();
        assert_eq!(queue.push(message(BYTES / 2)), Ok(true));
        assert_eq!(queue.push(message(BYTES / 2)), Ok(false));
        next(&waiting);
        assert_eq!(queue.push(message(BYTES / 2)), Ok(true));
    }

    #[test]
    fn either_end_notices_when_the_other_is_gone() {
        let (mut queue, waiting) = queue();
        assert_eq!(queue.push(message(1)), Ok(true));
        drop(queue);
        next(&waiting);
        assert_eq!(waiting.next(Duration::ZERO).map(|_| ()), Err(Gone));
        let (mut queue, waiting) = super::queue();
        drop(waiting);
        assert_eq!(queue.push(message(1)), Err(Gone));
    }
}
