//! The payload of a message, as text and JSON.

use petasos_recording::Payload;
use petasos_watch::tracker::Sound;
use serde_json::{Value, json};

use crate::terminal_text::plain;

/// What a payload contains, recognised by its bytes.
#[derive(Debug, PartialEq)]
pub enum PayloadView {
    /// No bytes.
    Nothing,
    /// A JSON value.
    Json(Value),
    /// Other text.
    Text(String),
    /// A WAV file.
    Sound(Sound),
    /// Other bytes, this many.
    Bytes(usize),
    /// This many bytes, which were not recorded.
    LeftOut(u64),
}

impl PayloadView {
    /// Recognises a payload.
    pub fn new(payload: &Payload) -> Self {
        let sound = Sound::of(payload);
        if sound.length.is_some() {
            return Self::Sound(sound);
        }
        match payload {
            Payload::LeftOut { bytes, .. } => Self::LeftOut(*bytes),
            Payload::Bytes(bytes) if bytes.is_empty() => Self::Nothing,
            Payload::Bytes(bytes) => match (serde_json::from_slice(bytes), std::str::from_utf8(bytes)) {
                (Ok(json), _) => Self::Json(json),
                (_, Ok(text)) => Self::Text(text.to_owned()),
                _ => Self::Bytes(bytes.len()),
            },
        }
    }

    /// As text on one line.
    pub fn in_a_line(&self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Json(value) => plain(&value.to_string()),
            Self::Text(text) => plain(text),
            Self::Sound(sound) => sound_text(sound),
            Self::Bytes(count) => format!("{count} bytes"),
            Self::LeftOut(count) => format!("{count} bytes, not recorded"),
        }
    }

    /// As text, with JSON over several lines.
    pub fn over_lines(&self) -> String {
        match self {
            Self::Json(value) => indent(&format!("{value:#}")),
            other => indent(&other.in_a_line()),
        }
    }

    /// For programs: a value, and its key in the object of the message.
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

/// The length and level of a sound.
pub fn sound_text(sound: &Sound) -> String {
    let length = sound
        .length
        .map_or_else(|| format!("{} bytes", sound.bytes), |length| format!("{:.2} s", length.as_secs_f64()));
    match sound.loudness {
        Some(level) => format!("WAV {length} {level}"),
        None => format!("WAV {length}"),
    }
}

/// Indents each line, and makes it safe for a terminal.
fn indent(text: &str) -> String {
    text.lines().map(|line| format!("  {}", plain(line))).collect::<Vec<_>>().join("\n")
}
