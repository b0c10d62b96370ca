//! The lines of entries.
//!
//! A payload is written as `json` if that preserves its bytes, as `text` if it is readable UTF-8, and else as `base64`: nothing is
//! lost, and what was malformed stays malformed. Audio is stored beside the file, and the line contains its location.

use std::borrow::Cow;
use std::io;
use std::time::Duration;

use base64::Engine as _;
use base64::display::Base64Display;
use base64::engine::general_purpose::{GeneralPurpose, STANDARD};
use bytes::Bytes;
use jiff::Timestamp;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::audio::{AudioLocation, SampleRange};
use crate::{Entry, Payload, Sender};

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct EntryLine<'a> {
    at: f64,
    wall: Timestamp,
    #[serde(borrow)]
    topic: Cow<'a, str>,
    qos: u8,
    retain: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    dup: bool,
    #[serde(default, borrow, skip_serializing_if = "Option::is_none")]
    from: Option<From<'a>>,
    #[serde(default, borrow, skip_serializing_if = "Option::is_none")]
    json: Option<&'a RawValue>,
    #[serde(default, borrow, skip_serializing_if = "Option::is_none")]
    text: Option<Cow<'a, str>>,
    #[serde(default, borrow, skip_serializing_if = "Option::is_none")]
    base64: Option<Base64<'a>>,
    #[serde(default, borrow, skip_serializing_if = "Option::is_none")]
    audio: Option<Audio<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    left_out: Option<LeftOut>,
}

/// The sender: one component, or one of several.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum From<'a> {
    #[serde(borrow)]
    One(Cow<'a, str>),
    OneOf(Vec<Cow<'a, str>>),
}

/// Where the audio is.
#[derive(Serialize, Deserialize)]
struct Audio<'a> {
    #[serde(borrow)]
    file: Cow<'a, str>,
    /// The length of the payload.
    bytes: u64,
    /// The first sample; absent, like `samples`, for a whole file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    samples: Option<u32>,
    #[serde(default, borrow, skip_serializing_if = "Option::is_none")]
    head: Option<Base64<'a>>,
    #[serde(default, borrow, skip_serializing_if = "Option::is_none")]
    tail: Option<Base64<'a>>,
}

#[derive(Serialize, Deserialize)]
struct LeftOut {
    bytes: u64,
    /// In seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sound: Option<f64>,
}

/// An entry that was read. Its payload may still have to be loaded.
pub(super) struct ReadEntry {
    /// Its payload counts as left out if it is stored beside the file.
    pub(super) entry: Entry,
    /// The location of its payload, if it is stored beside the file.
    pub(super) location: Option<AudioLocation>,
}

/// Appends an entry as a line. `location` is that of its payload, if it is stored beside the file.
pub(super) fn write_entry(
    entry: &Entry,
    location: Option<&AudioLocation>,
    out: &mut Vec<u8>,
) -> io::Result<()> {
    let mut line = EntryLine {
        at: seconds(entry.at),
        wall: millis(entry.wall),
        topic: entry.topic.as_str().into(),
        qos: entry.qos,
        retain: entry.retain,
        dup: entry.dup,
        from: From::new(&entry.from),
        json: None,
        text: None,
        base64: None,
        audio: location.map(Audio::new),
        left_out: None,
    };
    match &entry.payload {
        Payload::Bytes(_) if location.is_some() => {}
        Payload::Bytes(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) if is_readable(text) => match exact_json(text) {
                Some(json) => line.json = Some(json),
                None => line.text = Some(text.into()),
            },
            _ => line.base64 = Some(Base64(Cow::Borrowed(bytes))),
        },
        Payload::LeftOut { bytes, sound } => {
            line.left_out = Some(LeftOut { bytes: *bytes, sound: sound.map(seconds) });
        }
    }
    put(&line, out)
}

/// Parses a line.
pub(super) fn read_entry(line: &[u8]) -> Result<ReadEntry, String> {
    let line: EntryLine<'_> = serde_json::from_str(utf8(line)?).map_err(|error| error.to_string())?;
    if line.qos > 2 {
        return Err(format!("qos {} does not exist", line.qos));
    }
    let mut location = None;
    let payload = match (line.json, line.text, line.base64, line.audio, line.left_out) {
        (Some(json), None, None, None, None) => Payload::Bytes(Bytes::copy_from_slice(json.get().as_bytes())),
        (None, Some(text), None, None, None) => Payload::Bytes(text.into_owned().into_bytes().into()),
        (None, None, Some(base64), None, None) => Payload::Bytes(base64.0.into_owned().into()),
        (None, None, None, Some(audio), None) => {
            let there = audio.location()?;
            let bytes = there.bytes;
            location = Some(there);
            Payload::LeftOut { bytes, sound: None }
        }
        (None, None, None, None, Some(left)) => {
            Payload::LeftOut { bytes: left.bytes, sound: left.sound.map(duration).transpose()? }
        }
        _ => return Err("it must have exactly one of json, text, base64, audio, leftOut".to_owned()),
    };
    let entry = Entry {
        at: duration(line.at)?,
        wall: line.wall,
        topic: line.topic.into_owned(),
        qos: line.qos,
        retain: line.retain,
        dup: line.dup,
        from: line.from.map_or(Sender::Unknown, From::sender),
        payload,
    };
    Ok(ReadEntry { entry, location })
}

