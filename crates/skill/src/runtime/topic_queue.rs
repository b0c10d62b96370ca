//! The messages that wait for a handler of topics.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;
use tracing::warn;

use crate::TopicMessage;

/// How many messages wait for a busy handler.
const MAX_MESSAGES: usize = 256;
/// How many bytes of payload wait for a busy handler.
const MAX_BYTES: usize = 4 << 20;

/// The messages that wait for one handler. If there are too many, the oldest is dropped.
#[derive(Debug, Clone, Default)]
pub(crate) struct TopicQueue(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    waiting: Mutex<Waiting>,
    more: Notify,
}

#[derive(Debug, Default)]
struct Waiting {
    messages: VecDeque<TopicMessage>,
    bytes: usize,
    /// How many were dropped since the handler last took one.
    dropped: u64,
}

impl TopicQueue {
    /// Adds a message.
    pub(crate) fn push(&self, message: TopicMessage) {
        let mut waiting = self.lock();
        waiting.bytes += message.payload.len();
        waiting.messages.push_back(message);
        while waiting.messages.len() > MAX_MESSAGES
            || (waiting.bytes > MAX_BYTES && waiting.messages.len() > 1)
        {
            waiting.pop();
            waiting.dropped += 1;
        }
        drop(waiting);
        self.0.more.notify_one();
    }

    /// Waits for the next message. `handler` is named in the log.
    pub(crate) async fn next(&self, handler: &str) -> TopicMessage {
        loop {
            let (message, dropped) = {
                let mut waiting = self.lock();
                (waiting.pop(), std::mem::take(&mut waiting.dropped))
            };
            if dropped > 0 {
                warn!(
                    handler,
                    dropped, "the handler is too slow for the messages on its topic; dropped the oldest ones"
                );
            }
            match message {
                Some(message) => return message,
                None => self.0.more.notified().await,
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Waiting {
    fn pop(&mut self) -> Option<TopicMessage> {
        let message = self.messages.pop_front()?;
        self.bytes -= message.payload.len();
        Some(message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use petasos_bus::{QoS, Received};

    fn message(number: usize, bytes: usize) -> TopicMessage {
        let (topic, payload) = (format!("t/{number}"), vec![0; bytes].into());
        let received = Received { topic, payload, qos: QoS::AtMostOnce, retain: false, dup: false };
        TopicMessage::new("t/+", &received)
    }

    #[tokio::test]
    async fn the_oldest_messages_are_dropped_and_the_others_keep_their_order() {
        let queue = TopicQueue::default();
        (0..MAX_MESSAGES + 10).for_each(|number| queue.push(message(number, 0)));
        for number in 10..MAX_MESSAGES + 10 {
            assert_eq!(queue.next("test").await.levels, [number.to_string()]);
        }
    }

    #[tokio::test]
    async fn large_messages_are_dropped_sooner_but_never_the_last() {
        let queue = TopicQueue::default();
        (0..3).for_each(|number| queue.push(message(number, MAX_BYTES)));
        assert_eq!(queue.next("test").await.levels, ["2"]);
    }
}
