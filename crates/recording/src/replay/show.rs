//! Differences, made readable: each with what happened around it.

use std::fmt::{Display, Formatter, Result};

use serde_json::Value;

use super::comparison::{Comparison, FieldChange, Mark, Row, What};

/// So many lines are shown before and after a difference.
const AROUND: usize = 2;

/// So many characters of a payload are shown.
const SHOWN: usize = 200;

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
        let mut sites: Vec<&Option<String>> = self.rows.iter().map(|row| &row.site).collect();
        sites.sort_unstable();
        sites.dedup();
        for site in sites {
            self.fmt_site(formatter, site.as_deref())?;
        }
        self.fmt_beside(formatter)
    }
}

impl Comparison {
    fn fmt_site(&self, formatter: &mut Formatter<'_>, site: Option<&str>) -> Result {
        let rows: Vec<&Row> = self.rows.iter().filter(|row| row.site.as_deref() == site).collect();
        let different: Vec<usize> =
            rows.iter().enumerate().filter(|(_, row)| row.mark.is_different()).map(|(at, _)| at).collect();
        if different.is_empty() {
            return Ok(());
        }
        write!(formatter, "\n\n  at {}", site.unwrap_or("no site"))?;
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

    /// The first letter of the line.
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

    /// What the line means, where its sign does not say it.
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
