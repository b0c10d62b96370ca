//! Sessions waiting for a busy site.

use std::collections::VecDeque;

use crate::Time;
use crate::session::Session;

/// The queue of one site: first in, first out. Each session has a deadline.
#[derive(Debug, Default)]
pub(crate) struct SessionQueue(VecDeque<Waiting>);

#[derive(Debug)]
struct Waiting {
    session: Box<Session>,
    until: Time,
}

impl SessionQueue {
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Session> {
        self.0.iter().map(|waiting| &*waiting.session)
    }

    /// Queues a session until its deadline. `None` if `limit` sessions are queued already.
    pub(crate) fn push(&mut self, session: Session, until: Time, limit: usize) -> Option<&Session> {
        if self.0.len() >= limit {
            return None;
        }
        self.0.push_back(Waiting { session: Box::new(session), until });
        self.0.back().map(|waiting| &*waiting.session)
    }

    /// The session to start next.
    pub(crate) fn pop(&mut self) -> Option<Box<Session>> {
        self.0.pop_front().map(|waiting| waiting.session)
    }

    /// Removes a session whose deadline has passed.
    pub(crate) fn pop_expired(&mut self, now: Time) -> Option<Box<Session>> {
        let index = self.0.iter().position(|waiting| waiting.until <= now)?;
        self.0.remove(index).map(|waiting| waiting.session)
    }

    /// The earliest deadline.
    pub(crate) fn next_deadline(&self) -> Option<Time> {
        self.0.iter().map(|waiting| waiting.until).min()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use petasos_messages::SessionId;

    use super::*;
    use crate::plan::TEXT;

    fn at(seconds: u64) -> Time {
        Time::START + Duration::from_secs(seconds)
    }

    fn queue(sessions: &[(&str, u64)]) -> SessionQueue {
        let mut queue = SessionQueue::default();
        for (id, until) in sessions {
            queue.push(Session::new(SessionId::new(*id).unwrap(), TEXT), at(*until), 16).unwrap();
        }
        queue
    }

    fn ids(queue: &SessionQueue) -> Vec<&str> {
        queue.iter().map(|session| session.id.as_str()).collect()
    }

    #[test]
    fn sessions_leave_the_queue_in_order() {
        let mut queue = queue(&[("a", 30), ("b", 10), ("c", 20)]);
        assert_eq!(ids(&queue), ["a", "b", "c"]);
        for id in ["a", "b", "c"] {
            assert_eq!(queue.pop().unwrap().id.as_str(), id);
        }
        assert!(queue.is_empty() && queue.pop().is_none());
    }

    #[test]
    fn a_full_queue_takes_no_more() {
        let mut queue = queue(&[("a", 30), ("b", 30)]);
        assert!(queue.push(Session::new(SessionId::new("c").unwrap(), TEXT), at(30), 2).is_none());
        assert_eq!(ids(&queue), ["a", "b"]);
        queue.pop();
        assert!(queue.push(Session::new(SessionId::new("d").unwrap(), TEXT), at(30), 2).is_some());
        assert_eq!(queue.len(), 2);
    }

    #[test]
    fn an_expired_request_is_removed_from_any_position() {
        let mut queue = queue(&[("a", 30), ("b", 10), ("c", 20), ("d", 40)]);
        assert!(queue.pop_expired(at(9)).is_none());
        let expired: Vec<_> = std::iter::from_fn(|| queue.pop_expired(at(20))).collect();
        let expired: Vec<_> = expired.iter().map(|session| session.id.as_str()).collect();
        assert_eq!(expired, ["b", "c"]);
        assert_eq!(ids(&queue), ["a", "d"]);
    }

    #[test]
    fn the_deadline_is_the_earliest_of_all() {
        let mut queue = queue(&[("a", 30), ("b", 10), ("c", 20)]);
        assert_eq!(queue.next_deadline(), Some(at(10)));
        queue.pop_expired(at(10));
        assert_eq!(queue.next_deadline(), Some(at(20)));
        queue.pop();
        queue.pop();
        assert_eq!(queue.next_deadline(), None);
    }
}
