//! Points in time in the formats of the protocol.

use jiff::Zoned;
use jiff::civil::{Date, Time};
use jiff::fmt::temporal::{Pieces, PiecesOffset};
use jiff::tz::{Offset, TimeZone};
use petasos_messages::slot::{Slot, SlotValue as WireValue};

use super::tokens::text;
use crate::intent::spec::{Builtin, ByLang, Entity, Grammar, Values};
use crate::intent::{InvalidValue, SlotValue};

/// Spoken before the question is repeated if a value cannot be read.
pub(super) const HINT: ByLang = &[
    ("en", "Please say the date and the time."),
    ("de", "Bitte sag Datum und Uhrzeit."),
    ("fr", "Dites la date et l'heure."),
    ("es", "Di la fecha y la hora."),
    ("it", "Di' la data e l'ora."),
    ("nl", "Zeg de datum en de tijd."),
    ("pt", "Diz a data e a hora."),
];

/// The parts of a point in time that were given.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stamp {
    pub(super) date: Date,
    pub(super) time: Option<Time>,
    offset: Option<Offset>,
}

impl Stamp {
    /// Parses ISO 8601 and Snips' `2017-06-13 18:00:00 +02:00`, which has a space before the offset.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim().replace(" +", "+").replace(" -", "-");
        let pieces = Pieces::parse(&text).ok()?;
        let offset = match pieces.offset() {
            Some(PiecesOffset::Numeric(offset)) => Some(offset.offset()),
            Some(_) => Some(Offset::UTC),
            None => None,
        };
        Some(Self { date: pieces.date(), time: pieces.time(), offset })
    }

    /// The point in time; a date alone means midnight. Without an offset it is in the machine's time zone.
    pub(super) fn zoned(self) -> Option<Zoned> {
        let zone = self.offset.map_or_else(TimeZone::system, TimeZone::fixed);
        self.date.to_datetime(self.time.unwrap_or(Time::midnight())).to_zoned(zone).ok()
    }
}

/// The text of a point in time: that of Snips' `InstantTime`, or any text.
pub(super) fn stamp_text(slot: &Slot) -> String {
    match &slot.value {
        WireValue::InstantTime { value, .. } => value.clone(),
        _ => text(slot),
    }
}

static DATE_TIME: Builtin = Builtin {
    snips: &["snips/datetime", "snips/date", "snips/time"],
    grammar: Grammar::None,
    examples: &[("en", "tomorrow at six"), ("de", "morgen um sechs"), ("fr", "demain à six heures")],
};

impl SlotValue for Zoned {
    /// A date with a time, in the machine's time zone unless an offset is given.
    fn entity() -> Entity {
        Entity::new("PetasosDateTime", Values::Builtin(&DATE_TIME))
    }

    fn read(slot: &Slot, _lang: Option<&str>) -> Result<Self, InvalidValue> {
        Stamp::parse(&stamp_text(slot)).and_then(Stamp::zoned).ok_or_else(|| InvalidValue::of_table(HINT))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::tests::{instant, read};

    #[test]
    fn the_time_of_snips_has_a_blank_before_its_offset() {
        let slot = instant("2017-06-13 18:00:00 +02:00", "Hour");
        let zoned = Zoned::read(&slot, None).unwrap();
        assert_eq!(zoned.to_string(), "2017-06-13T18:00:00+02:00[+02:00]");
    }

    #[test]
    fn points_in_time_are_read_as_iso_has_them() {
        let expected: Zoned = "2026-06-13T18:00:00+02:00[+02:00]".parse().unwrap();
        let same =
            "2026-06-13T18:00:00+02:00, 2026-06-13T16:00Z, 2026-06-13 18:00 +02:00, 2026-06-13T12-04[-04:00]";
        for text in same.split(", ") {
            let zoned: Zoned = read(text, "en").unwrap();
            assert_eq!(zoned.timestamp(), expected.timestamp(), "{text}");
        }
    }

    #[test]
    fn without_an_offset_the_time_zone_is_that_of_the_machine() {
        let zoned: Zoned = read("2026-06-13T18:00", "en").unwrap();
        assert_eq!(zoned.datetime().to_string(), "2026-06-13T18:00:00");
    }

    #[test]
    fn an_invalid_point_in_time_is_asked_again() {
        for text in ["", "tomorrow", "2026-02-30T18:00Z", "18:00", "99999-01-01", "2026-06-13T25:00Z"] {
            assert!(read::<Zoned>(text, "en").is_err(), "{text:?}");
        }
    }
}
