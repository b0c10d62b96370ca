//! Times of day.

use jiff::civil::Time;
use petasos_messages::slot::{Grain, Slot, SlotValue as WireValue};

use super::date_time::{Stamp, stamp_text};
use super::duration;
use super::tokens::{Token, tokens};
use super::word_table::{Table, look_up};
use crate::intent::spec::{Builtin, ByLang, Entity, Grammar, Values};
use crate::intent::{InvalidValue, SlotValue};

/// Spoken before the question is repeated if a value cannot be read.
const HINT: ByLang = &[
    ("en", "Please say a time, such as half past five."),
    ("de", "Bitte sag eine Uhrzeit, zum Beispiel halb sechs."),
    ("fr", "Dites une heure, par exemple cinq heures et demie."),
    ("es", "Di una hora, por ejemplo las cinco y media."),
    ("it", "Di' un'ora, per esempio le cinque e mezza."),
    ("nl", "Zeg een tijd, bijvoorbeeld half zes."),
    ("pt", "Diz uma hora, por exemplo cinco e meia."),
];

/// The role of a word in a time.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Sign {
    /// `o'clock`, `Uhr`: the preceding number is the hour.
    Hours,
    Morning,
    Afternoon,
    Noon,
    Midnight,
    /// A number of minutes.
    Minutes(f64),
    /// The preceding minutes are after the following hour.
    Past,
    /// The preceding minutes are before the following hour.
    To,
    /// Half an hour before the following hour (`halb sechs`).
    HalfTo,
    /// The following minutes are before the hour (`moins le quart`).
    Less,
}

use Sign::{Afternoon, HalfTo, Hours, Less, Midnight, Minutes, Morning, Noon, Past, To};

const HOUR: f64 = 60.0;
const DAY: f64 = 24.0 * HOUR;

#[rustfmt::skip]
const SIGNS: Table<Sign> = &[
    ("en", &[
        ("h", Hours), ("clock", Hours), ("am", Morning), ("pm", Afternoon), ("noon", Noon), ("midnight", Midnight), ("half", Minutes(30.0)),
        ("quarter", Minutes(15.0)), ("past", Past), ("after", Past), ("to", To), ("before", To),
    ]),
    ("de", &[
        ("h", Hours), ("uhr", Hours), ("mittag", Noon), ("mittags", Afternoon), ("nachmittags", Afternoon), ("abends", Afternoon),
        ("morgens", Morning), ("mitternacht", Midnight), ("halb", HalfTo), ("viertel", Minutes(15.0)), ("nach", Past), ("vor", To),
    ]),
    ("fr", &[
        ("h", Hours), ("heure", Hours), ("heures", Hours), ("midi", Noon), ("minuit", Midnight), ("demie", Minutes(30.0)),
        ("quart", Minutes(15.0)), ("moins", Less), ("matin", Morning), ("soir", Afternoon),
    ]),
];

static TIME: Builtin = Builtin {
    snips: &["snips/time", "snips/datetime"],
    grammar: Grammar::Rule {
        name: "time",
        bodies: &[
            // "Twenty two" is 22:00, so minutes alone have two digits.
            (
                "en",
                "((0..23) [o'clock] [am | pm] | (0..23) (10..59) [am | pm] | (half | quarter) past (1..12) | quarter to (1..12) | noon | \
                 midnight)",
            ),
            (
                "de",
                "((ein | 0..23) uhr [1..59] | halb (eins | 1..12) | viertel (nach | vor) (eins | 1..12) | mittag | mitternacht)",
            ),
            (
                "fr",
                "((une | 0..23) (heure | heures) [et demie | et quart | moins le quart | 1..59] | midi | minuit)",
            ),
        ],
    },
    examples: &[("en", "half past five"), ("de", "halb sechs"), ("fr", "cinq heures et demie")],
};

impl SlotValue for Time {
    /// A time of day. Hours without "am" or "pm" are read literally: "five" is 05:00.
    fn entity() -> Entity {
        Entity::new("PetasosTime", Values::Builtin(&TIME))
    }

    fn read(slot: &Slot, lang: Option<&str>) -> Result<Self, InvalidValue> {
        let time = match &slot.value {
            WireValue::InstantTime { value, grain: Grain::Hour | Grain::Minute | Grain::Second, .. } => {
                Stamp::parse(value).and_then(|stamp| stamp.time)
            }
            WireValue::InstantTime { .. } => None,
            _ => of_text(&stamp_text(slot), lang),
        };
        time.ok_or_else(|| InvalidValue::of_table(HINT))
    }
}

fn of_text(text: &str, lang: Option<&str>) -> Option<Time> {
    let iso = text.trim().parse().ok().filter(|_| text.contains(':'));
    let stamp = || Stamp::parse(text)?.time;
    iso.or_else(stamp).or_else(|| in_words(&tokens(text, lang), lang))
}

