//! The output of `mosquitto_sub -F %J` and `-F %j`: one object per line.
//!
//! As observed with `mosquitto_sub` 2.0.11, `%J` reformats JSON payloads and prints a blank line for all others; `null` is printed
//! for an empty payload, for `null`, and for numbers that are too large. `%j` prints payloads as strings, up to the first NUL byte
//! and without regard for UTF-8. `payloadlen` is the original number of bytes.

use std::borrow::Cow;

use bytes::Bytes;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::Printed;
use crate::Payload;

#[derive(Deserialize)]
struct Line<'a> {
    #[serde(default, borrow)]
    tst: Option<Cow<'a, str>>,
    #[serde(borrow)]
    topic: Cow<'a, str>,
    #[serde(default)]
    qos: u8,
    #[serde(default)]
    retain: u8,
    #[serde(default)]
    payloadlen: Option<u64>,
    #[serde(default, borrow)]
    payload: Option<&'a RawValue>,
}

/// Reads a line.
pub(super) fn read(line: &[u8]) -> Result<Printed, String> {
    let text = String::from_utf8_lossy(line);
    let is_damaged = matches!(text, Cow::Owned(_));
    let line: Line<'_> = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    if line.qos > 2 {
        return Err(format!("qos {} does not exist", line.qos));
    }
    let stated = line.payloadlen;
    let (payload, rewritten) = match line.payload {
        _ if is_damaged => (left_out(stated), false),
        None => (null(stated), false),
        Some(payload) => there(payload.get(), stated),
    };
    let wall = line.tst.map(|tst| time(&tst)).transpose()?;
    Ok(Printed {
        wall,
        topic: line.topic.into_owned(),
        qos: line.qos,
        retain: line.retain != 0,
        payload,
        rewritten,
    })
}

/// A payload that was printed as `null`.
fn null(stated: Option<u64>) -> Payload {
    match stated {
        None | Some(0) => Payload::Bytes(Bytes::new()),
        Some(4) => Payload::Bytes(Bytes::from_static(b"null")),
        Some(_) => left_out(stated),
    }
}

/// The payload, and whether it was reformatted.
fn there(json: &str, stated: Option<u64>) -> (Payload, bool) {
    let fits = |text: &str| stated.is_none_or(|stated| u64::try_from(text.len()) == Ok(stated));
    let payload = |text: &str| Payload::Bytes(Bytes::copy_from_slice(text.as_bytes()));
    if !json.starts_with('"') {
        return (payload(json), !fits(json));
    }
    // A string is either the payload or its content; only the length distinguishes them.
    match serde_json::from_str::<Cow<'_, str>>(json) {
        Ok(text) if fits(&text) => (payload(&text), false),
        _ if fits(json) => (payload(json), false),
        _ => (left_out(stated), false),
    }
}

fn left_out(stated: Option<u64>) -> Payload {
    Payload::LeftOut { bytes: stated.unwrap_or(0), sound: None }
}

/// Reads a time such as `2026-11-21T08:24:33.208269Z+0000`: the local time, a meaningless `Z`, and the offset from UTC.
fn time(text: &str) -> Result<Timestamp, String> {
    let plain = text.replace("Z+", "+").replace("Z-", "-");
    plain.parse().map_err(|error| format!("tst {text:?}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn payload(line: &[u8]) -> (Result<String, u64>, bool) {
        let printed = read(line).unwrap();
        let payload = match printed.payload {
            Payload::Bytes(bytes) => Ok(String::from_utf8(bytes.to_vec()).unwrap()),
            Payload::LeftOut { bytes, .. } => Err(bytes),
        };
        (payload, printed.rewritten)
    }

    #[test]
    fn payloads_are_distinguished_by_their_length() {
        for (line, expected) in [
            (r#"{"topic":"t","payloadlen":0,"payload":null}"#, (Ok(""), false)),
            (r#"{"topic":"t","payloadlen":4,"payload":null}"#, (Ok("null"), false)),
            (r#"{"topic":"t","payloadlen":5,"payload":null}"#, (Err(5), false)),
            (r#"{"topic":"t","payloadlen":7,"payload":{"a":1}}"#, (Ok(r#"{"a":1}"#), false)),
            (r#"{"topic":"t","payloadlen":9,"payload":{"a":1}}"#, (Ok(r#"{"a":1}"#), true)),
            (
                r#"{"topic":"t","payloadlen":20,"payload":1.2345678901234567e+19}"#,
                (Ok("1.2345678901234567e+19"), true),
            ),
            (r#"{"topic":"t","payloadlen":8,"payload":"quoted"}"#, (Ok("\"quoted\""), false)),
            (r#"{"topic":"t","payloadlen":6,"payload":"quoted"}"#, (Ok("quoted"), false)),
            (r#"{"topic":"t","payloadlen":9,"payload":"cut"}"#, (Err(9), false)),
            (r#"{"topic":"t","payload":"?"}"#, (Ok("?"), false)),
        ] {
            let (text, rewritten) = expected;
            assert_eq!(payload(line.as_bytes()), (text.map(str::to_owned), rewritten), "{line}");
        }
    }

    #[test]
    fn bytes_that_are_no_text_were_lost() {
        let line = b"{\"topic\":\"t\",\"payloadlen\":6,\"payload\":\"\xff\xfe\"}";
        assert_eq!(payload(line), (Err(6), false));
    }

    #[test]
    fn times_of_every_zone_are_read() {
        let noon: Timestamp = "2026-11-21T12:00:00.5Z".parse().unwrap();
        for text in [
            "2026-11-21T12:00:00.500000Z+0000",
            "2026-11-21T21:00:00.500000Z+0900",
            "2026-11-21T07:00:00.500000Z-0500",
            "2026-11-21T07:00:00.500000-0500",
            "2026-11-21T12:00:00.500000Z",
        ] {
            assert_eq!(time(text), Ok(noon), "{text}");
        }
        assert!(time("yesterday").is_err());
    }
}
