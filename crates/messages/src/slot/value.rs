//! Values of slots.

use serde::Deserializer;
use serde_json::{Map, Value};

use crate::WireFormat;
use crate::json::{Read, Write, key, open_enum};

/// The value of a slot: one variant for each kind that Snips defines, Rhasspy's `Unknown`, and everything else.
///
/// A value whose kind is unknown, or whose fields do not match its kind, is kept as received: a message is never rejected over a
/// slot.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum SlotValue {
    /// A value of a custom entity.
    Custom(String),
    /// A number.
    Number(f64),
    /// An ordinal: 1 for "first".
    Ordinal(i64),
    /// A percentage: 20 for 20 %.
    Percentage(f64),
    /// A point in time.
    InstantTime {
        /// Such as `2017-06-13 18:00:00 +02:00`; not RFC 3339, as there is a space before the offset.
        value: String,
        /// The precision of the spoken time.
        grain: Grain,
        /// Whether the time is exact.
        precision: Precision,
    },
    /// A time between two points, each written as in [`SlotValue::InstantTime`].
    TimeInterval {
        /// The start, if any.
        from: Option<String>,
        /// The end, if any.
        to: Option<String>,
    },
    /// A sum of money.
    AmountOfMoney {
        /// The amount.
        value: f64,
        /// Whether the amount is exact.
        precision: Precision,
        /// The currency, such as `€`.
        unit: Option<String>,
    },
    /// A temperature.
    Temperature {
        /// The degrees.
        value: f64,
        /// The unit: `celsius`, `fahrenheit` or any other string.
        unit: Option<String>,
    },
    /// A length of time.
    Duration {
        /// Its parts, to be added up.
        parts: DurationParts,
        /// Whether the duration is exact.
        precision: Precision,
    },
    /// The name of a music album.
    MusicAlbum(String),
    /// The name of a musician or band.
    MusicArtist(String),
    /// The name of a piece of music.
    MusicTrack(String),
    /// The name of a city.
    City(String),
    /// The name of a country.
    Country(String),
    /// The name of a region.
    Region(String),
    /// Rhasspy's kind for every value: any JSON.
    Unknown {
        /// The value.
        value: Value,
    },
    /// A kind this crate does not know, kept as received.
    Other(Value),
}

/// The parts of a duration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "the names say it")]
pub struct DurationParts {
    pub years: i64,
    pub quarters: i64,
    pub months: i64,
    pub weeks: i64,
    pub days: i64,
    pub hours: i64,
    pub minutes: i64,
    pub seconds: i64,
}

/// The unit of a point in time.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the names say it")]
pub enum Grain {
    Year,
    Quarter,
    Month,
    Week,
    Day,
    Hour,
    Minute,
    Second,
    /// An unknown unit.
    Other(String),
}

open_enum! {
    Grain {
        Year = "Year", Quarter = "Quarter", Month = "Month", Week = "Week", Day = "Day", Hour = "Hour",
        Minute = "Minute", Second = "Second"
    }
}

/// Whether a value is exact ("at six") or approximate ("around six").
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Precision {
    /// Exact.
    Exact,
    /// Approximate.
    Approximate,
    /// An unknown precision.
    Other(String),
}

open_enum! { Precision { Exact = "Exact", Approximate = "Approximate" } }

impl SlotValue {
    /// The kind as written: `Custom`, `Number` ... Empty if the sender gave none.
    pub fn kind(&self) -> &str {
        match self {
            Self::Custom(_) => "Custom",
            Self::Number(_) => "Number",
            Self::Ordinal(_) => "Ordinal",
            Self::Percentage(_) => "Percentage",
            Self::InstantTime { .. } => "InstantTime",
            Self::TimeInterval { .. } => "TimeInterval",
            Self::AmountOfMoney { .. } => "AmountOfMoney",
            Self::Temperature { .. } => "Temperature",
            Self::Duration { .. } => "Duration",
            Self::MusicAlbum(_) => "MusicAlbum",
            Self::MusicArtist(_) => "MusicArtist",
            Self::MusicTrack(_) => "MusicTrack",
            Self::City(_) => "City",
            Self::Country(_) => "Country",
            Self::Region(_) => "Region",
            Self::Unknown { .. } => "Unknown",
            Self::Other(value) => value.get("kind").and_then(Value::as_str).unwrap_or_default(),
        }
    }

    /// The value as text, if it is a string or number.
    pub fn text(&self) -> Option<String> {
        match self {
            Self::Custom(text)
            | Self::MusicAlbum(text)
            | Self::MusicArtist(text)
            | Self::MusicTrack(text)
            | Self::City(text)
            | Self::Country(text)
            | Self::Region(text)
            | Self::InstantTime { value: text, .. } => Some(text.clone()),
            Self::Number(number)
            | Self::Percentage(number)
            | Self::AmountOfMoney { value: number, .. }
            | Self::Temperature { value: number, .. } => Some(number.to_string()),
            Self::Ordinal(rank) => Some(rank.to_string()),
            Self::Unknown { value } => plain_text(value),
            Self::Other(value) => plain_text(value.get("value")?),
            Self::TimeInterval { .. } | Self::Duration { .. } => None,
        }
    }

