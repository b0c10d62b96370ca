//! What is written is read again; damage is reported and does not affect other lines.

use std::io::{BufReader, Cursor, Read};
use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;
use petasos_messages::{Component, Dialect};
use proptest::prelude::*;
use serde_json::json;

use super::{MAX_LINE_BYTES, Reader, Recording, Writer};
use crate::{Entry, Error, Header, Kept, Payload, Sender};

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

fn bytes(bytes: &'static [u8]) -> Entry {
    entry(Payload::Bytes(Bytes::from_static(bytes)))
}

fn write(entries: &[Entry]) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new(), &Header::new(Timestamp::UNIX_EPOCH)).unwrap();
    for entry in entries {
        writer.write(entry).unwrap();
    }
    writer.finish().unwrap()
}

fn read(file: &[u8]) -> Vec<Entry> {
    Recording::read(Reader::new(file).unwrap()).unwrap().entries
}

/// A file with this line between two good ones, as it is read: what the good lines say, and the error.
fn with_line(line: &[u8]) -> (usize, String) {
    let good = write(&[bytes(b"{}")]);
    let second = good.split_inclusive(|byte| *byte == b'\n').nth(1).unwrap();
    let file = [&good, line, b"\n", second].concat();
    let (read, errors): (Vec<_>, Vec<_>) = Reader::new(file.as_slice()).unwrap().partition(Result::is_ok);
    let errors: Vec<_> = errors.into_iter().map(|error| error.unwrap_err().to_string()).collect();
    (read.len(), errors.join("; "))
}

#[test]
fn odd_payloads_come_back_byte_for_byte() {
    let odd: [&[u8]; 13] = [
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
        b"\xef\xbb\xbf{}",
    ];
    let entries = odd.map(bytes);
    assert_eq!(read(&write(&entries)), entries);
}

#[test]
fn json_of_any_depth_comes_back() {
    let deep = ["[".repeat(10_000), "]".repeat(10_000)].concat();
    let entries = [entry(Payload::Bytes(deep.into()))];
    assert_eq!(read(&write(&entries)), entries);
}

#[test]
fn people_can_read_a_file() {
    let mut header = Header::new("2026-11-21T08:00:00Z".parse().unwrap());
    header.dialect = Some(Dialect::RHASSPY);
    header.broker = Some("localhost:1883".to_owned());
    header.kept = Kept { text: true, audio: false };
    header.settings = json!({"session_timeout": 30}).as_object().unwrap().clone();
    let mut writer = Writer::new(Vec::new(), &header).unwrap();
    let say = bytes(br#"{"text":"Hello","siteId":"kitchen"}"#);
    writer.write(&Entry { from: Sender::One(Component::DialogueManager), ..say.clone() }).unwrap();
    let sender = Sender::OneOf(vec![Component::Tts, Component::Skill]);
    writer.write(&Entry { from: sender, dup: true, ..bytes(b"ON") }).unwrap();
    writer.write(&bytes(b"\xff\0")).unwrap();
    let left_out = Payload::LeftOut { bytes: 556, sound: Some(Duration::from_millis(16)) };
    writer.write(&entry(left_out)).unwrap();
    insta::assert_snapshot!(String::from_utf8(writer.finish().unwrap()).unwrap());
}

#[test]
fn what_newer_programs_add_is_passed_over() {
    let line = br#"{"at":0,"wall":"1970-01-01T00:00:00Z","topic":"t","qos":0,"retain":false,"from":"robot","json":1,"mood":{"a":[]}}"#;
    assert_eq!(with_line(line), (3, String::new()));
}

#[test]
fn files_of_other_systems_are_read() {
    let file = String::from_utf8(write(&[bytes(b"{}"), bytes(b"ON")])).unwrap();
    let windows = format!("\u{feff}{}", file.replace('\n', "\r\n")) + "\r\n";
    assert_eq!(read(windows.as_bytes()), [bytes(b"{}"), bytes(b"ON")]);
}

#[test]
fn a_bad_line_is_an_error_with_its_number_and_the_next_one_follows() {
    for (line, reason) in [
        (b"garbage".as_slice(), "expected value"),
        (b"{\"at\":1}", "missing field `wall`"),
        (b"{\"topic\":\"\xff\"}", "it is not UTF-8 from byte 11 on"),
        (b"\0\0\0\0{}", "it contains 4 NUL bytes: data was lost, as in a crash"),
        (
            br#"{"at":0,"wall":"1970-01-01T00:00:00Z","topic":"t","qos":3,"retain":false,"json":1}"#,
            "qos 3 does not exist",
        ),
        (
            br#"{"at":0,"wall":"1970-01-01T00:00:00Z","topic":"t","qos":0,"retain":false,"json":1,"text":"1"}"#,
            "it must have exactly one of json, text, base64, audio, leftOut",
        ),
        (
            br#"{"at":-1,"wall":"1970-01-01T00:00:00Z","topic":"t","qos":0,"retain":false,"json":1}"#,
            "a time of -1 s",
        ),
    ] {
        let (good, error) = with_line(line);
        assert_eq!(good, 2, "{error}");
        assert!(error.starts_with("line 3 is not a message: ") && error.contains(reason), "{error}");
    }
}

#[test]
fn an_endless_line_is_an_error_and_needs_no_memory() {
    let (good, error) = with_line(&vec![b' '; MAX_LINE_BYTES + 10]);
    assert_eq!(good, 2);
    assert_eq!(error, "line 3 is not a message: it is longer than 16 MiB, the limit of a session file");
}

#[test]
fn a_payload_too_long_for_a_line_is_left_out() {
    let huge = Payload::Bytes(vec![0xff; MAX_LINE_BYTES].into());
    let left = Payload::LeftOut { bytes: u64::try_from(MAX_LINE_BYTES).unwrap(), sound: None };
    assert_eq!(read(&write(&[entry(huge)])), [entry(left)]);
}

#[test]
fn nul_bytes_after_a_crash_are_a_cut_off_line() {
    for zeros in [5_usize, MAX_LINE_BYTES + 100] {
        let file =
            Cursor::new(write(&[bytes(b"{}")])).chain(std::io::repeat(0).take(zeros.try_into().unwrap()));
        let mut reader = Reader::new(BufReader::new(file)).unwrap();
        assert_eq!(reader.by_ref().collect::<Result<Vec<_>, _>>().unwrap(), [bytes(b"{}")]);
        assert!(reader.is_torn());
    }
}

#[test]
fn a_file_that_is_none_says_what_it_lacks() {
    for (file, reason) in [
        ("", "it is empty"),
        ("hermes/tts/say {}\n", "expected value"),
        ("{\"petasos\":\"other\",\"version\":1}\n", "missing field `started`"),
        ("\u{0}\u{0}", "it contains 2 NUL bytes"),
    ] {
        let error = Reader::new(file.as_bytes()).unwrap_err().to_string();
        assert!(error.starts_with("this is not a session file") && error.contains(reason), "{error}");
    }
    let newer = r#"{"petasos":"session","version":2,"started":"1970-01-01T00:00:00Z","kept":{"text":true,"audio":true}}"#;
    assert!(matches!(Reader::new(newer.as_bytes()), Err(Error::TooNew(2))));
}

#[test]
fn a_file_that_cannot_be_read_ends() {
    /// Fails whenever it is read.
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("bad disk"))
        }
    }
    let file = Cursor::new(write(&[bytes(b"{}")])).chain(Broken);
    let read: Vec<_> = Reader::new(BufReader::new(file)).unwrap().take(10).collect();
    assert_eq!(read.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false]);
}

