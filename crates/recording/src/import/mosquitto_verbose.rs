//! The output of `mosquitto_sub -v`: the topic, a space, and the payload, which may contain line ends.
//!
//! Nothing marks the end of a message: a line begins one if its first word looks like a topic of several levels. So topics of one
//! level, and topics with spaces, are not found.

use bytes::Bytes;

use super::Printed;
use crate::Payload;
use crate::file::MAX_LINE_BYTES;

/// What is printed for an empty payload.
const EMPTY: &[u8] = b"(null)";

/// A message that may continue in the next line.
#[derive(Debug, Default)]
pub(super) struct Open {
    topic: String,
    payload: Vec<u8>,
    /// The length of the payload, which is not kept beyond [`MAX_LINE_BYTES`].
    bytes: u64,
    /// Whether there is a message.
    is_there: bool,
}

impl Open {
    /// The first message, from the first line.
    pub(super) fn begin(line: &[u8]) -> Result<Self, String> {
        let mut open = Self::default();
        if split(line).is_none() {
            let hint = "neither mosquitto_sub -F %J nor mosquitto_sub -v prints such a line";
            return Err(hint.to_owned());
        }
        open.line(line);
        Ok(open)
    }

    /// Takes a line. Returns the message before it, if the line begins another.
    pub(super) fn line(&mut self, line: &[u8]) -> Option<Printed> {
        let Some((topic, payload)) = split(line) else {
            self.add(b"\n");
            self.add(line);
            return None;
        };
        let before = self.end();
        topic.clone_into(&mut self.topic);
        self.is_there = true;
        self.add(payload);
        before
    }

    /// The message, which is complete.
    pub(super) fn end(&mut self) -> Option<Printed> {
        let Self { topic, payload, bytes, is_there } = std::mem::take(self);
        let whole = u64::try_from(payload.len()) == Ok(bytes);
        let payload = match whole {
            true if payload == EMPTY => Payload::Bytes(Bytes::new()),
            true => Payload::Bytes(payload.into()),
            false => Payload::LeftOut { bytes, sound: None },
        };
        is_there.then_some(Printed { wall: None, topic, qos: 0, retain: false, payload, rewritten: false })
    }

    fn add(&mut self, more: &[u8]) {
        self.bytes += u64::try_from(more.len()).unwrap_or(u64::MAX);
        if self.payload.len() + more.len() <= MAX_LINE_BYTES {
            self.payload.extend_from_slice(more);
        }
    }
}

/// The topic and the payload, if the line begins a message.
fn split(line: &[u8]) -> Option<(&str, &[u8])> {
    let space = line.iter().position(|byte| *byte == b' ')?;
    let (topic, payload) = line.split_at_checked(space)?;
    let topic = std::str::from_utf8(topic).ok()?;
    let foreign = |letter: char| letter.is_control() || "\"'{}[]()<>\\=,;+#".contains(letter);
    let is_topic = topic.contains('/') && !topic.contains("://") && !topic.contains(foreign);
    is_topic.then_some((topic, payload.get(1..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &str) -> Vec<(String, Vec<u8>)> {
        let mut lines = lines.split('\n').map(str::as_bytes);
        let mut open = Open::begin(lines.next().unwrap()).unwrap();
        let mut printed: Vec<_> = lines.filter_map(|line| open.line(line)).collect();
        printed.extend(open.end());
        printed.into_iter().map(|one| (one.topic, one.payload.bytes().unwrap().to_vec())).collect()
    }

    #[test]
    fn a_payload_may_have_lines() {
        let text = "hermes/tts/say {\n  \"text\": \"see http://a.b/c d\"\n}\n\nhermes/asr/toggleOn (null)\nzigbee2mqtt/lamp ON";
        let expected = [
            ("hermes/tts/say", "{\n  \"text\": \"see http://a.b/c d\"\n}\n"),
            ("hermes/asr/toggleOn", ""),
            ("zigbee2mqtt/lamp", "ON"),
        ];
        assert_eq!(read(text), expected.map(|(topic, payload)| (topic.to_owned(), payload.into())));
    }

    #[test]
    fn intents_of_snips_and_fhem_are_topics() {
        for topic in [
            "hermes/intent/me:LightOn",
            "hermes/intent/de.fhem:SetOnOff",
            "hermes/audioServer/Küche/audioFrame",
        ] {
            assert_eq!(read(&format!("{topic} {{}}")), [(topic.to_owned(), b"{}".to_vec())]);
        }
    }

    #[test]
    fn what_does_not_begin_with_a_topic_is_refused() {
        assert!(Open::begin(b"Connection refused").is_err());
    }

    #[test]
    fn a_payload_without_end_is_not_kept() {
        let mut open = Open::begin(b"a/b x").unwrap();
        for _ in 0..20 {
            assert!(open.line(&vec![b'x'; 1 << 20]).is_none());
        }
        let bytes = 1 + 20 * (1 + (1 << 20));
        assert_eq!(open.end().unwrap().payload, Payload::LeftOut { bytes, sound: None });
    }
}
