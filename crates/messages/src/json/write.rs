//! Writes JSON in one pass, into one buffer.
//!
//! The keys and their order are in the tables beside the payloads (see [`super::fields`]); this module writes single values.
//! Writing cannot fail: a number that is not finite is written as null, which in Hermes means that the value is unknown.

use bytes::Bytes;

use crate::{IntentName, RequestId, SessionId, SiteId, WireFormat};

/// A value that can be written to a payload.
pub(crate) trait Write {
    /// Appends the value as JSON.
    fn write(&self, format: WireFormat, out: &mut Vec<u8>);

    /// Whether the value is written as null or skipped.
    fn is_absent(&self) -> bool {
        false
    }
}

/// Capacity for common control messages, so that most are written without reallocation.
const USUAL_BYTES: usize = 384;

/// Writes a whole payload.
pub(crate) fn payload(value: &impl Write, format: WireFormat) -> Bytes {
    let mut out = Vec::with_capacity(USUAL_BYTES);
    value.write(format, &mut out);
    Bytes::from(out)
}

/// Appends a key, already quoted and with its colon, after a comma unless it is the first.
pub(crate) fn key(quoted: &str, out: &mut Vec<u8>) {
    if out.last() != Some(&b'{') {
        out.push(b',');
    }
    out.extend_from_slice(quoted.as_bytes());
}

/// Appends a value serialized by serde.
fn by_serde(value: &(impl serde::Serialize + ?Sized), out: &mut Vec<u8>) {
    #[expect(
        clippy::expect_used,
        reason = "numbers, texts and JSON values have a JSON form, and a Vec takes all bytes"
    )]
    serde_json::to_writer(out, value).expect("numbers, texts and JSON values have a JSON form");
}

macro_rules! written_by_serde {
    ($($type:ty),*) => {$(
        impl Write for $type {
            fn write(&self, _: WireFormat, out: &mut Vec<u8>) {
                by_serde(self, out);
            }
        }
    )*};
}

written_by_serde!(str, String, bool, i64, u64, f64, serde_json::Value);

macro_rules! written_as_text {
    ($($type:ty),*) => {$(
        impl Write for $type {
            fn write(&self, _: WireFormat, out: &mut Vec<u8>) {
                by_serde(self.as_str(), out);
            }
        }
    )*};
}

written_as_text!(SiteId, SessionId, RequestId, IntentName);

impl Write for &str {
    fn write(&self, format: WireFormat, out: &mut Vec<u8>) {
        (**self).write(format, out);
    }
}

impl<T: Write> Write for Option<T> {
    fn write(&self, format: WireFormat, out: &mut Vec<u8>) {
        match self {
            Some(value) => value.write(format, out),
            None => out.extend_from_slice(b"null"),
        }
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Write> Write for &T {
    fn write(&self, format: WireFormat, out: &mut Vec<u8>) {
        (**self).write(format, out);
    }

    fn is_absent(&self) -> bool {
        (**self).is_absent()
    }
}

impl<T: Write> Write for Box<T> {
    fn write(&self, format: WireFormat, out: &mut Vec<u8>) {
        (**self).write(format, out);
    }
}

impl<T: Write> Write for Vec<T> {
    fn write(&self, format: WireFormat, out: &mut Vec<u8>) {
        out.push(b'[');
        for (index, item) in self.iter().enumerate() {
            if index > 0 {
                out.push(b',');
            }
            item.write(format, out);
        }
        out.push(b']');
    }
}

/// For a required field: an unknown number is written as 0.
pub(crate) fn or_zero(value: &Option<f64>) -> f64 {
    value.unwrap_or(0.0)
}

/// For a required field: a missing text is written as `""`.
pub(crate) fn or_empty<T: AsRef<str>>(value: &Option<T>) -> &str {
    value.as_ref().map_or("", AsRef::as_ref)
}

/// For a required field: a missing site is written as the default site.
pub(crate) fn or_default_site(value: &Option<SiteId>) -> &str {
    value.as_ref().map_or("default", SiteId::as_str)
}

/// For a flag that is written only if true.
pub(crate) fn if_set(value: &bool) -> Option<bool> {
    value.then_some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(value: &impl Write) -> String {
        String::from_utf8(payload(value, WireFormat::Rhasspy).to_vec()).unwrap()
    }

    #[test]
    fn numbers_that_are_not_finite_are_null() {
        assert_eq!(written(&vec![0.5, f64::NAN, f64::INFINITY, 1.0]), "[0.5,null,null,1.0]");
    }

    #[test]
    fn texts_are_escaped() {
        assert_eq!(written(&"say \"hi\"\n".to_owned()), r#""say \"hi\"\n""#);
    }
}
