//! The file itself: JSON Lines, a header first, then a line per message.

mod line;
mod lines;
mod read;
mod write;

pub use read::{Reader, Recording};
pub use write::Writer;

/// No line is longer, its end not counted: 16 MiB.
pub const MAX_LINE_BYTES: usize = 16 << 20;

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use bytes::Bytes;
    use jiff::Timestamp;
    use proptest::prelude::*;

    use super::{Reader, Recording, Writer};
    use crate::{Entry, Header, Payload, Sender};

    fn entry(payload: Payload) -> Entry {
        Entry {
            at: Duration::from_micros(1_234_567),
            wall: Timestamp::from_millisecond(1_790_000_000_123).unwrap(),
            topic: "hermes/tts/say".to_owned(),
            qos: 1,
            retain: false,
            dup: false,
            from: Sender::Unknown,
            payload,
        }
    }

    fn there_and_back(entries: &[Entry]) -> Recording {
        let mut writer = Writer::new(Vec::new(), &Header::new(Timestamp::UNIX_EPOCH)).unwrap();
        for entry in entries {
            writer.write(entry).unwrap();
        }
        Recording::read(Reader::new(writer.finish().unwrap().as_slice()).unwrap()).unwrap()
    }

    #[test]
    fn odd_payloads_come_back_byte_for_byte() {
        let odd: [&[u8]; 12] = [
            b"",
            b"null",
            b" {\"a\": 1} ",
            b"{\"a\": 1.0,\"a\":1e400}",
            b"{\"a\":\n1}",
            b"{\"a\":",
            b"\xff\xfe",
            b"ON",
            "\"\u{2028}\u{0}\"".as_bytes(),
            br#"{"u":"\ud83d\ude00 \ud83d"}"#,
            b"\r",
            b"[[[[[[]]]]]]",
        ];
        let entries = odd.map(|bytes| entry(Payload::Bytes(Bytes::from_static(bytes))));
        assert_eq!(there_and_back(&entries).entries, entries);
    }

    proptest! {
        #[test]
        fn any_payload_and_any_time_come_back(bytes: Vec<u8>, text: String, micros in 0..100_000_000_000_000_u64) {
            for payload in [bytes, text.into_bytes()] {
                let mut entry = entry(Payload::Bytes(payload.into()));
                entry.at = Duration::from_micros(micros);
                prop_assert_eq!(&there_and_back(std::slice::from_ref(&entry)).entries, &[entry]);
            }
        }
    }
}
