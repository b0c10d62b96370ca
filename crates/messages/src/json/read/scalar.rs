//! Strings, numbers and flags, in all the forms that senders use.

use std::borrow::Cow;

use serde::de::{Deserializer, Error, Unexpected, Visitor};

use super::Read;
use crate::{IntentName, RequestId, SessionId, SiteId};

/// A JSON value other than a list or object.
pub(crate) enum Scalar<'de> {
    Null,
    /// A flag.
    Flag(bool),
    /// An integer.
    Integer(i64),
    /// Any other number.
    Number(f64),
    /// A string.
    Text(Cow<'de, str>),
}

impl<'de> Scalar<'de> {
    /// Reads a scalar; `expecting` describes the expected value in the error for a list or object.
    pub(crate) fn read<D: Deserializer<'de>>(
        deserializer: D,
        expecting: &'static str,
    ) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScalarVisitor(expecting))
    }

    /// The error for a scalar of the wrong type.
    pub(crate) fn unexpected<E: Error>(&self, expected: &'static str) -> E {
        let found = match self {
            Self::Null => Unexpected::Unit,
            Self::Flag(flag) => Unexpected::Bool(*flag),
            Self::Integer(number) => Unexpected::Signed(*number),
            Self::Number(number) => Unexpected::Float(*number),
            Self::Text(_) => Unexpected::Other("a text"),
        };
        E::invalid_type(found, &expected)
    }
}

struct ScalarVisitor(&'static str);

impl<'de> Visitor<'de> for ScalarVisitor {
    type Value = Scalar<'de>;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.0)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Scalar::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Self::Value, E> {
        Ok(Scalar::Flag(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Scalar::Integer(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        #[expect(clippy::cast_precision_loss, reason = "no Hermes number is that large")]
        Ok(i64::try_from(number).map_or(Scalar::Number(number as f64), Scalar::Integer))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Scalar::Number(number))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Scalar::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Scalar::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_string<E>(self, text: String) -> Result<Self::Value, E> {
        Ok(Scalar::Text(Cow::Owned(text)))
    }
}

/// A string; a number is converted to its digits.
fn text<'de, D: Deserializer<'de>>(
    deserializer: D,
    expecting: &'static str,
) -> Result<Option<Cow<'de, str>>, D::Error> {
    match Scalar::read(deserializer, expecting)? {
        Scalar::Null => Ok(None),
        Scalar::Text(text) => Ok(Some(text)),
        Scalar::Integer(number) => Ok(Some(Cow::Owned(number.to_string()))),
        Scalar::Number(number) => Ok(Some(Cow::Owned(number.to_string()))),
        other @ Scalar::Flag(_) => Err(other.unexpected(expecting)),
    }
}

impl Read for String {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        text(deserializer, "a text").map(|text| text.map(Cow::into_owned))
    }
}

impl Read for bool {
    /// True and false, also as 1 and 0 (Node-RED) and as strings (FHEM).
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        const EXPECTED: &str = "true or false";
        let scalar = Scalar::read(deserializer, EXPECTED)?;
        match &scalar {
            Scalar::Null => Ok(None),
            Scalar::Flag(flag) => Ok(Some(*flag)),
            Scalar::Integer(0) => Ok(Some(false)),
            Scalar::Integer(1) => Ok(Some(true)),
            Scalar::Text(text) => match text.trim().to_ascii_lowercase().as_str() {
                "" | "null" | "none" => Ok(None),
                "true" | "1" | "on" | "yes" => Ok(Some(true)),
                "false" | "0" | "off" | "no" => Ok(Some(false)),
                _ => Err(scalar.unexpected(EXPECTED)),
            },
            _ => Err(scalar.unexpected(EXPECTED)),
        }
    }
}

impl Read for f64 {
    /// A finite number, also as a string (FHEM).
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        const EXPECTED: &str = "a number";
        let scalar = Scalar::read(deserializer, EXPECTED)?;
        let number = match &scalar {
            Scalar::Null => return Ok(None),
            #[expect(clippy::cast_precision_loss, reason = "a float was asked for")]
            Scalar::Integer(number) => *number as f64,
            Scalar::Number(number) => *number,
            Scalar::Text(text) if text.trim().is_empty() => return Ok(None),
            Scalar::Text(text) => text.trim().parse().map_err(|_| scalar.unexpected(EXPECTED))?,
            Scalar::Flag(_) => return Err(scalar.unexpected(EXPECTED)),
        };
        Ok(number.is_finite().then_some(number))
    }
}

impl Read for i64 {
    /// An integer, also as a string (FHEM) or with a fraction of zero.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        const EXPECTED: &str = "a whole number";
        /// The largest integer up to which floats are exact.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        let scalar = Scalar::read(deserializer, EXPECTED)?;
        match &scalar {
            Scalar::Null => Ok(None),
            Scalar::Integer(number) => Ok(Some(*number)),
            #[expect(clippy::cast_possible_truncation, reason = "whole and in range, as just checked")]
            Scalar::Number(number) if number.fract() == 0.0 && number.abs() <= EXACT => {
                Ok(Some(*number as Self))
            }
            Scalar::Text(text) if text.trim().is_empty() => Ok(None),
            Scalar::Text(text) => text.trim().parse().map(Some).map_err(|_| scalar.unexpected(EXPECTED)),
            Scalar::Flag(_) | Scalar::Number(_) => Err(scalar.unexpected(EXPECTED)),
        }
    }
}

impl Read for u64 {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        let Some(number) = <i64 as Read>::read(deserializer)? else {
            return Ok(None);
        };
        Self::try_from(number).map(Some).map_err(|_| {
            D::Error::invalid_value(Unexpected::Signed(number), &"a number that is not negative")
        })
    }
}

macro_rules! read_id {
    ($($type:ident: $expected:literal),* $(,)?) => {$(
        impl Read for $type {
            /// The empty string counts as missing.
            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
                match text(deserializer, $expected)? {
                    Some(text) if !text.is_empty() => Self::new(&text).map(Some).map_err(D::Error::custom),
                    _ => Ok(None),
                }
            }
        }
    )*};
}

read_id!(
    SiteId: "the name of a site",
    SessionId: "the id of a session",
    RequestId: "the id of a request",
    IntentName: "the name of an intent",
);
