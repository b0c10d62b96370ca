//! `trentuno`, `centotré`, `duemila`, `un milione e cinque`.

use super::{pick, split_off, unless_zero};

const SMALL: &[&str] = &[
    "zero",
    "uno",
    "due",
    "tre",
    "quattro",
    "cinque",
    "sei",
    "sette",
    "otto",
    "nove",
    "dieci",
    "undici",
    "dodici",
    "tredici",
    "quattordici",
    "quindici",
    "sedici",
    "diciassette",
    "diciotto",
    "diciannove",
];
const TENS: &[&str] =
    &["", "", "venti", "trenta", "quaranta", "cinquanta", "sessanta", "settanta", "ottanta", "novanta"];
/// Singular and plural.
const UNITS: &[(u64, (&str, &str))] = &[
    (1_000_000_000_000_000_000, ("trilione", "trilioni")),
    (1_000_000_000_000_000, ("biliardo", "biliardi")),
    (1_000_000_000_000, ("bilione", "bilioni")),
    (1_000_000_000, ("miliardo", "miliardi")),
    (1_000_000, ("milione", "milioni")),
];

pub(super) fn spell(number: u64) -> String {
    accented(&parts(number))
}

/// The words after `meno`.
pub(super) fn spell_below_zero(number: u64) -> String {
    accented(&spell(number))
}

/// A `tre` at the end of a longer word has an accent, any other has none. Since the parts of a number go through this as well,
/// the accent changes with each part: `ventitré`, `centoventitre`, `millecentoventitré`.
fn accented(text: &str) -> String {
    let words = text.split_whitespace().map(|word| match word.strip_suffix("tre") {
        Some(before) if !before.is_empty() => format!("{}tré", before.replace("tré", "tre")),
        _ => word.replace("tré", "tre"),
    });
    words.collect::<Vec<_>>().join(" ")
}

fn parts(number: u64) -> String {
    let (head, rest) = match split_off(number, UNITS) {
        None => return one_word(number),
        Some((1, (unit, _), rest)) => (format!("un {unit}"), rest),
        Some((count, (_, units), rest)) => (format!("{} {units}", spell(count)), rest),
    };
    let rest = unless_zero(rest, spell);
    // Only the last part is joined with an `e`.
    match rest.as_str() {
        "" => head,
        rest if rest.contains(" e ") => format!("{head} {rest}"),
        rest => format!("{head} e {rest}"),
    }
}

fn one_word(number: u64) -> String {
    match number {
        0..20 => pick(SMALL, number).to_owned(),
        20..100 => contracted(pick(TENS, number / 10), number % 10),
        100..200 => contracted("cento", number % 100),
        200..1000 => contracted(&format!("{}cento", pick(SMALL, number / 100)), number % 100),
        1000..2000 => format!("mille{}", unless_zero(number % 1000, spell)),
        _ => format!("{}mila{}", spell(number / 1000), unless_zero(number % 1000, spell)),
    }
}

/// Two parts in one word, with one of two adjacent vowels dropped: `centotto`, `trentuno`.
fn contracted(head: &str, rest: u64) -> String {
    let word = format!("{head}{}", unless_zero(rest, spell));
    word.replace("oo", "o").replace("ao", "o").replace("io", "o").replace("au", "u")
}
