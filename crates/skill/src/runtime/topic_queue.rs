//! Messages on topics, one after the other for each handler.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;
use tracing::warn;

use crate::TopicMessage;

/// So many messages wait for a handler that is busy.
const MESSAGES: usize = 256;
/// So many bytes of payload wait for it.
const BYTES: usize = 4 << 20;

/// The messages that wait for one handler. When there are too many, the oldest falls.
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
    /// Fallen since the handler last took one.
    fallen: u64,
}

impl TopicQueue {
    /// Appends a message.
    pub(crate) fn push(&self, message: TopicMessage) {
        let mut waiting = self.lock();
        waiting.bytes += message.payload.len();
        waiting.messages.push_back(message);
        while waiting.messages.len() > MESSAGES || (waiting.bytes > BYTES && waiting.messages.len() > 1) {
            waiting.pop();
            waiting.fallen += 1;
        }
        drop(waiting);
        self.0.more.notify_one();
    }

    /// The next message for this handler, as soon as there is one.
    pub(crate) async fn next(&self, handler: &str) -> TopicMessage {
        loop {
            let (message, fallen) = {
                let mut waiting = self.lock();
                (waiting.pop(), std::mem::take(&mut waiting.fallen))
            };
            if fallen > 0 {
                warn!(
                    handler,
                    fallen, "the handler is slower than its messages come; the oldest were dropped"
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
        let received = Received {
            topic: format!("t/{number}"),
            payload: vec![0; bytes].into(),
            qos: QoS::AtMostOnce,
            retain: false,
            dup: false,
        };
        TopicMessage::new("t/+", &received)
    }

    #[tokio::test]
    async fn the_oldest_messages_fall_and_the_others_keep_their_order() {
        let queue = TopicQueue::default();
        (0..MESSAGES + 10).for_each(|number| queue.push(message(number, 0)));
        for number in 10..MESSAGES + 10 {
            assert_eq!(queue.next("test").await.levels, [number.to_string()]);
        }
    }

    #[tokio::test]
    async fn large_messages_fall_sooner_but_never_the_last() {
        let queue = TopicQueue::default();
        (0..3).for_each(|number| queue.push(message(number, BYTES)));
        assert_eq!(queue.next("test").await.levels, ["2"]);
    }
}
