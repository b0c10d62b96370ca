//! The words that end a session.

use std::collections::BTreeMap;
use std::fmt;

use petasos_dialogue::default_cancel_words;
use serde::de::{Error, MapAccess, Visitor, value::MapAccessDeserializer};
use serde::{Deserialize, Deserializer, Serialize};

use super::layer::Written;

/// Words that end a session: `true` for the built-in lists, `false` for none, or lists by language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum CancelWords {
    /// The built-in lists, or none.
    BuiltIn(bool),
    /// Whole utterances, by language; the empty key holds for every language.
    Lists(BTreeMap<String, Vec<String>>),
}

impl<'de> Deserialize<'de> for CancelWords {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Words;

        impl<'de> Visitor<'de> for Words {
            type Value = CancelWords;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("true, false, or lists by language such as { en = [\"never mind\"] }")
            }

            fn visit_bool<E: Error>(self, built_in: bool) -> Result<CancelWords, E> {
                Ok(CancelWords::BuiltIn(built_in))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<CancelWords, A::Error> {
                BTreeMap::deserialize(MapAccessDeserializer::new(map)).map(CancelWords::Lists)
            }
        }

        deserializer.deserialize_any(Words)
    }
}

impl Written<BTreeMap<String, Vec<String>>> for CancelWords {
    fn value(&self) -> BTreeMap<String, Vec<String>> {
        match self {
            Self::BuiltIn(false) => BTreeMap::new(),
            Self::BuiltIn(true) => default_cancel_words(),
            Self::Lists(lists) => lists.clone(),
        }
    }

    fn of(value: &BTreeMap<String, Vec<String>>) -> Option<Self> {
        Some(Self::Lists(value.clone()))
    }
}
