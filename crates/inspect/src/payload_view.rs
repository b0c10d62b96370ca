//! What the payload of a message looks like: for people, and for programs.

use anstyle::{AnsiColor, Style};
use petasos_messages::Topic;
use petasos_recording::Payload as Recorded;
use petasos_watch::sessions::Sound;
use serde_json::{Value, json};

use crate::output::plain;

/// What a payload turns out to be.
#[derive(Debug, PartialEq)]
pub enum Payload {
    /// No bytes at all.
    Nothing,
    /// A JSON value.
    Json(Value),
    /// Other text.
    Text(String),
    /// Sound, never shown as bytes.
    Sound(Sound),
    /// So many other bytes.
    Bytes(usize),
    /// So many bytes that were not recorded.
    LeftOut(u64),
}

impl Payload {
    /// Looks at what came.
    pub fn new(payload: &Recorded) -> Self {
        let sound = Sound::of(payload);
        if sound.length.is_some() {
            return Self::Sound(sound);
        }
        match payload {
            Recorded::LeftOut { bytes, .. } => Self::LeftOut(*bytes),
            Recorded::Bytes(bytes) if bytes.is_empty() => Self::Nothing,
            Recorded::Bytes(bytes) => match (serde_json::from_slice(bytes), std::str::from_utf8(bytes)) {
                (Ok(json), _) => Self::Json(json),
                (_, Ok(text)) => Self::Text(text.to_owned()),
                _ => Self::Bytes(bytes.len()),
            },
        }
    }

    /// For people, on one line.
    pub fn in_a_line(&self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Json(value) => plain(&value.to_string()),
            Self::Text(text) => plain(text),
            Self::Sound(sound) => heard(sound),
            Self::Bytes(count) => format!("{count} bytes"),
            Self::LeftOut(count) => format!("{count} bytes, not recorded"),
        }
    }

    /// For people, with JSON over several lines.
    pub fn over_lines(&self) -> String {
        match self {
            Self::Json(value) => indent(&format!("{value:#}")),
            other => indent(&other.in_a_line()),
        }
    }

    /// For programs: what stands in an object, and under which name.
    pub fn field(&self) -> (&'static str, Value) {
        match self {
            Self::Nothing => ("payload", Value::Null),
            Self::Json(value) => ("payload", value.clone()),
            Self::Text(text) => ("text", text.as_str().into()),
            Self::Sound(sound) => ("wavSeconds", json!(sound.length.map(|length| length.as_secs_f64()))),
            Self::Bytes(count) => ("bytes", (*count).into()),
            Self::LeftOut(count) => ("bytesLeftOut", (*count).into()),
        }
    }
}

/// A sound as its length and level.
pub fn heard(sound: &Sound) -> String {
    let length = sound
        .length
        .map_or_else(|| format!("{} bytes", sound.bytes), |length| format!("{:.2} s", length.as_secs_f64()));
    match sound.level {
        Some(level) => format!("WAV {length} {level}"),
        None => format!("WAV {length}"),
    }
}

/// Each line made fit for a terminal, and moved to the right.
fn indent(text: &str) -> String {
    text.lines().map(|line| format!("  {}", plain(line))).collect::<Vec<_>>().join("\n")
}

/// Whether this is the sound of a microphone, which never ends.
pub fn is_microphone(topic: &str) -> bool {
    matches!(topic.parse(), Ok(Topic::AudioFrame { .. } | Topic::AudioSessionFrame { .. }))
}

/// A colour for each part of the house, so that the eye finds its way.
pub fn colour(topic: &str) -> Style {
    let part = match topic.split('/').nth(1) {
        Some("dialogueManager") => AnsiColor::Blue,
        Some("hotword" | "asr") => AnsiColor::Cyan,
        Some("nlu" | "intent") => AnsiColor::Green,
        Some("tts" | "audioServer") => AnsiColor::Magenta,
        Some("error") => AnsiColor::Red,
        _ => return Style::new(),
    };
    part.on_default()
}
