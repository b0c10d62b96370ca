//! Generates request and session ids, and recognises its own.

use std::collections::VecDeque;

use petasos_messages::{RequestId, SessionId};
use petasos_sans_io::RandomSource;

/// How many ids chosen by other components are remembered.
const ADOPTED: usize = 256;

/// Generates version 4 UUIDs that share their first 32 bits, chosen at random once per process. That tells our messages, received
/// back from the broker, from another manager's without storing every id.
#[derive(Debug)]
pub(crate) struct IdGenerator {
    source: Box<dyn RandomSource>,
    tag: u32,
    adopted: VecDeque<SessionId>,
}

impl IdGenerator {
    pub(crate) fn new(mut source: Box<dyn RandomSource>) -> Self {
        let tag = (source.random() >> 96) as u32;
        Self { source, tag, adopted: VecDeque::new() }
    }

    /// A random number below `bound`.
    pub(crate) fn choose(&mut self, bound: usize) -> usize {
        if bound <= 1 {
            return 0;
        }
        usize::try_from(self.source.random() % bound as u128).unwrap_or(0)
    }

    pub(crate) fn request(&mut self) -> RequestId {
        #[expect(clippy::expect_used, reason = "the text of a UUID is an id")]
        RequestId::new(self.uuid().as_str()).expect("a UUID is an id")
    }

    /// `prefix` followed by a UUID, or only the UUID where the prefix is not valid in an id.
    pub(crate) fn session(&mut self, prefix: &str) -> SessionId {
        let uuid = self.uuid();
        if let Ok(id) = SessionId::new([prefix, uuid.as_str()].concat()) {
            return id;
        }
        #[expect(clippy::expect_used, reason = "the text of a UUID is an id")]
        SessionId::new(uuid.as_str()).expect("a UUID is an id")
    }

    /// Records an id chosen by another component. Returns false if it is already in use.
    pub(crate) fn adopt(&mut self, id: &SessionId) -> bool {
        if self.is_own(id.as_str()) {
            return false;
        }
        if self.adopted.len() == ADOPTED {
            self.adopted.pop_front();
        }
        self.adopted.push_back(id.clone());
        true
    }

    /// Whether this id was generated or adopted by this manager.
    pub(crate) fn is_own(&self, id: &str) -> bool {
        let tagged = id.len().checked_sub(UUID_LENGTH).and_then(|start| id.get(start..start + 8));
        tagged.is_some_and(|tag| u32::from_str_radix(tag, 16) == Ok(self.tag))
            || self.adopted.iter().any(|own| own.as_str() == id)
    }

    fn uuid(&mut self) -> UuidText {
        let random = self.source.random() & (u128::MAX >> 32);
        let tagged = (u128::from(self.tag) << 96) | random;
        let version = (tagged & !(0xf << 76)) | (0x4 << 76);
        UuidText::new((version & !(0x3 << 62)) | (0x2 << 62))
    }
}

const UUID_LENGTH: usize = 36;

/// The text of a UUID, formatted without allocating.
struct UuidText([u8; UUID_LENGTH]);

impl UuidText {
    fn new(bits: u128) -> Self {
        let mut text = [b'-'; UUID_LENGTH];
        let mut places = text.iter_mut().enumerate().filter(|(place, _)| !matches!(place, 8 | 13 | 18 | 23));
        for byte in bits.to_be_bytes() {
            for digit in [byte >> 4, byte & 0xf] {
                if let Some((_, place)) = places.next() {
                    *place = if digit < 10 { b'0' + digit } else { b'a' + digit - 10 };
                }
            }
        }
        Self(text)
    }

    fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use petasos_sans_io::Random;

    use super::*;

    #[test]
    fn ids_are_version_4_uuids_that_are_recognised() {
        let mut ids = IdGenerator::new(Box::new(Random::new(1)));
        let request = ids.request();
        let text = request.as_str();
        assert_eq!(text.len(), 36);
        assert_eq!(&text[14..15], "4");
        assert!("89ab".contains(&text[19..20]));
        assert!(ids.is_own(text));
        assert!(!ids.is_own("1128ab27-5dc7-46d1-8810-bbd47a62f88c"));
        assert!(!ids.is_own("short") && !ids.is_own("ä".repeat(30).as_str()));
    }

    #[test]
    fn a_session_id_carries_its_prefix_where_it_can() {
        let mut ids = IdGenerator::new(Box::new(Random::new(2)));
        assert!(ids.session("kitchen-jarvis-").as_str().starts_with("kitchen-jarvis-"));
        assert_eq!(ids.session("odd/#-").as_str().len(), 36);
    }

    #[test]
    fn a_foreign_id_is_adopted_once() {
        let mut ids = IdGenerator::new(Box::new(Random::new(3)));
        let id = SessionId::new("mine").unwrap();
        assert!(ids.adopt(&id));
        assert!(ids.is_own("mine"));
        assert!(!ids.adopt(&id));
    }
}