fn any_sender() -> impl Strategy<Value = Sender> {
    let component = || proptest::sample::select(Component::ALL.as_slice());
    prop_oneof![
        Just(Sender::Unknown),
        component().prop_map(Sender::One),
        proptest::collection::vec(component(), 0..4).prop_map(Sender::OneOf),
    ]
}

fn any_payload() -> impl Strategy<Value = Payload> {
    prop_oneof![
        any::<Vec<u8>>().prop_map(|bytes| Payload::Bytes(bytes.into())),
        any::<String>().prop_map(|text| Payload::Bytes(text.into_bytes().into())),
        any::<(String, f64)>().prop_map(|(text, number)| {
            Payload::Bytes(json!({"text": text, "number": number}).to_string().into_bytes().into())
        }),
        (any::<u64>(), proptest::option::of(0..1_000_000_000_u64))
            .prop_map(|(bytes, sound)| Payload::LeftOut { bytes, sound: sound.map(Duration::from_micros) }),
    ]
}

prop_compose! {
    fn any_entry()(
        micros in 0..100_000_000_000_000_u64,
        millis in -1_000_000_000_000_i64..4_000_000_000_000,
        topic: String,
        qos in 0..=2_u8,
        flags: (bool, bool),
        from in any_sender(),
        payload in any_payload(),
    ) -> Entry {
        Entry {
            at: Duration::from_micros(micros),
            wall: Timestamp::from_millisecond(millis).unwrap(),
            topic,
            qos,
            retain: flags.0,
            dup: flags.1,
            from,
            payload,
        }
    }
}

proptest! {
    #[test]
    fn any_entries_come_back(entries in proptest::collection::vec(any_entry(), 0..8)) {
        prop_assert_eq!(read(&write(&entries)), entries);
    }

    #[test]
    fn a_file_that_was_cut_anywhere_loses_its_last_line_at_most(
        entries in proptest::collection::vec(any_entry(), 1..4),
        cut: proptest::sample::Index,
    ) {
        let file = write(&entries);
        let header_bytes = write(&[]).len();
        let (kept, _) = file.split_at(header_bytes + cut.index(file.len() - header_bytes));
        let whole_lines = kept.split_inclusive(|byte| *byte == b'\n').filter(|line| line.ends_with(b"\n")).count() - 1;
        let there = read(kept);
        prop_assert!(there.len() >= whole_lines);
        prop_assert_eq!(there.as_slice(), entries.get(..there.len()).unwrap());
    }

    #[test]
    fn no_bytes_panic(header: bool, garbage: Vec<u8>, text in "[\\[{\"a-z:,}\\]\n]{0,80}") {
        for garbage in [garbage, text.into_bytes()] {
            let start = if header { write(&[]) } else { Vec::new() };
            let file = [start, garbage].concat();
            if let Ok(reader) = Reader::new(file.as_slice()) {
                prop_assert!(reader.count() <= file.len());
            }
        }
    }
}
