//! The line of the header.

use std::borrow::Cow;
use std::io;

use jiff::Timestamp;
use petasos_messages::Dialect;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::entry_line::{put, utf8};
use crate::{Error, Header, Kept, VERSION};

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

/// Appends the header as a line.
pub(super) fn write_header(header: &Header, out: &mut Vec<u8>) -> io::Result<()> {
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
    put(&line, out)
}

/// Parses the first line of a file.
pub(super) fn read_header(line: &[u8]) -> Result<Header, Error> {
    let no_header = |reason: String| Error::NoHeader { reason };
    let line = utf8(line).map_err(no_header)?;
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
