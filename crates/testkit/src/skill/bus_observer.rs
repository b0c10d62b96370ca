//! What we published ourselves, told from what others did.

use std::collections::VecDeque;

use bytes::Bytes;
use petasos_bus::Received;

/// What somebody published who also hears everything, and what has not come back yet.
#[derive(Debug, Default)]
pub(super) struct Ours(VecDeque<(String, Bytes)>);

impl Ours {
    /// This was published.
    pub(super) fn note(&mut self, topic: String, payload: Bytes) {
        self.0.push_back((topic, payload));
    }

    /// Whether that is what comes back next: it does in the order in which it went out.
    pub(super) fn take(&mut self, packet: &Received) -> bool {
        let is_ours =
            |(topic, payload): &mut (String, Bytes)| *topic == packet.topic && *payload == packet.payload;
        let ours = self.0.front_mut().is_some_and(is_ours);
        if ours {
            self.0.pop_front();
        }
        ours
    }
}
