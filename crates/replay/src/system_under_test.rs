//! What can be tested by a replay.

use std::time::Duration;

use bytes::Bytes;

/// A part of a voice house that can be tested by a replay: messages and time in, messages out.
///
/// Times count from the begin of the replay. After each call of a `handle` method everything is taken from
/// [`poll_output`](Self::poll_output), then [`poll_timeout`](Self::poll_timeout) is asked when to come back.
pub trait SystemUnderTest {
    /// A message arrived.
    fn handle(&mut self, now: Duration, message: &Packet);

    /// The time of [`poll_timeout`](Self::poll_timeout) has come.
    fn handle_timeout(&mut self, now: Duration);

    /// The next message it says, until there is none.
    fn poll_output(&mut self) -> Option<Packet>;

    /// When [`handle_timeout`](Self::handle_timeout) is to be called; `None` if nothing is planned.
    fn poll_timeout(&self) -> Option<Duration>;
}

/// A message.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Packet {
    /// Where.
    pub topic: String,
    /// What.
    pub payload: Bytes,
    /// Whether it is marked as perhaps sent before (MQTT's DUP flag).
    pub duplicate: bool,
}

impl Packet {
    /// A message sent for the first time.
    pub fn new(topic: impl Into<String>, payload: impl Into<Bytes>) -> Self {
        Self { topic: topic.into(), payload: payload.into(), duplicate: false }
    }
}