impl From<'_> {
    fn new(sender: &Sender) -> Option<Self> {
        match sender {
            Sender::One(component) => Some(From::One(component.as_str().into())),
            Sender::OneOf(components) => {
                Some(From::OneOf(components.iter().map(|component| component.as_str().into()).collect()))
            }
            Sender::Unknown => None,
        }
    }

    /// Components that only a newer program knows make the sender unknown.
    fn sender(self) -> Sender {
        match self {
            From::One(component) => component.parse().map_or(Sender::Unknown, Sender::One),
            From::OneOf(components) => components
                .iter()
                .map(|component| component.parse())
                .collect::<Result<_, _>>()
                .map_or(Sender::Unknown, Sender::OneOf),
        }
    }
}

impl<'a> Audio<'a> {
    fn new(location: &'a AudioLocation) -> Self {
        let part = location.part.as_ref();
        let tail = part.map(|part| part.tail.as_slice()).filter(|tail| !tail.is_empty());
        Self {
            file: location.file.as_str().into(),
            bytes: location.bytes,
            from: part.map(|part| part.from),
            samples: part.map(|part| part.samples),
            head: part.and_then(|part| part.head.as_deref()).map(|head| Base64(head.into())),
            tail: tail.map(|tail| Base64(tail.into())),
        }
    }

    fn location(self) -> Result<AudioLocation, String> {
        let part = match (self.from, self.samples) {
            (Some(from), Some(samples)) => Some(SampleRange {
                from,
                samples,
                head: self.head.map(|head| head.0.into_owned()),
                tail: self.tail.map(|tail| tail.0.into_owned()).unwrap_or_default(),
            }),
            (None, None) => None,
            _ => return Err("audio must have both from and samples, or neither".to_owned()),
        };
        Ok(AudioLocation { file: self.file.into_owned(), bytes: self.bytes, part })
    }
}

/// Bytes as base64.
struct Base64<'a>(Cow<'a, [u8]>);

impl Serialize for Base64<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&Base64Display::<GeneralPurpose>::new(&self.0, &STANDARD))
    }
}

impl<'de> Deserialize<'de> for Base64<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        STANDARD.decode(text.as_bytes()).map(|bytes| Self(bytes.into())).map_err(D::Error::custom)
    }
}

/// Whether the text has no control characters except line ends and tabs; otherwise base64 is clearer and shorter.
fn is_readable(text: &str) -> bool {
    text.bytes().all(|byte| byte >= b' ' || matches!(byte, b'\n' | b'\r' | b'\t'))
}

/// The line as text.
pub(super) fn utf8(line: &[u8]) -> Result<&str, String> {
    if line.starts_with(&[0]) {
        let lost = line.iter().take_while(|byte| **byte == 0).count();
        return Err(format!("it contains {lost} NUL bytes: data was lost, as in a crash"));
    }
    std::str::from_utf8(line)
        .map_err(|error| format!("it is not UTF-8 from byte {} on", error.valid_up_to() + 1))
}

/// Appends a line.
pub(super) fn put(line: &impl Serialize, out: &mut Vec<u8>) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.push(b'\n');
    Ok(())
}

/// The text as JSON, if it fits into a line and its bytes are preserved.
fn exact_json(text: &str) -> Option<&RawValue> {
    if text.contains(['\n', '\r']) {
        return None;
    }
    let json: &RawValue = serde_json::from_str(text).ok()?;
    // White space around the value would be lost, and `null` could not be distinguished from an absent payload.
    (json.get().len() == text.len() && text != "null").then_some(json)
}

/// Seconds with whole microseconds.
fn seconds(time: Duration) -> f64 {
    Duration::from_micros(u64::try_from(time.as_micros()).unwrap_or(u64::MAX)).as_secs_f64()
}

fn duration(seconds: f64) -> Result<Duration, String> {
    let exact =
        Duration::try_from_secs_f64(seconds).map_err(|error| format!("a time of {seconds} s: {error}"))?;
    // The nearest microsecond: a decimal fraction is not exact in binary.
    let micros = (exact.as_nanos() + 500) / 1_000;
    Ok(Duration::from_micros(u64::try_from(micros).unwrap_or(u64::MAX)))
}

fn millis(wall: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(wall.as_millisecond()).unwrap_or(wall)
}
