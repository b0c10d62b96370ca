//! The result of a replay.

use std::collections::BTreeMap;
use std::fmt::{Display, Formatter, Result};
use std::time::Duration;

use petasos_messages::SiteId;
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::compared_content::FieldChange;

/// The lines that are shown before and after a difference.
const AROUND: usize = 2;

/// The characters of a payload that are shown.
const SHOWN: usize = 200;

/// The differences between the recording and the replay, as text with [`Display`](std::fmt::Display) and as JSON with serde.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Comparison {
    /// The number of recorded outputs that were compared.
    pub compared: usize,
    /// The number of inputs that were played.
    pub played: usize,
    /// The number of inputs that could not be played, because they name an id that was never made or their content was left out of the
    /// recording.
    pub not_played: usize,
    /// The differences, in the order of the recording.
    pub differences: Vec<Difference>,
    /// Messages of other sites, sessions or components than those of the recording, counted by topic; they are not compared.
    pub beside: BTreeMap<String, usize>,
    /// All messages, for the text.
    #[serde(skip)]
    pub(super) rows: Vec<Row>,
}

impl Comparison {
    /// Whether there are no differences.
    pub fn is_same(&self) -> bool {
        self.differences.is_empty()
    }
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Difference {
    /// The kind of difference.
    pub what: What,
    /// When it was recorded, or would have been: in seconds since the beginning of the recording.
    #[serde(serialize_with = "seconds")]
    pub at: Duration,
    /// The site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
    /// The session, by its id in the recording if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<String>,
    /// The topic, with the ids of the recording.
    pub topic: String,
    /// The recorded payload, normalized.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded: Option<Value>,
    /// The live payload, with the ids of the recording.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub live: Option<Value>,
    /// The fields that differ, if the message is [`What::Changed`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldChange>,
}

/// A kind of difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum What {
    /// It was recorded but not received.
    Missing,
    /// It was received but not recorded.
    Extra,
    /// It was received in another order.
    Order,
    /// It was received with other fields.
    Changed,
}

/// A line of the text.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) at: Duration,
    pub(super) site: Option<SiteId>,
    pub(super) topic: String,
    pub(super) payload: Value,
    pub(super) mark: Mark,
    /// The fields that differ.
    pub(super) fields: Vec<FieldChange>,
}

/// The kind of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Input,
    NotPlayed,
    Same,
    /// An output that differs.
    Differs(What),
    /// The position at which an output in another order was received.
    HeardHere,
}

fn seconds<S: Serializer>(time: &Duration, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.serialize_f64(time.as_secs_f64())
}

impl Display for Comparison {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        let Self { compared, played, not_played, differences, .. } = self;
        match differences.len() {
            0 => write!(formatter, "the same: ")?,
            1 => write!(formatter, "1 difference: ")?,
            many => write!(formatter, "{many} differences: ")?,
        }
        write!(formatter, "{compared} messages compared, {played} played")?;
        if *not_played > 0 {
            write!(formatter, ", {not_played} could not be played")?;
        }
        let mut sites: Vec<&Option<SiteId>> = self.rows.iter().map(|row| &row.site).collect();
        sites.sort_unstable();
        sites.dedup();
        for site in sites {
            self.fmt_site(formatter, site.as_ref())?;
        }
        self.fmt_beside(formatter)
    }
}

impl Comparison {
    fn fmt_site(&self, formatter: &mut Formatter<'_>, site: Option<&SiteId>) -> Result {
        let rows: Vec<&Row> = self.rows.iter().filter(|row| row.site.as_ref() == site).collect();
        let different: Vec<usize> =
            rows.iter().enumerate().filter(|(_, row)| row.mark.is_different()).map(|(at, _)| at).collect();
        if different.is_empty() {
            return Ok(());
        }
        write!(formatter, "\n\n  at {}", site.map_or("no site", SiteId::as_str))?;
        let mut shown_until = 0;
        for (at, row) in rows.iter().enumerate() {
            let next = different.get(different.partition_point(|place| place + AROUND < at));
            if next.is_none_or(|place| place.abs_diff(at) > AROUND) {
                continue;
            }
            if at > shown_until {
                write!(formatter, "\n    ...")?;
            }
            shown_until = at + 1;
            write!(formatter, "\n  {row}")?;
        }
        if shown_until < rows.len() {
            write!(formatter, "\n    ...")?;
        }
        Ok(())
    }

    fn fmt_beside(&self, formatter: &mut Formatter<'_>) -> Result {
        if self.beside.is_empty() {
            return Ok(());
        }
        write!(formatter, "\n\n  not of this recording, and not compared:")?;
        for (topic, count) in &self.beside {
            write!(formatter, "\n    {topic} ({count})")?;
        }
        Ok(())
    }
}

impl Mark {
    fn is_different(self) -> bool {
        matches!(self, Self::Differs(_) | Self::HeardHere | Self::NotPlayed)
    }

    /// The first character of the line.
    fn sign(self) -> char {
        match self {
            Self::Input => '>',
            Self::Same => ' ',
            Self::NotPlayed => '!',
            Self::Differs(What::Missing | What::Order) => '-',
            Self::Differs(What::Extra) | Self::HeardHere => '+',
            Self::Differs(What::Changed) => '~',
        }
    }

    /// The meaning of the line, if its sign is not enough.
    fn note(self) -> &'static str {
        match self {
            Self::Input | Self::Same | Self::Differs(What::Changed) => "",
            Self::NotPlayed => "  (could not be played)",
            Self::Differs(What::Missing) => "  (missing)",
            Self::Differs(What::Extra) => "  (extra)",
            Self::Differs(What::Order) => "  (in another order: recorded here)",
            Self::HeardHere => "  (in another order: heard here)",
        }
    }
}

impl Display for Row {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        let Self { at, topic, payload, mark, fields, .. } = self;
        let payload = match payload {
            Value::String(text) if text.is_empty() => String::new(),
            payload => shortened(payload),
        };
        write!(formatter, "{} {:8.3}  {topic}  {payload}{}", mark.sign(), at.as_secs_f64(), mark.note())?;
        for FieldChange { path, recorded, live } in fields {
            let text =
                |value: &Option<Value>| value.as_ref().map_or_else(|| "(not there)".to_owned(), shortened);
            write!(formatter, "\n  {:>10}  {path}: {} -> {}", "", text(recorded), text(live))?;
        }
        Ok(())
    }
}

fn shortened(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= SHOWN {
        return text;
    }
    text.chars().take(SHOWN).chain("...".chars()).collect()
}
