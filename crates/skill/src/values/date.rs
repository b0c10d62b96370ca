//! Dates.

use jiff::civil::Date;
use petasos_messages::slot::Slot;

use super::date_time::{Stamp, stamp_text};
use super::tokens::{Token, tokens};
use super::word_table::{Table, look_up};
use crate::intent::spec::{Builtin, ByLang, Entity, Grammar, Values};
use crate::intent::{InvalidValue, SlotValue};

/// Spoken before the question is repeated if a value cannot be read.
const HINT: ByLang = &[
    ("en", "Please say the day, the month and the year."),
    ("de", "Bitte sag Tag, Monat und Jahr."),
    ("fr", "Dites le jour, le mois et l'année."),
    ("es", "Di el día, el mes y el año."),
    ("it", "Di' il giorno, il mese e l'anno."),
    ("nl", "Zeg de dag, de maand en het jaar."),
    ("pt", "Diz o dia, o mês e o ano."),
];

#[rustfmt::skip]
const MONTHS: Table<i8> = &[
    ("en", &[
        ("january", 1), ("february", 2), ("march", 3), ("april", 4), ("may", 5), ("june", 6), ("july", 7), ("august", 8),
        ("september", 9), ("october", 10), ("november", 11), ("december", 12),
    ]),
    ("de", &[
        ("januar", 1), ("jänner", 1), ("februar", 2), ("märz", 3), ("april", 4), ("mai", 5), ("juni", 6), ("juli", 7), ("august", 8),
        ("september", 9), ("oktober", 10), ("november", 11), ("dezember", 12),
    ]),
    ("fr", &[
        ("janvier", 1), ("février", 2), ("mars", 3), ("avril", 4), ("mai", 5), ("juin", 6), ("juillet", 7), ("août", 8),
        ("septembre", 9), ("octobre", 10), ("novembre", 11), ("décembre", 12),
    ]),
];

static DATE: Builtin = Builtin {
    snips: &["snips/date", "snips/datetime"],
    grammar: Grammar::None,
    examples: &[("en", "tomorrow"), ("de", "morgen"), ("fr", "demain")],
};

impl SlotValue for Date {
    /// A date. As text it is ISO 8601 (`2026-06-13`), or a day, the name of a month and a year.
    fn entity() -> Entity {
        Entity::new("PetasosDate", Values::Builtin(&DATE))
    }

    fn read(slot: &Slot, lang: Option<&str>) -> Result<Self, InvalidValue> {
        let text = stamp_text(slot);
        let stamp = Stamp::parse(&text).map(|stamp| stamp.date);
        stamp.or_else(|| in_words(&tokens(&text, lang), lang)).ok_or_else(|| InvalidValue::of_table(HINT))
    }
}

/// `June 13th 2026`, `13. Juni 2026`: the name of the month, and the day before the year.
fn in_words(tokens: &[Token], lang: Option<&str>) -> Option<Date> {
    let numbers: Vec<f64> = tokens.iter().filter_map(Token::number).collect();
    let mut months = tokens.iter().filter_map(|token| look_up(MONTHS, token.word()?, lang));
    let (month, [day, year]) = (months.next()?, numbers.as_slice()) else { return None };
    if months.next().is_some() || day.fract() != 0.0 || year.fract() != 0.0 {
        return None;
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "numbers that are too large become the largest, which is no day and no year"
    )]
    Date::new(*year as i16, month, *day as i8).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::tests::{instant, read};
    use jiff::civil::date;

    #[test]
    fn a_date_is_the_day_of_a_point_in_time_where_it_was_said() {
        let slot = instant("2017-06-13 23:30:00 -04:00", "Day");
        assert_eq!(Date::read(&slot, None), Ok(date(2017, 6, 13)));
    }

    #[test]
    fn dates_are_read_from_iso_and_words() {
        for (text, lang) in [
            ("2026-06-13", "en"),
            ("2026-06-13T18:00:00Z", "en"),
            ("June 13th, 2026", "en"),
            ("the 13th of june two thousand twenty six", "en"),
            ("13. Juni 2026", "de"),
            ("le 13 juin 2026", "fr"),
        ] {
            assert_eq!(read(text, lang), Ok(date(2026, 6, 13)), "{text}");
        }
    }

    #[test]
    fn an_invalid_date_is_asked_again() {
        for text in
            ["", "tomorrow", "13 june", "june 31 2026", "june may 1 2026", "june 1.5 2026", "june 1 9999999"]
        {
            assert!(read::<Date>(text, "en").is_err(), "{text:?}");
        }
    }
}
