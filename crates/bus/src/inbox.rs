//! The bounded queue between a bus and the reader of its events.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::Event;

/// The most events that wait to be read; then the bus stops reading its socket.
const ENTRIES: usize = 1024;
/// The most bytes of payload that wait.
const BYTES: usize = 16 << 20;

/// The events of one bus, in order.
#[derive(Debug)]
pub struct Events {
    shared: Arc<Shared>,
}

/// The sending end, held by the bus.
#[derive(Debug)]
pub(crate) struct Inbox {
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    /// Something to read, or the end.
    item: Notify,
    /// Half of the queue is free again.
    room: Notify,
}

#[derive(Debug, Default)]
struct State {
    queue: VecDeque<Event>,
    bytes: usize,
    /// The queue was full, and the bus has not been notified yet that it no longer is.
    full: bool,
    closed: bool,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn pop(&mut self) -> Option<Event> {
        let event = self.queue.pop_front()?;
        self.bytes -= size(&event);
        if self.queue.is_empty() && self.queue.capacity() > ENTRIES {
            self.queue.shrink_to(ENTRIES / 16);
        }
        Some(event)
    }
}

/// Makes the two ends of a queue.
pub(crate) fn inbox() -> (Inbox, Events) {
    let shared = Arc::new(Shared::default());
    (Inbox { shared: shared.clone() }, Events { shared })
}

impl Events {
    /// Waits for the next event; `None` when the bus has ended. Cancel safe: no event is lost.
    pub async fn next(&mut self) -> Option<Event> {
        loop {
            {
                let mut state = self.shared.lock();
                if let Some(event) = self.take(&mut state) {
                    return Some(event);
                }
                if state.closed {
                    return None;
                }
            }
            self.shared.item.notified().await;
        }
    }

    /// The next event if there is one already.
    pub fn try_next(&mut self) -> Option<Event> {
        self.take(&mut self.shared.lock())
    }

    fn take(&self, state: &mut State) -> Option<Event> {
        let event = state.pop()?;
        if state.full && state.queue.len() <= ENTRIES / 2 && state.bytes <= BYTES / 2 {
            state.full = false;
            self.shared.room.notify_one();
        }
        Some(event)
    }
}

impl Drop for Events {
    fn drop(&mut self) {
        let mut state = self.shared.lock();
        *state = State { closed: true, ..State::default() };
        self.shared.room.notify_one();
    }
}

impl Inbox {
    /// Appends an event. Returns whether there is room for more; if not, wait for [`Inbox::room`]. Only `Disconnected`
    /// may be pushed without room; it replaces an earlier one.
    pub(crate) fn push(&self, event: Event) -> bool {
        let mut state = self.shared.lock();
        if state.closed {
            return true;
        }
        if state.full
            && matches!(event, Event::Disconnected { .. })
            && let Some(last @ Event::Disconnected { .. }) = state.queue.back_mut()
        {
            *last = event;
            return false;
        }
        state.bytes += size(&event);
        state.queue.push_back(event);
        state.full = state.queue.len() >= ENTRIES || state.bytes >= BYTES;
        let room = !state.full;
        drop(state);
        self.shared.item.notify_one();
        room
    }

    /// Waits until half of the queue is free again. Cancel safe.
    pub(crate) async fn room(&self) {
        while self.shared.lock().full {
            self.shared.room.notified().await;
        }
    }

    /// Ends the stream of events; what waits can still be read.
    pub(crate) fn close(&self) {
        self.shared.lock().closed = true;
        self.shared.item.notify_one();
    }
}

fn size(event: &Event) -> usize {
    match event {
        Event::Received(received) => received.topic.len() + received.payload.len(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::DisconnectReason;

    fn lost(milliseconds: u64) -> Event {
        Event::Disconnected {
            reason: DisconnectReason::Closed,
            retry_in: Duration::from_millis(milliseconds),
        }
    }

    #[tokio::test]
    async fn a_full_inbox_asks_to_wait_until_half_of_it_is_read() {
        let (inbox, mut events) = inbox();
        let mut count = 1;
        while inbox.push(Event::Subscribed) {
            count += 1;
        }
        assert_eq!(count, ENTRIES);
        for _ in 0..ENTRIES / 2 - 1 {
            events.try_next().unwrap();
        }
        let still_full = tokio::time::timeout(Duration::from_millis(1), inbox.room()).await;
        assert!(still_full.is_err());
        events.try_next().unwrap();
        inbox.room().await;
    }

    #[test]
    fn a_long_outage_does_not_grow_an_inbox_that_nobody_reads() {
        let (inbox, mut events) = inbox();
        while inbox.push(lost(0)) {}
        for milliseconds in 1..=10 * ENTRIES as u64 {
            assert!(!inbox.push(lost(milliseconds)));
        }
        let mut all = std::iter::from_fn(|| events.try_next());
        assert_eq!(all.by_ref().take(ENTRIES - 1).count(), ENTRIES - 1);
        assert_eq!(all.last(), Some(lost(10 * ENTRIES as u64)));
    }

    #[tokio::test]
    async fn a_dropped_reader_stops_nobody() {
        let (inbox, events) = inbox();
        while inbox.push(Event::Subscribed) {}
        drop(events);
        inbox.room().await;
        assert!((0..2 * ENTRIES).all(|_| inbox.push(Event::Subscribed)));
    }

    #[tokio::test]
    async fn what_was_there_before_the_end_can_still_be_read() {
        let (inbox, mut events) = inbox();
        inbox.push(Event::Subscribed);
        inbox.close();
        assert_eq!(events.next().await, Some(Event::Subscribed));
        assert_eq!(events.next().await, None);
    }
}
