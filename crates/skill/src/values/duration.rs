//! Durations.

use std::time::Duration;

use jiff::{Span, SpanRelativeTo};
use petasos_messages::slot::{DurationParts, Slot, SlotValue as WireValue};

use super::tokens::{Token, text, tokens};
use super::word_table::{Table, look_up};
use crate::intent::spec::{Builtin, ByLang, Entity, Grammar, Values};
use crate::intent::{InvalidValue, SlotValue};

/// Spoken before the question is repeated if a value cannot be read.
const HINT: ByLang = &[
    ("en", "Please say how long, such as five minutes."),
    ("de", "Bitte sag wie lange, zum Beispiel fünf Minuten."),
    ("fr", "Dites une durée, par exemple cinq minutes."),
    ("es", "Di una duración, por ejemplo cinco minutos."),
    ("it", "Di' una durata, per esempio cinque minuti."),
    ("nl", "Zeg hoe lang, bijvoorbeeld vijf minuten."),
    ("pt", "Diz uma duração, por exemplo cinco minutos."),
];

const MINUTE: u32 = 60;
const HOUR: u32 = 60 * MINUTE;
const DAY: u32 = 24 * HOUR;
const WEEK: u32 = 7 * DAY;
/// The assumed length of a month.
const MONTH: u32 = 30 * DAY;
const YEAR: u32 = 365 * DAY;

/// Units in seconds.
#[rustfmt::skip]
const UNITS: Table<u32> = &[
    ("en", &[
        ("second", 1), ("seconds", 1), ("sec", 1), ("secs", 1), ("s", 1), ("minute", MINUTE), ("minutes", MINUTE), ("min", MINUTE),
        ("mins", MINUTE), ("m", MINUTE), ("hour", HOUR), ("hours", HOUR), ("hr", HOUR), ("hrs", HOUR), ("h", HOUR), ("day", DAY),
        ("days", DAY), ("d", DAY), ("week", WEEK), ("weeks", WEEK), ("month", MONTH), ("months", MONTH), ("year", YEAR),
        ("years", YEAR),
    ]),
    ("de", &[
        ("sekunde", 1), ("sekunden", 1), ("sek", 1), ("s", 1), ("minute", MINUTE), ("minuten", MINUTE), ("min", MINUTE),
        ("m", MINUTE), ("stunde", HOUR), ("stunden", HOUR), ("std", HOUR), ("h", HOUR), ("tag", DAY), ("tage", DAY), ("tagen", DAY),
        ("woche", WEEK), ("wochen", WEEK), ("monat", MONTH), ("monate", MONTH), ("monaten", MONTH), ("jahr", YEAR),
        ("jahre", YEAR), ("jahren", YEAR),
    ]),
    ("fr", &[
        ("seconde", 1), ("secondes", 1), ("s", 1), ("minute", MINUTE), ("minutes", MINUTE), ("min", MINUTE), ("heure", HOUR),
        ("heures", HOUR), ("h", HOUR), ("jour", DAY), ("jours", DAY), ("semaine", WEEK), ("semaines", WEEK), ("mois", MONTH),
        ("an", YEAR), ("ans", YEAR), ("année", YEAR), ("années", YEAR),
    ]),
];

/// Words that make up an amount.
#[derive(Debug, Clone, Copy)]
enum Amount {
    /// A fraction of the unit, or one and a half.
    Of(f64),
    /// One, unless another amount is given.
    Article,
    /// Adds what follows to what precedes: "one *and* a half".
    And,
}

use Amount::{And, Article, Of};

#[rustfmt::skip]
const AMOUNTS: Table<Amount> = &[
    ("en", &[("half", Of(0.5)), ("quarter", Of(0.25)), ("a", Article), ("an", Article), ("and", And)]),
    ("de", &[
        ("halb", Of(0.5)), ("halbe", Of(0.5)), ("halben", Of(0.5)), ("anderthalb", Of(1.5)), ("eineinhalb", Of(1.5)), ("und", And),
    ]),
    ("fr", &[("demi", Of(0.5)), ("demie", Of(0.5)), ("et", And)]),
];

