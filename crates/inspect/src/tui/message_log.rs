//! The last messages.

use std::collections::VecDeque;
use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;
use petasos_messages::{SessionId, SiteId};
use petasos_recording::{Attribution, Entry, Payload};
use petasos_watch::tracker::{Session, Sound};

use crate::payload_view::PayloadView;

/// The most messages that are kept.
const MOST: usize = 10_000;
/// The most bytes that their payloads may have in total.
const MOST_BYTES: usize = 16 << 20;

/// The last messages, oldest first, without microphone audio.
#[derive(Debug, Default)]
pub(super) struct MessageLog {
    kept: VecDeque<Kept>,
    bytes: usize,
    next: u64,
}

/// A message that is kept. Of audio, only length and level are kept.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    /// A unique number that increases.
    pub(super) number: u64,
    /// When it arrived, since the start.
    pub(super) at: Duration,
    /// When it arrived, as wall clock time.
    pub(super) wall: Timestamp,
    pub(super) topic: String,
    pub(super) qos: u8,
    /// Whether it is a retained message.
    pub(super) retain: bool,
    /// The component that sent it.
    pub(super) from: petasos_recording::Sender,
    /// The site it is about.
    pub(super) site: Option<SiteId>,
    /// The session it belongs to.
    pub(super) session: Option<SessionId>,
    body: Body,
}

/// What is kept of a payload.
#[derive(Debug, Clone)]
enum Body {
    Bytes(Bytes),
    Sound(Sound),
    LeftOut(u64),
}

impl MessageLog {
    /// Keeps a message, and removes the oldest if there are too many.
    pub(super) fn keep(&mut self, entry: &Entry, about: &Attribution) {
        let kept = Kept {
            number: self.next,
            at: entry.at,
            wall: entry.wall,
            topic: entry.topic.clone(),
            qos: entry.qos,
            retain: entry.retain,
            from: entry.from.clone(),
            site: about.site.clone(),
            session: about.session.clone(),
            body: Body::of(&entry.payload),
        };
        self.next += 1;
        self.bytes += kept.body.size();
        self.kept.push_back(kept);
        while self.kept.len() > MOST || self.bytes > MOST_BYTES {
            let removed = self.kept.pop_front();
            self.bytes -= removed.map_or(0, |removed| removed.body.size());
        }
    }

    /// The messages, oldest first.
    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = &Kept> {
        self.kept.iter()
    }
}

impl Kept {
    pub(super) fn payload(&self) -> PayloadView {
        match &self.body {
            Body::Bytes(bytes) => PayloadView::new(&Payload::Bytes(bytes.clone())),
            Body::Sound(sound) => PayloadView::Sound(*sound),
            Body::LeftOut(bytes) => PayloadView::LeftOut(*bytes),
        }
    }

    /// Whether it belongs to this session, or to none but arrived at its site meanwhile.
    pub(super) fn is_of(&self, session: &Session) -> bool {
        if let Some(id) = &self.session {
            return *id == session.id;
        }
        let until = session.ended.as_ref().map_or(Duration::MAX, |ended| ended.at);
        self.site.is_some() && self.site == session.site && (session.began..=until).contains(&self.at)
    }

    /// Whether its topic or payload contains a text, ignoring case.
    pub(super) fn contains(&self, text: &str) -> bool {
        let in_payload = || matches!(&self.body, Body::Bytes(bytes) if holds(bytes, text.as_bytes()));
        holds(self.topic.as_bytes(), text.as_bytes()) || in_payload()
    }
}

impl Body {
    /// The bytes are copied, because those from the network share a buffer that would be kept as a whole.
    fn of(payload: &Payload) -> Self {
        let sound = Sound::of(payload);
        match payload {
            _ if sound.length.is_some() => Self::Sound(sound),
            Payload::Bytes(bytes) => Self::Bytes(Bytes::copy_from_slice(bytes)),
            Payload::LeftOut { bytes, .. } => Self::LeftOut(*bytes),
        }
    }

    fn size(&self) -> usize {
        match self {
            Self::Bytes(bytes) => bytes.len(),
            Self::Sound(_) | Self::LeftOut(_) => 0,
        }
    }
}

/// Whether these bytes contain that text, ignoring the case of ASCII letters.
fn holds(bytes: &[u8], text: &[u8]) -> bool {
    text.is_empty() || bytes.windows(text.len()).any(|window| window.eq_ignore_ascii_case(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(topic: &str, payload: Vec<u8>) -> Entry {
        Entry::new(Duration::ZERO, Timestamp::UNIX_EPOCH, topic, payload)
    }

    #[test]
    fn what_is_kept_is_bounded_by_number_and_by_bytes() {
        let mut messages = MessageLog::default();
        for _ in 0..MOST + 5 {
            messages.keep(&entry("a", b"x".to_vec()), &Attribution::default());
        }
        assert_eq!((messages.kept.len(), messages.bytes), (MOST, MOST));
        assert_eq!(messages.iter().next().map(|kept| kept.number), Some(5));
        for _ in 0..20 {
            messages.keep(&entry("a", vec![0; 1 << 20]), &Attribution::default());
        }
        assert!(messages.bytes <= MOST_BYTES && messages.kept.len() <= 16);
        assert_eq!(messages.bytes, messages.kept.iter().map(|kept| kept.body.size()).sum::<usize>());
    }

    #[test]
    fn text_is_found_in_topics_and_payloads() {
        let mut messages = MessageLog::default();
        messages.keep(&entry("hermes/tts/say", br#"{"text":"Okay"}"#.to_vec()), &Attribution::default());
        let say = messages.iter().next().unwrap();
        assert!(["", "TTS", "okay", "hermes/tts/say"].iter().all(|text| say.contains(text)));
        assert!(!say.contains("okay!"));
    }
}
