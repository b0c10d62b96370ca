//! `einundzwanzig`, `einhundertfünf`, `zwei millionen eintausend`.

use super::{pick, split_off, unless_zero};

const SMALL: &[&str] = &[
    "null",
    "eins",
    "zwei",
    "drei",
    "vier",
    "fünf",
    "sechs",
    "sieben",
    "acht",
    "neun",
    "zehn",
    "elf",
    "zwölf",
    "dreizehn",
    "vierzehn",
    "fünfzehn",
    "sechzehn",
    "siebzehn",
    "achtzehn",
    "neunzehn",
];
const TENS: &[&str] =
    &["", "", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"];
/// Singular and plural.
const UNITS: &[(u64, (&str, &str))] = &[
    (1_000_000_000_000_000_000, ("trillion", "trillionen")),
    (1_000_000_000_000_000, ("billiarde", "billiarden")),
    (1_000_000_000_000, ("billion", "billionen")),
    (1_000_000_000, ("milliarde", "milliarden")),
    (1_000_000, ("million", "millionen")),
];
/// Units that are written together with the parts before and after them.
const JOINED_UNITS: &[(u64, &str)] = &[(1000, "tausend"), (100, "hundert")];

pub(super) fn spell(number: u64) -> String {
    match split_off(number, UNITS) {
        Some((1, (unit, _), rest)) => format!("eine {unit} {}", unless_zero(rest, spell)),
        Some((count, (_, units), rest)) => format!("{} {units} {}", spell(count), unless_zero(rest, spell)),
        None => one_word(number),
    }
}

fn one_word(number: u64) -> String {
    if let Some((count, unit, rest)) = split_off(number, JOINED_UNITS) {
        let count = if count == 1 { "ein".to_owned() } else { one_word(count) };
        return format!("{count}{unit}{}", unless_zero(rest, one_word));
    }
    match (number / 10, number % 10) {
        (0 | 1, _) => pick(SMALL, number).to_owned(),
        (tens, 0) => pick(TENS, tens).to_owned(),
        (tens, 1) => format!("einund{}", pick(TENS, tens)),
        (tens, ones) => format!("{}und{}", pick(SMALL, ones), pick(TENS, tens)),
    }
}
