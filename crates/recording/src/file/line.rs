//! How headers and entries stand in lines.
//!
//! A payload stands as `json` if that brings back the same bytes, as `text` if it is UTF-8, and else as `base64`: nothing is
//! lost, and what was malformed stays malformed.

use std::borrow::Cow;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use jiff::Timestamp;
use petasos_messages::Dialect;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::{Entry, Error, Header, Kept, Payload, Sender, VERSION};

#[derive(Serialize, Deserialize)]
struct HeaderLine<'a> {
    #[serde(borrow)]
    petasos: Cow<'a, str>,
    version: u32,
    started: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    dialect: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    broker: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    recorder: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    kept: KeptLine,
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    settings: Map<String, Value>,
}

#[derive(Serialize, Deserialize)]
struct KeptLine {
    text: bool,
    audio: bool,
}

/// The header as a line, without its end.
pub(super) fn write_header(header: &Header) -> String {
    let line = HeaderLine {
        petasos: "session".into(),
        version: header.version,
        started: header.started,
        dialect: header.dialect.map(|dialect| dialect.to_string()),
        broker: header.broker.clone(),
        recorder: header.recorder.clone(),
        title: header.title.clone(),
        kept: KeptLine { text: header.kept.text, audio: header.kept.audio },
        settings: header.settings.clone(),
    };
    serde_json::to_string(&line).unwrap_or_default()
}

/// The header from the first line of a file.
pub(super) fn read_header(line: &str) -> Result<Header, Error> {
    let no_header = |reason: String| Error::NoHeader { reason };
    let line: HeaderLine<'_> = serde_json::from_str(line).map_err(|error| no_header(error.to_string()))?;
    if line.petasos != "session" {
        return Err(no_header(format!("\"petasos\" must be \"session\", not {:?}", line.petasos)));
    }
    if line.version > VERSION {
        return Err(Error::TooNew(line.version));
    }
    let dialect = line.dialect.map(|name| name.parse::<Dialect>()).transpose();
    Ok(Header {
        version: line.version,
        started: line.started,
        dialect: dialect.map_err(|error| no_header(error.to_string()))?,
        broker: line.broker,
        recorder: line.recorder,
        title: line.title,
        kept: Kept { text: line.kept.text, audio: line.kept.audio },
        settings: line.settings,
    })
}

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
    base64: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    left_out: Option<LeftOut>,
}

/// Who sent it: one, or one of several.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum From<'a> {
    #[serde(borrow)]
    One(Cow<'a, str>),
    OneOf(Vec<Cow<'a, str>>),
}

impl From<'_> {
    fn new(sender: &Sender) -> Option<Self> {
        match sender {
            Sender::One(role) => Some(From::One(role.as_str().into())),
            Sender::OneOf(roles) => {
                Some(From::OneOf(roles.iter().map(|role| role.as_str().into()).collect()))
            }
            Sender::Unknown => None,
        }
    }

    /// Roles that only a newer program knows make the sender unknown, not the message.
    fn sender(self) -> Sender {
        match self {
            From::One(role) => role.parse().map_or(Sender::Unknown, Sender::One),
            From::OneOf(roles) => roles
                .iter()
                .map(|role| role.parse())
                .collect::<Result<_, _>>()
                .map_or(Sender::Unknown, Sender::OneOf),
        }
    }
}

#[derive(Serialize, Deserialize)]
struct LeftOut {
    bytes: u64,
    /// In s.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sound: Option<f64>,
}

/// An entry as a line, without its end.
pub(super) fn write_entry(entry: &Entry) -> String {
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
        left_out: None,
    };
    match &entry.payload {
        Payload::Bytes(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => match exact_json(text) {
                Some(json) => line.json = Some(json),
                None => line.text = Some(text.into()),
            },
            Err(_) => line.base64 = Some(STANDARD.encode(bytes).into()),
        },
        Payload::LeftOut { bytes, sound } => {
            line.left_out = Some(LeftOut { bytes: *bytes, sound: sound.map(seconds) });
        }
    }
    serde_json::to_string(&line).unwrap_or_default()
}

/// An entry from a line.
pub(super) fn read_entry(line: &str) -> Result<Entry, String> {
    let line: EntryLine<'_> = serde_json::from_str(line).map_err(|error| error.to_string())?;
    if line.qos > 2 {
        return Err(format!("qos {} does not exist", line.qos));
    }
    let payload = match (line.json, line.text, line.base64, line.left_out) {
        (Some(json), None, None, None) => Payload::Bytes(Bytes::copy_from_slice(json.get().as_bytes())),
        (None, Some(text), None, None) => Payload::Bytes(Bytes::from(text.into_owned().into_bytes())),
        (None, None, Some(base64), None) => {
            let bytes = STANDARD.decode(base64.as_bytes()).map_err(|error| format!("base64: {error}"))?;
            Payload::Bytes(bytes.into())
        }
        (None, None, None, Some(left)) => {
            Payload::LeftOut { bytes: left.bytes, sound: left.sound.map(duration).transpose()? }
        }
        _ => return Err("it must have exactly one of json, text, base64, leftOut".to_owned()),
    };
    Ok(Entry {
        at: duration(line.at)?,
        wall: line.wall,
        topic: line.topic.into_owned(),
        qos: line.qos,
        retain: line.retain,
        dup: line.dup,
        from: line.from.map_or(Sender::Unknown, From::sender),
        payload,
    })
}

/// The text as JSON, if it can stand in a line and comes back as it is.
fn exact_json(text: &str) -> Option<&RawValue> {
    if text.contains(['\n', '\r']) {
        return None;
    }
    let json: &RawValue = serde_json::from_str(text).ok()?;
    // White space around it is no part of the value, and would be lost; `null` cannot be told from an absent payload.
    (json.get().len() == text.len() && text != "null").then_some(json)
}

/// Whole microseconds, in s.
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