    /// The typed value of an object, if its kind is known and its fields match.
    fn typed(object: &Map<String, Value>) -> Option<Self> {
        let value = object.get("value");
        let text = || value?.as_str().map(str::to_owned);
        let number = || value?.as_f64();
        Some(match object.get("kind")?.as_str()? {
            "Custom" => Self::Custom(text()?),
            "Number" => Self::Number(number()?),
            "Ordinal" => Self::Ordinal(value?.as_i64()?),
            "Percentage" => Self::Percentage(number()?),
            "InstantTime" => Self::InstantTime {
                value: text()?,
                grain: object.get("grain")?.as_str()?.into(),
                precision: precision(object)?,
            },
            "TimeInterval" => Self::TimeInterval {
                from: optional_text(object, "from").ok()?,
                to: optional_text(object, "to").ok()?,
            },
            "AmountOfMoney" => Self::AmountOfMoney {
                value: number()?,
                precision: precision(object)?,
                unit: optional_text(object, "unit").ok()?,
            },
            "Temperature" => {
                Self::Temperature { value: number()?, unit: optional_text(object, "unit").ok()? }
            }
            "Duration" => {
                Self::Duration { parts: DurationParts::typed(object)?, precision: precision(object)? }
            }
            "MusicAlbum" => Self::MusicAlbum(text()?),
            "MusicArtist" => Self::MusicArtist(text()?),
            "MusicTrack" => Self::MusicTrack(text()?),
            "City" => Self::City(text()?),
            "Country" => Self::Country(text()?),
            "Region" => Self::Region(text()?),
            "Unknown" if object.len() == 2 => Self::Unknown { value: value?.clone() },
            _ => return None,
        })
    }
}

impl DurationParts {
    fn typed(object: &Map<String, Value>) -> Option<Self> {
        let part = |name| object.get(name)?.as_i64();
        Some(Self {
            years: part("years")?,
            quarters: part("quarters")?,
            months: part("months")?,
            weeks: part("weeks")?,
            days: part("days")?,
            hours: part("hours")?,
            minutes: part("minutes")?,
            seconds: part("seconds")?,
        })
    }

    fn named(&self) -> [(&'static str, i64); 8] {
        [
            ("\"years\":", self.years),
            ("\"quarters\":", self.quarters),
            ("\"months\":", self.months),
            ("\"weeks\":", self.weeks),
            ("\"days\":", self.days),
            ("\"hours\":", self.hours),
            ("\"minutes\":", self.minutes),
            ("\"seconds\":", self.seconds),
        ]
    }
}

fn precision(object: &Map<String, Value>) -> Option<Precision> {
    object.get("precision")?.as_str().map(Precision::from)
}

/// A field does not match the kind.
struct KindMismatch;

/// A string field that may be missing or null.
fn optional_text(object: &Map<String, Value>, name: &str) -> Result<Option<String>, KindMismatch> {
    match object.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(KindMismatch),
    }
}

fn plain_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

impl Read for SlotValue {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        let Some(value) = Value::read(deserializer)? else {
            return Ok(None);
        };
        let typed = value.as_object().and_then(Self::typed);
        Ok(Some(typed.unwrap_or(Self::Other(value))))
    }
}

impl Write for SlotValue {
    fn write(&self, format: WireFormat, out: &mut Vec<u8>) {
        if let Self::Other(value) = self {
            return value.write(format, out);
        }
        out.push(b'{');
        let mut field = |quoted: &str, value: &dyn Write| {
            key(quoted, out);
            value.write(format, out);
        };
        field("\"kind\":", &self.kind());
        match self {
            Self::Custom(text)
            | Self::MusicAlbum(text)
            | Self::MusicArtist(text)
            | Self::MusicTrack(text)
            | Self::City(text)
            | Self::Country(text)
            | Self::Region(text) => field("\"value\":", text),
            Self::Number(number) | Self::Percentage(number) => field("\"value\":", number),
            Self::Ordinal(rank) => field("\"value\":", rank),
            Self::InstantTime { value, grain, precision } => {
                field("\"value\":", value);
                field("\"grain\":", grain);
                field("\"precision\":", precision);
            }
            Self::TimeInterval { from, to } => {
                field("\"from\":", from);
                field("\"to\":", to);
            }
            Self::AmountOfMoney { value, precision, unit } => {
                field("\"value\":", value);
                field("\"precision\":", precision);
                field("\"unit\":", unit);
            }
            Self::Temperature { value, unit } => {
                field("\"value\":", value);
                field("\"unit\":", unit);
            }
            Self::Duration { parts, precision } => {
                for (quoted, part) in parts.named() {
                    field(quoted, &part);
                }
                field("\"precision\":", precision);
            }
            Self::Unknown { value } => field("\"value\":", value),
            Self::Other(_) => {}
        }
        out.push(b'}');
    }
}
