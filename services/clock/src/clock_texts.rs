//! The spoken texts, from the tables in `texts/`.

use jiff::civil::{Date, Time};
use petasos_skill::LocalizedText;
use petasos_skill::texts::{TextTable, capitalized};
use serde::{Deserialize, Serialize};

use crate::clock_intents::Day;

petasos_skill::texts! {
    /// The texts of a language.
    pub(crate) struct ClockTexts("texts", ["en", "de", "es"]) {
        hours(),
        hour_12(hour),
        hour_24(hour),
        minute(minute),
        part_of_day(hour),
        time_12(number, hour, minute, part_of_day),
        time_12_there(number, hour, minute, part_of_day),
        time_24(number, hour, minute),
        time_24_there(number, hour, minute),
        unknown_time(),
        today(date),
        tomorrow(date),
        yesterday(date),
        date(weekday, month, day, year),
        weekday(weekday),
        month(month),
        day(day),
    }
}

/// How hours are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Hours {
    /// From 1 to 12, twice a day.
    #[serde(rename = "12")]
    Twelve,
    /// From 0 to 23.
    #[serde(rename = "24")]
    TwentyFour,
}

/// The time here or, if `there`, in another city. `hours` overrides the convention of the language.
pub(crate) fn time(time: Time, hours: Option<Hours>, there: bool) -> LocalizedText {
    ClockTexts::say(|t| {
        let (hour, number, minute) = (time.hour(), time.minute(), t.minute(time.minute()));
        let twelve = hours.map_or_else(|| t.hours() == "12", |hours| hours == Hours::Twelve);
        let (hour_12, part_of_day) = (t.hour_12(on_the_dial(hour)), t.part_of_day(hour));
        capitalized(&match (twelve, there) {
            (true, false) => t.time_12(number, hour_12, minute, part_of_day),
            (true, true) => t.time_12_there(number, hour_12, minute, part_of_day),
            (false, false) => t.time_24(number, t.hour_24(hour), minute),
            (false, true) => t.time_24_there(number, t.hour_24(hour), minute),
        })
    })
}

/// The hour on a 12-hour clock.
fn on_the_dial(hour: i8) -> i8 {
    if hour % 12 == 0 { 12 } else { hour % 12 }
}

/// The date of a day.
pub(crate) fn date(day: Day, date: Date) -> LocalizedText {
    ClockTexts::say(|t| {
        let weekday = t.weekday(date.weekday().to_monday_zero_offset());
        let date = t.date(weekday, t.month(date.month() - 1), t.day(date.day()), date.year());
        match day {
            Day::Today => t.today(date),
            Day::Tomorrow => t.tomorrow(date),
            Day::Yesterday => t.yesterday(date),
        }
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date as day_of, time as at};

    use super::*;

    fn both(words: &LocalizedText) -> (&str, &str) {
        (words.in_lang(Some("en")), words.in_lang(Some("de")))
    }

    #[test]
    fn every_language_has_every_text() {
        ClockTexts::check().unwrap();
    }

    #[test]
    fn times_are_said_as_the_language_has_it() {
        for (hour, minute, en, de) in [
            (0, 0, "It is 12 AM.", "Es ist 0 Uhr."),
            (9, 5, "It is 9:05 AM.", "Es ist 9 Uhr 5."),
            (12, 30, "It is 12:30 PM.", "Es ist 12 Uhr 30."),
            (15, 0, "It is 3 PM.", "Es ist 15 Uhr."),
        ] {
            assert_eq!(both(&time(at(hour, minute, 59, 0), None, false)), (en, de));
        }
    }

    #[test]
    fn hours_can_be_counted_otherwise() {
        let afternoon = at(15, 5, 0, 0);
        let twelve = time(afternoon, Some(Hours::Twelve), true);
        assert_eq!(both(&twelve), ("It is 3:05 PM there.", "Es ist dort 3 Uhr 5."));
        let twenty_four = time(afternoon, Some(Hours::TwentyFour), true);
        assert_eq!(both(&twenty_four), ("It is 15:05 there.", "Es ist dort 15 Uhr 5."));
    }

    #[test]
    fn spanish_inflects_the_hour() {
        let said = |hour, minute, hours, there| {
            time(at(hour, minute, 0, 0), hours, there).in_lang(Some("es-MX")).to_owned()
        };
        assert_eq!(said(13, 0, None, false), "Es la una.");
        assert_eq!(said(15, 45, None, false), "Son las tres y cuarenta y cinco.");
        assert_eq!(said(1, 5, None, true), "Allí es la una y cinco de la madrugada.");
        assert_eq!(said(12, 0, None, true), "Allí son las doce del mediodía.");
        assert_eq!(said(1, 5, Some(Hours::TwentyFour), false), "Es la 1:05.");
        assert_eq!(said(21, 30, Some(Hours::TwentyFour), true), "Allí son las 21:30.");
    }

    #[test]
    fn dates_have_their_weekday() {
        for (day, date_of, en, de) in [
            (
                Day::Today,
                day_of(2024, 2, 29),
                "Today is Thursday, February 29th, 2024.",
                "Heute ist Donnerstag, der 29. Februar 2024.",
            ),
            (
                Day::Tomorrow,
                day_of(2025, 3, 1),
                "Tomorrow is Saturday, March 1st, 2025.",
                "Morgen ist Samstag, der 1. März 2025.",
            ),
            (
                Day::Yesterday,
                day_of(2025, 12, 12),
                "Yesterday was Friday, December 12th, 2025.",
                "Gestern war Freitag, der 12. Dezember 2025.",
            ),
            (
                Day::Today,
                day_of(2025, 5, 22),
                "Today is Thursday, May 22nd, 2025.",
                "Heute ist Donnerstag, der 22. Mai 2025.",
            ),
            (
                Day::Today,
                day_of(2025, 6, 23),
                "Today is Monday, June 23rd, 2025.",
                "Heute ist Montag, der 23. Juni 2025.",
            ),
        ] {
            assert_eq!(both(&date(day, date_of)), (en, de));
        }
    }
}