static DURATION: Builtin = Builtin {
    snips: &["snips/duration"],
    grammar: Grammar::Rule {
        name: "duration",
        bodies: &[
            (
                "en",
                "((1..120) (second | seconds) | (1..180) (minute | minutes) [[and] (1..59) (second | seconds)] | \
                 (1..24) (hour | hours) [[and] (1..59) (minute | minutes)] | half an hour | an hour [and a half] | a minute | (1..31) (day | days))",
            ),
            (
                "de",
                "((1..120) (sekunde | sekunden) | (eine | 1..180) (minute | minuten) [[und] (1..59) (sekunde | sekunden)] | \
                 (eine | 1..24) (stunde | stunden) [[und] (1..59) (minute | minuten)] | \
                 eine halbe stunde | anderthalb stunden | (einen tag | 1..31 (tag | tage)))",
            ),
            (
                "fr",
                "((une | 1..120) (seconde | secondes) | (une | 1..180) (minute | minutes) [[et] (1..59) (seconde | secondes)] | \
                 (une | 1..24) (heure | heures) [[et] (demie | 1..59) [minutes]] | \
                 une demi heure | (un | 1..31) (jour | jours))",
            ),
        ],
    },
    examples: &[("en", "five minutes"), ("de", "fünf Minuten"), ("fr", "cinq minutes")],
};

impl SlotValue for Duration {
    /// A month counts as 30 days, a quarter as three months, a year as 365 days.
    fn entity() -> Entity {
        Entity::new("PetasosDuration", Values::Builtin(&DURATION))
    }

    fn read(slot: &Slot, lang: Option<&str>) -> Result<Self, InvalidValue> {
        let duration = match &slot.value {
            WireValue::Duration { parts, .. } => of_parts(*parts),
            _ => iso(text(slot).trim()).or_else(|| in_words(&tokens(&text(slot), lang), lang)),
        };
        duration.ok_or_else(|| InvalidValue::of_table(HINT))
    }
}

pub(super) fn is_unit(word: &str, lang: Option<&str>) -> bool {
    look_up(UNITS, word, lang).is_some()
}

/// The sum of Snips' parts.
fn of_parts(parts: DurationParts) -> Option<Duration> {
    let DurationParts { years, quarters, months, weeks, days, hours, minutes, seconds } = parts;
    let quarter = 3 * MONTH;
    let sized = [
        (years, YEAR),
        (quarters, quarter),
        (months, MONTH),
        (weeks, WEEK),
        (days, DAY),
        (hours, HOUR),
        (minutes, MINUTE),
        (seconds, 1),
    ];
    let seconds = sized
        .iter()
        .try_fold(0_i64, |sum, (count, size)| sum.checked_add(count.checked_mul(i64::from(*size))?));
    Some(Duration::from_secs(seconds?.try_into().ok()?))
}

/// `PT5M`, `P1DT2H`: ISO 8601, without months and years, whose length varies.
fn iso(text: &str) -> Option<Duration> {
    let span: Span = text.starts_with(['P', 'p']).then(|| text.parse().ok()).flatten()?;
    span.to_duration(SpanRelativeTo::days_are_24_hours()).ok()?.try_into().ok()
}

/// `one hour and thirty minutes`, `half an hour`, `an hour and a half`, `1h30`. Other words are ignored.
fn in_words(tokens: &[Token], lang: Option<&str>) -> Option<Duration> {
    let mut sum = 0.0;
    let mut last_unit = None;
    let mut reading = Reading::default();
    for token in tokens {
        match token {
            Token::Number(number) => reading.number(*number)?,
            // Amounts take precedence: without a known language, the "an" of "half an hour" must not be a French year.
            Token::Word(word) => match (look_up(AMOUNTS, word, lang), look_up(UNITS, word, lang)) {
                (Some(Of(part)), _) => reading.part(part),
                (Some(Article), _) => reading.article = true,
                (Some(And), _) => reading.and = true,
                (None, Some(unit)) => {
                    sum += std::mem::take(&mut reading).amount()? * f64::from(unit);
                    last_unit = Some(unit);
                }
                (None, None) => {}
            },
        }
    }
    let rest = match (reading.number, last_unit?) {
        (None, _) => 0.0,
        // an hour and a half, 1 h 30
        (Some(part), unit) if part < 1.0 => part * f64::from(unit),
        (Some(minutes), HOUR) => minutes * f64::from(MINUTE),
        (Some(seconds), MINUTE) => seconds,
        (Some(_), _) => return None,
    };
    Duration::try_from_secs_f64(sum + rest).ok()
}

