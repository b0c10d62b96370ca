//! Messages that were sent and are not acknowledged yet.

use std::collections::VecDeque;

use tokio::time::Instant;

use crate::outbox::Queued;

/// The most messages in flight: enough that acknowledgements arrive in batches, not one by one.
const WINDOW: usize = 2_048;
/// The most bytes in flight; a single message may be larger.
const WINDOW_BYTES: usize = 1 << 20;
/// Packet identifiers above this one belong to subscriptions.
const LAST_ID: u16 = 0xFEFF;
/// Packet identifiers this far apart come from before and after the counter wrapped around.
const HALF_A_ROUND: u16 = 0x7000;
/// If the broker closed this many connections while the same message was the oldest unacknowledged one, that message is
/// sent alone; if the broker closes the connection again, the message is the cause.
const SUSPICIOUS: u8 = 2;

/// The unacknowledged QoS 1 messages in the order of sending. After a reconnect they are sent again in the same order,
/// before any new message.
#[derive(Debug, Default)]
pub(super) struct InFlight {
    messages: VecDeque<Sent>,
    bytes: usize,
    last_id: u16,
    /// How many of them were sent on this connection; the others still have to be sent again.
    sent: usize,
}

#[derive(Debug)]
struct Sent {
    id: u16,
    queued: Queued,
    /// How many connections the broker closed while this one was the oldest.
    closed_on: u8,
}

impl InFlight {
    pub(super) fn len(&self) -> usize {
        self.messages.len()
    }

    /// Whether nothing has to be sent again.
    pub(super) fn is_complete(&self) -> bool {
        self.sent == self.messages.len()
    }

    /// Whether there is room for new ones.
    pub(super) fn has_room(&self) -> bool {
        self.is_complete()
            && self.messages.len() < WINDOW
            && self.bytes < WINDOW_BYTES
            && !self.waits_for_suspect()
    }

    /// Adds a new message; returns its packet identifier.
    pub(super) fn add(&mut self, queued: Queued) -> u16 {
        self.last_id = next(self.last_id);
        // Identifiers are assigned in turn, so one that is still in use can only come up after the counter has wrapped around.
        let oldest = self.messages.front().map_or(self.last_id, |sent| sent.id);
        if !(1..HALF_A_ROUND).contains(&self.last_id.wrapping_sub(oldest)) {
            while self.messages.iter().any(|sent| sent.id == self.last_id) {
                self.last_id = next(self.last_id);
            }
        }
        self.bytes += queued.size();
        self.messages.push_back(Sent { id: self.last_id, queued, closed_on: 0 });
        self.sent += 1;
        self.last_id
    }

    /// The broker has acknowledged this message.
    pub(super) fn acknowledge(&mut self, id: u16) {
        let Some(position) = self.messages.iter().position(|sent| sent.id == id) else {
            return;
        };
        if let Some(acknowledged) = self.messages.remove(position) {
            self.bytes -= acknowledged.queued.size();
        }
        if position < self.sent {
            self.sent -= 1;
        }
    }

    /// The connection was lost: all messages have to be sent again, unless they expire first. If the broker closed it, the
    /// oldest message may be the cause; a message that certainly is gets removed and returned.
    pub(super) fn rewind(&mut self, closed_by_broker: bool) -> Option<Queued> {
        let was_sent = self.sent > 0;
        self.sent = 0;
        let oldest = self.messages.front_mut().filter(|_| closed_by_broker && was_sent)?;
        oldest.closed_on += 1;
        if oldest.closed_on <= SUSPICIOUS {
            return None;
        }
        let refused = self.messages.pop_front()?.queued;
        self.bytes -= refused.size();
        Some(refused)
    }

    /// The broker is unreachable, so it did not close the connection because of a message.
    pub(super) fn clear_suspicion(&mut self) {
        if let Some(oldest) = self.messages.front_mut() {
            oldest.closed_on = 0;
        }
    }

    /// The next message to be sent again, with its packet identifier. Those that expired meanwhile are handed to `expired`.
    pub(super) fn repeat(&mut self, now: Instant, mut expired: impl FnMut(Queued)) -> Option<(u16, &Queued)> {
        if self.waits_for_suspect() {
            return None;
        }
        while self.messages.get(self.sent)?.queued.has_expired(now) {
            let gone = self.messages.remove(self.sent)?.queued;
            self.bytes -= gone.size();
            expired(gone);
        }
        let next = self.messages.get(self.sent)?;
        self.sent += 1;
        Some((next.id, &next.queued))
    }