/// `half past five`, `zehn nach halb sechs`, `17 Uhr 30`, `cinq heures moins le quart`.
fn in_words(tokens: &[Token], lang: Option<&str>) -> Option<Time> {
    let sign = |token: &Token| look_up(SIGNS, token.word()?, lang);
    let relation = tokens.iter().position(|token| matches!(sign(token), Some(Past | To)));
    let minutes = match relation.and_then(|at| tokens.split_at_checked(at)) {
        None if tokens.iter().any(|token| sign(token).is_none() && is_unit(token, lang)) => None,
        None => clock(tokens, sign),
        Some((before, after)) => {
            let amount = clock_amount(before, sign)?;
            let direction = if after.first().and_then(sign) == Some(To) { -1.0 } else { 1.0 };
            Some(clock(after, sign)? + direction * amount)
        }
    };
    #[expect(clippy::cast_possible_truncation, reason = "a day has 1440 minutes")]
    let minutes = minutes?.rem_euclid(DAY) as i16;
    Time::new(i8::try_from(minutes / 60).ok()?, i8::try_from(minutes % 60).ok()?, 0, 0).ok()
}

fn is_unit(token: &Token, lang: Option<&str>) -> bool {
    token.word().is_some_and(|word| duration::is_unit(word, lang))
}

/// The minutes before "past" and "to": a number or a quarter.
fn clock_amount(tokens: &[Token], sign: impl Fn(&Token) -> Option<Sign>) -> Option<f64> {
    let mut amounts = tokens.iter().filter_map(|token| match (token.number(), sign(token)) {
        (Some(number), _) | (None, Some(Minutes(number))) => {
            Some(number).filter(|number| (0.0..HOUR).contains(number))
        }
        _ => None,
    });
    amounts.next()
}

/// Minutes since midnight.
fn clock(tokens: &[Token], sign: impl Fn(&Token) -> Option<Sign>) -> Option<f64> {
    let (mut hour, mut minutes) = (None, 0.0);
    let mut direction = 1.0;
    let mut half = 0.0;
    let mut named = None;
    for token in tokens {
        match (token, sign(token)) {
            (Token::Number(number), _) if number.fract() != 0.0 => return None,
            (Token::Number(number), _) if hour.is_none() => hour = Some(*number),
            (Token::Number(number), _) if minutes == 0.0 && (-HOUR..HOUR).contains(number) => {
                minutes = direction * number;
            }
            (Token::Number(_), _) => return None,
            (_, Some(Minutes(number))) => minutes = direction * number,
            (_, Some(Less)) => direction = -1.0,
            (_, Some(HalfTo)) => half = HOUR / 2.0,
            (_, Some(part @ (Morning | Afternoon | Noon | Midnight))) => named = Some(part),
            (_, Some(Hours | Past | To) | None) => {}
        }
    }
    let hour = match (hour, named) {
        (None, Some(Noon)) => 12.0,
        (Some(hour), Some(Afternoon)) if hour < 12.0 => hour + 12.0,
        (None, Some(Midnight)) | (Some(12.0), Some(Morning)) => 0.0,
        (hour, _) => hour?,
    };
    (0.0..=24.0).contains(&hour).then_some(hour * HOUR - half + minutes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::tests::{instant, read};
    use jiff::civil::time;

    #[test]
    fn the_time_of_a_point_in_time_counts_if_a_time_was_said() {
        let read = |grain| Time::read(&instant("2017-06-13 18:05:00 +02:00", grain), None);
        assert_eq!(read("Minute"), Ok(time(18, 5, 0, 0)));
        assert!(read("Day").is_err());
    }

    #[test]
    fn times_are_read_from_digits_and_words() {
        for (text, lang, expected) in [
            ("17:30", "en", (17, 30)),
            ("17:30:00", "en", (17, 30)),
            ("2026-06-13T17:30:00+02:00", "en", (17, 30)),
            ("at 5:30 p.m.", "en", (17, 30)),
            ("five thirty pm", "en", (17, 30)),
            ("twelve am", "en", (0, 0)),
            ("5 o'clock", "en", (5, 0)),
            ("half past five", "en", (5, 30)),
            ("quarter to six", "en", (5, 45)),
            ("ten minutes past five", "en", (5, 10)),
            ("ten to midnight", "en", (23, 50)),
            ("noon", "en", (12, 0)),
            ("siebzehn Uhr dreißig", "de", (17, 30)),
            ("um 7 Uhr abends", "de", (19, 0)),
            ("halb sechs", "de", (5, 30)),
            ("fünf vor halb sechs", "de", (5, 25)),
            ("viertel nach fünf", "de", (5, 15)),
            ("Mitternacht", "de", (0, 0)),
            ("17h30", "fr", (17, 30)),
            ("cinq heures et demie", "fr", (5, 30)),
            ("cinq heures moins le quart", "fr", (4, 45)),
            ("cinq heures moins dix", "fr", (4, 50)),
            ("midi", "fr", (12, 0)),
        ] {
            assert_eq!(read(text, lang), Ok(time(expected.0, expected.1, 0, 0)), "{text}");
        }
    }

    #[test]
    fn an_invalid_time_is_asked_again() {
        for text in ["", "soon", "25:00", "5 minutes", "five six seven", "61 past five", "1.5", "2026-06-13"]
        {
            assert!(read::<Time>(text, "en").is_err(), "{text:?}");
        }
    }
}
