use std::fmt;
use std::str::FromStr;

use serde::Deserializer;
use serde::de::Error;

use crate::read::Read;
use crate::write::Write;

/// Whose Hermes is spoken: it decides how messages are written, and how the dialogue manager behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename_all = "lowercase"))]
pub enum Dialect {
    /// Rhasspy 2.5: toggles carry reasons, the NLU publishes intents, every key is always written.
    #[default]
    Rhasspy,
    /// Snips (hermes-protocol 0.69): what every later dialect descends from.
    Snips,
    /// Project Alice: Snips with UUIDs for sites, and topics of its own under `projectalice/`.
    Alice,
}

impl Dialect {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Rhasspy, Self::Snips, Self::Alice];

    /// `rhasspy`, `snips` or `alice`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rhasspy => "rhasspy",
            Self::Snips => "snips",
            Self::Alice => "alice",
        }
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// A text that names no dialect.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no dialect: write rhasspy, snips or alice")]
pub struct UnknownDialect(String);

impl FromStr for Dialect {
    type Err = UnknownDialect;

    fn from_str(text: &str) -> Result<Self, UnknownDialect> {
        Self::ALL
            .into_iter()
            .find(|dialect| dialect.as_str() == text)
            .ok_or_else(|| UnknownDialect(text.to_owned()))
    }
}

impl Read for Dialect {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        String::read(deserializer)?.map(|text| text.parse().map_err(D::Error::custom)).transpose()
    }
}

impl Write for Dialect {
    fn write(&self, dialect: Dialect, out: &mut Vec<u8>) {
        self.as_str().write(dialect, out);
    }
}