    fn waits_for_suspect(&self) -> bool {
        self.sent > 0 && self.messages.front().is_some_and(|oldest| oldest.closed_on >= SUSPICIOUS)
    }
}

/// The packet identifier after this one.
fn next(id: u16) -> u16 {
    if id >= LAST_ID { 1 } else { id + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Class, Publish};
    use std::time::Duration;

    fn message(text: &str) -> Queued {
        Queued { message: Publish::new("t", text.to_owned(), Class::Report), expires_at: None }
    }

    fn repeated(in_flight: &mut InFlight, now: Instant) -> Vec<(u16, String)> {
        let mut all = Vec::new();
        while let Some((id, queued)) = in_flight.repeat(now, drop) {
            all.push((id, String::from_utf8(queued.message.payload.to_vec()).unwrap()));
        }
        all
    }

    #[test]
    fn unacknowledged_messages_are_repeated_in_order_with_their_numbers() {
        let mut in_flight = InFlight::default();
        for text in ["a", "b", "c", "d"] {
            in_flight.add(message(text));
        }
        in_flight.acknowledge(2);
        assert_eq!(in_flight.rewind(false).map(|_| ()), None);
        assert!(!in_flight.has_room());
        let all = repeated(&mut in_flight, Instant::now());
        assert_eq!(all, [(1, "a".into()), (3, "c".into()), (4, "d".into())]);
        assert!(in_flight.has_room());
    }

    #[test]
    fn what_expired_meanwhile_is_not_repeated() {
        let mut in_flight = InFlight::default();
        let now = Instant::now();
        in_flight.add(message("a"));
        in_flight.add(Queued { expires_at: Some(now), ..message("late") });
        in_flight.add(message("b"));
        in_flight.rewind(false);
        assert_eq!(
            repeated(&mut in_flight, now + Duration::from_secs(1)),
            [(1, "a".into()), (3, "b".into())]
        );
        assert_eq!((in_flight.len(), in_flight.bytes), (2, 4));
    }

    #[test]
    fn a_message_that_makes_the_broker_hang_up_is_sent_alone_and_then_given_up() {
        let mut in_flight = InFlight::default();
        for text in ["poison", "b", "c"] {
            in_flight.add(message(text));
        }
        for _ in 0..2 {
            assert!(in_flight.rewind(true).is_none());
            in_flight.repeat(Instant::now(), drop);
        }
        assert_eq!(repeated(&mut in_flight, Instant::now()), [], "the suspected message is sent alone");
        let given_up = in_flight.rewind(true).unwrap();
        assert_eq!(given_up.message.payload, "poison");
        let all = repeated(&mut in_flight, Instant::now());
        assert_eq!(all, [(2, "b".into()), (3, "c".into())]);
    }

    #[test]
    fn a_broker_that_dies_again_and_again_makes_no_message_suspicious() {
        let mut in_flight = InFlight::default();
        in_flight.add(message("a"));
        for _ in 0..10 {
            assert!(in_flight.rewind(true).is_none());
            in_flight.clear_suspicion();
            assert_eq!(repeated(&mut in_flight, Instant::now()), [(1, "a".into())]);
        }
        assert!(in_flight.has_room());
    }

    #[test]
    fn numbers_wrap_around_without_meeting_one_in_use() {
        let mut in_flight = InFlight::default();
        let first = in_flight.add(message("stays"));
        for _ in 0..u32::from(LAST_ID) * 2 {
            let id = in_flight.add(message("goes"));
            assert!(id != first && id != 0 && id <= LAST_ID);
            in_flight.acknowledge(id);
        }
        assert_eq!(in_flight.len(), 1);
    }

    #[test]
    fn the_window_is_bounded_by_number_and_by_bytes() {
        let mut in_flight = InFlight::default();
        while in_flight.has_room() {
            in_flight.add(message("x"));
        }
        assert_eq!(in_flight.len(), WINDOW);
        let mut in_flight = InFlight::default();
        in_flight.add(message(&"x".repeat(WINDOW_BYTES)));
        assert!(!in_flight.has_room());
    }
}
