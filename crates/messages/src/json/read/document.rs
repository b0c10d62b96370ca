//! From bytes to a payload: limits, the lenient second attempt, and the error if both fail.

use std::borrow::Cow;

use super::{By, Plain, Read};
use serde::de::DeserializeSeed;

/// The maximum nesting of lists and objects.
pub(crate) const MAX_DEPTH: usize = 32;

/// Why a document cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum ReadError {
    /// The bytes are not UTF-8.
    Encoding,
    /// Lists and objects are nested too deeply.
    Depth,
    /// The text is not JSON.
    Syntax(String),
    /// A field is missing or invalid.
    Field {
        /// The path, such as `init.canBeEnqueued`; `.` for the whole document.
        path: String,
        /// What is wrong with it.
        reason: String,
    },
}

/// Reads a payload. An empty one counts as an empty object, since many senders publish no payload where every field is optional.
pub(crate) fn document<T: Read>(payload: &[u8]) -> Result<T, ReadError> {
    let text = std::str::from_utf8(payload).map_err(|_| ReadError::Encoding)?;
    let text = if text.trim_ascii().is_empty() { "{}" } else { text };
    if depth_exceeds(text, MAX_DEPTH) {
        return Err(ReadError::Depth);
    }
    match parse(text) {
        Ok(value) => Ok(value),
        Err(error) if error.is_data() => Err(explain::<T>(text)),
        Err(error) => match without_odd_numbers(text) {
            Cow::Owned(text) => parse(&text).map_err(|_| explain::<T>(&text)),
            Cow::Borrowed(_) => Err(ReadError::Syntax(error.to_string())),
        },
    }
}

fn parse<T: Read>(text: &str) -> Result<T, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = By::<T, Plain>::new().deserialize(&mut deserializer)?;
    deserializer.end()?;
    value.ok_or_else(|| serde::de::Error::custom("null, expected a JSON object"))
}

/// Reads the document again, more slowly, to locate the error. Only invalid messages pay for it.
fn explain<T: Read>(text: &str) -> ReadError {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let mut track = serde_path_to_error::Track::new();
    let tracked = serde_path_to_error::Deserializer::new(&mut deserializer, &mut track);
    let reason = match By::<T, Plain>::new().deserialize(tracked) {
        Err(error) if error.is_data() => error.to_string(),
        Err(error) => return ReadError::Syntax(error.to_string()),
        Ok(_) => "null, expected a JSON object".to_owned(),
    };
    ReadError::Field { path: track.path().to_string(), reason }
}

/// Whether brackets are nested deeper than `limit`. For nearly every message, counting all of them answers that.
fn depth_exceeds(text: &str, limit: usize) -> bool {
    let opening = text.bytes().filter(|byte| matches!(byte, b'{' | b'[')).count();
    opening > limit && deepest(text) > limit
}

fn deepest(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for (byte, in_text) in structure(text) {
        match byte {
            b'{' | b'[' if !in_text => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// Every byte, and whether it is inside a string.
fn structure(text: &str) -> impl Iterator<Item = (u8, bool)> {
    let (mut in_text, mut escaped) = (false, false);
    text.bytes().map(move |byte| {
        let inside = in_text;
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            _ => {}
        }
        (byte, inside)
    })
}

/// Replaces `NaN`, `Infinity` and numbers too large for a float by null: Python writes them although JSON forbids them. Borrows
/// the text if there are none.
fn without_odd_numbers(text: &str) -> Cow<'_, str> {
    let mut clean = String::new();
    let (mut copied, mut start) = (0, None);
    let ends = structure(text).chain(std::iter::once((b' ', false)));
    for (index, (byte, in_text)) in ends.enumerate() {
        let is_word = !in_text && (byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.'));
        match (start, is_word) {
            (None, true) => start = Some(index),
            (Some(from), false) => {
                start = None;
                if text.get(from..index).is_some_and(is_odd_number) {
                    clean.push_str(text.get(copied..from).unwrap_or_default());
                    clean.push_str("null");
                    copied = index;
                }
            }
            _ => {}
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    clean.push_str(text.get(copied..).unwrap_or_default());
    Cow::Owned(clean)
}

/// Whether a bare word is a number that JSON cannot represent.
fn is_odd_number(word: &str) -> bool {
    matches!(word, "NaN" | "-NaN" | "nan" | "Infinity" | "-Infinity" | "inf" | "-inf")
        || (word.starts_with(|first: char| first.is_ascii_digit() || first == '-')
            && word.parse::<f64>().is_ok_and(f64::is_infinite))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::payload::TextCaptured;

    #[test]
    fn numbers_that_json_cannot_represent_become_null() {
        let text = r#"{"a":NaN,"b":[-Infinity,1e999,1e5],"NaN":"Infinity 1e999 \" NaN"}"#;
        let clean = without_odd_numbers(text);
        assert_eq!(clean, r#"{"a":null,"b":[null,null,1e5],"NaN":"Infinity 1e999 \" NaN"}"#);
        assert_eq!(document::<TextCaptured>(br#"{"text":"x","likelihood":NaN}"#).unwrap().likelihood, None);
    }

    #[test]
    fn depth_is_bounded_at_32() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(!depth_exceeds(&nested(32), 32));
        assert!(depth_exceeds(&nested(33), 32));
        assert!(!depth_exceeds(&format!("{:?}", "[".repeat(40)), 32), "brackets in a text do not count");
    }

    #[test]
    fn read_errors_have_a_path() {
        let result =
            document::<crate::payload::StartSession>(br#"{"init":{"type":"action","canBeEnqueued":[]}}"#);
        let Err(ReadError::Field { path, .. }) = result else {
            panic!("expected a field error, found {result:?}");
        };
        assert_eq!(path, "init.canBeEnqueued");
    }

    proptest! {
        #[test]
        fn cleaning_any_text_keeps_all_that_is_json(text in "[\\[\\]{},:\"\\\\ NaInfity0-9e.+-]{0,60}") {
            let clean = without_odd_numbers(&text);
            if serde_json::from_str::<serde_json::Value>(&text).is_ok() {
                prop_assert_eq!(&*clean, &*text);
            }
        }
    }
}