/// The state of reading an amount.
#[derive(Default)]
struct Reading {
    number: Option<f64>,
    article: bool,
    and: bool,
}

impl Reading {
    /// Only one number may precede a unit.
    fn number(&mut self, number: f64) -> Option<()> {
        self.number.replace(number).is_none().then_some(())
    }

    /// "One and a half" adds the half, "eine halbe" is just the half.
    fn part(&mut self, part: f64) {
        let whole = self.number.filter(|_| self.and).unwrap_or_default();
        self.number = Some(whole + part);
    }

    fn amount(self) -> Option<f64> {
        self.number.or_else(|| self.article.then_some(1.0))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::values::tests::{json, read, typed, value};

    const fn minutes(minutes: u64) -> Duration {
        Duration::from_secs(60 * minutes)
    }

    fn parts(changed: &Value) -> Slot {
        let mut parts = json!({
            "kind": "Duration", "years": 0, "quarters": 0, "months": 0, "weeks": 0, "days": 0, "hours": 0, "minutes": 0,
            "seconds": 0, "precision": "Exact"
        });
        parts.as_object_mut().unwrap().extend(changed.as_object().unwrap().clone());
        typed(&parts)
    }

    #[test]
    fn the_parts_of_snips_are_added() {
        let slot = parts(&json!({ "hours": 1, "minutes": 30, "seconds": 5 }));
        assert_eq!(Duration::read(&slot, None), Ok(minutes(90) + Duration::from_secs(5)));
        let slot = parts(&json!({ "years": 1, "quarters": 1, "months": 1, "weeks": 1, "days": 1 }));
        assert_eq!(Duration::read(&slot, None), Ok(minutes((365 + 90 + 30 + 7 + 1) * 24 * 60)));
        assert!(Duration::read(&parts(&json!({ "hours": -1 })), None).is_err());
        assert!(Duration::read(&parts(&json!({ "years": i64::MAX })), None).is_err());
    }

    #[test]
    fn durations_are_read_in_words() {
        for (words, lang, expected) in [
            ("5 minutes", "en", minutes(5)),
            ("five minutes please", "en", minutes(5)),
            ("1 hour 30 minutes", "en", minutes(90)),
            ("one hour and thirty minutes", "en", minutes(90)),
            ("half an hour", "en", minutes(30)),
            ("a half hour", "en", minutes(30)),
            ("an hour and a half", "en", minutes(90)),
            ("one and a half hours", "en", minutes(90)),
            ("two and a half hours", "en", minutes(150)),
            ("a quarter of an hour", "en", minutes(15)),
            ("a minute", "en", minutes(1)),
            ("90s", "en", Duration::from_secs(90)),
            ("1.5 hours", "en", minutes(90)),
            ("PT5M", "en", minutes(5)),
            ("P1DT2H", "en", minutes(26 * 60)),
            ("fünf Minuten", "de", minutes(5)),
            ("eine Stunde und zwanzig Minuten", "de", minutes(80)),
            ("eine halbe Stunde", "de", minutes(30)),
            ("anderthalb Stunden", "de", minutes(90)),
            ("cinq minutes", "fr", minutes(5)),
            ("une heure trente", "fr", minutes(90)),
            ("une heure et demie", "fr", minutes(90)),
            ("une demi-heure", "fr", minutes(30)),
            ("1h30", "fr", minutes(90)),
        ] {
            assert_eq!(read(words, lang), Ok(expected), "{words}");
        }
    }

    #[test]
    fn half_an_hour_is_read_without_a_language() {
        assert_eq!(Duration::read(&value("half an hour"), None), Ok(minutes(30)));
    }

    #[test]
    fn a_duration_without_a_unit_is_asked_again() {
        for words in
            ["20", "minutes", "soon", "5 or 6 minutes", "P", "PT", "minus five minutes", "1e300 years", ""]
        {
            assert!(read::<Duration>(words, "en").is_err(), "{words:?}");
        }
        assert!(Duration::read(&value(20), None).is_err());
    }
}
