//! `eenentwintig`, `tweeëntwintig`, `honderdéén`, `twee miljoen duizend`.

use super::{pick, split_off, unless_zero};

const SMALL: &[&str] = &[
    "nul",
    "één",
    "twee",
    "drie",
    "vier",
    "vijf",
    "zes",
    "zeven",
    "acht",
    "negen",
    "tien",
    "elf",
    "twaalf",
    "dertien",
    "veertien",
    "vijftien",
    "zestien",
    "zeventien",
    "achttien",
    "negentien",
];
/// Ones before tens, with the joining `en`.
const ONES_AND: &[&str] =
    &["", "eenen", "tweeën", "drieën", "vieren", "vijfen", "zesen", "zevenen", "achten", "negenen"];
const TENS: &[&str] =
    &["", "", "twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"];
const UNITS: &[(u64, &str)] = &[
    (1_000_000_000_000_000_000, "triljoen"),
    (1_000_000_000_000_000, "biljard"),
    (1_000_000_000_000, "biljoen"),
    (1_000_000_000, "miljard"),
    (1_000_000, "miljoen"),
];
/// Units that are written together with the parts before and after them.
const JOINED_UNITS: &[(u64, &str)] = &[(1000, "duizend"), (100, "honderd")];

pub(super) fn spell(number: u64) -> String {
    match split_off(number, UNITS) {
        Some((1, unit, rest)) => format!("een {unit} {}", unless_zero(rest, spell)),
        Some((count, unit, rest)) => format!("{} {unit} {}", spell(count), unless_zero(rest, spell)),
        None => one_word(number),
    }
}

fn one_word(number: u64) -> String {
    if let Some((count, unit, rest)) = split_off(number, JOINED_UNITS) {
        let count = if count == 1 { String::new() } else { one_word(count) };
        return format!("{count}{unit}{}", unless_zero(rest, one_word));
    }
    match (number / 10, number % 10) {
        (0 | 1, _) => pick(SMALL, number).to_owned(),
        (tens, ones) => format!("{}{}", pick(ONES_AND, ones), pick(TENS, tens)),
    }
}
