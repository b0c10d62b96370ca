//! Times and dates as they are said.

use jiff::civil::{Date, Time, Weekday};
use petasos_skill::LocalizedText;

use crate::config::Hours;
use crate::skill::Day;

/// What time it is; `there`: not here.
pub(crate) fn time(time: Time, hours: Option<Hours>, there: bool) -> LocalizedText {
    let english = time_in_english(time, hours.unwrap_or(Hours::Twelve));
    let german = time_in_german(time, hours.unwrap_or(Hours::TwentyFour));
    let (en, de) = if there { (" there", "dort ") } else { ("", "") };
    LocalizedText::new(format!("It is {english}{en}.")).or_in("de", format!("Es ist {de}{german}."))
}

fn time_in_english(time: Time, hours: Hours) -> String {
    let (hour, minute) = (time.hour(), time.minute());
    match hours {
        Hours::TwentyFour => format!("{hour}:{minute:02}"),
        Hours::Twelve => {
            let half = if hour < 12 { "AM" } else { "PM" };
            match (on_the_dial(hour), minute) {
                (hour, 0) => format!("{hour} {half}"),
                (hour, minute) => format!("{hour}:{minute:02} {half}"),
            }
        }
    }
}

fn time_in_german(time: Time, hours: Hours) -> String {
    let hour = match hours {
        Hours::TwentyFour => time.hour(),
        Hours::Twelve => on_the_dial(time.hour()),
    };
    match time.minute() {
        0 => format!("{hour} Uhr"),
        minute => format!("{hour} Uhr {minute}"),
    }
}

/// The hour as a dial shows it.
fn on_the_dial(hour: i8) -> i8 {
    if hour % 12 == 0 { 12 } else { hour % 12 }
}

/// Which date a day has.
pub(crate) fn date(day: Day, date: Date) -> LocalizedText {
    let (en, de) = match day {
        Day::Today => ("Today is", "Heute ist"),
        Day::Tomorrow => ("Tomorrow is", "Morgen ist"),
        Day::Yesterday => ("Yesterday was", "Gestern war"),
    };
    let ((weekday_en, weekday_de), (month_en, month_de)) = (weekday(date.weekday()), month(date.month()));
    let (day, year) = (date.day(), date.year());
    LocalizedText::new(format!("{en} {weekday_en}, {month_en} {day}{}, {year}.", ending(day)))
        .or_in("de", format!("{de} {weekday_de}, der {day}. {month_de} {year}."))
}

/// What an English ordinal ends in.
fn ending(day: i8) -> &'static str {
    match (day / 10, day % 10) {
        (1, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    }
}

fn weekday(weekday: Weekday) -> (&'static str, &'static str) {
    match weekday {
        Weekday::Monday => ("Monday", "Montag"),
        Weekday::Tuesday => ("Tuesday", "Dienstag"),
        Weekday::Wednesday => ("Wednesday", "Mittwoch"),
        Weekday::Thursday => ("Thursday", "Donnerstag"),
        Weekday::Friday => ("Friday", "Freitag"),
        Weekday::Saturday => ("Saturday", "Samstag"),
        Weekday::Sunday => ("Sunday", "Sonntag"),
    }
}

fn month(month: i8) -> (&'static str, &'static str) {
    match month {
        1 => ("January", "Januar"),
        2 => ("February", "Februar"),
        3 => ("March", "März"),
        4 => ("April", "April"),
        5 => ("May", "Mai"),
        6 => ("June", "Juni"),
        7 => ("July", "Juli"),
        8 => ("August", "August"),
        9 => ("September", "September"),
        10 => ("October", "Oktober"),
        11 => ("November", "November"),
        _ => ("December", "Dezember"),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date as day_of, time as at};

    use super::*;

    fn both(words: &LocalizedText) -> (&str, &str) {
        (words.in_lang(Some("en")), words.in_lang(Some("de")))
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
