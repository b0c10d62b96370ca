//! `soixante et onze`, `quatre vingt un`, `deux cents`, `deux cent mille`.

use super::{pick, split_off, unless_zero};

const SMALL: &[&str] = &[
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze",
    "treize", "quatorze", "quinze", "seize", "dix sept", "dix huit", "dix neuf",
];
/// The tens; 70 and 90 continue 60 and 80.
const TENS: &[&str] = &[
    "",
    "",
    "vingt",
    "trente",
    "quarante",
    "cinquante",
    "soixante",
    "soixante",
    "quatre vingt",
    "quatre vingt",
];
const UNITS: &[(u64, &str)] = &[
    (1_000_000_000_000_000_000, "trillion"),
    (1_000_000_000_000_000, "billiard"),
    (1_000_000_000_000, "billion"),
    (1_000_000_000, "milliard"),
    (1_000_000, "million"),
];

pub(super) fn spell(number: u64) -> String {
    match split_off(number, UNITS) {
        Some((1, unit, rest)) => format!("un {unit} {}", unless_zero(rest, spell)),
        Some((count, unit, rest)) => format!("{} {unit}s {}", spell(count), unless_zero(rest, spell)),
        None => below_million(number),
    }
}

fn below_million(number: u64) -> String {
    match (number / 1000, number % 1000) {
        (0, _) => below_thousand(number),
        (1, rest) => format!("mille {}", unless_zero(rest, below_thousand)),
        (thousands, rest) => {
            let count = below_thousand(thousands);
            // Several hundreds, and eighty, lose their plural before `mille`.
            let plural = count.ends_with("cents") || count.ends_with("vingts");
            let count = if plural { count.trim_end_matches('s') } else { &count };
            format!("{count} mille {}", unless_zero(rest, below_thousand))
        }
    }
}

fn below_thousand(number: u64) -> String {
    match (number / 100, number % 100) {
        (0, _) => below_hundred(number),
        (1, rest) => format!("cent {}", unless_zero(rest, below_hundred)),
        (hundreds, 0) => format!("{} cents", pick(SMALL, hundreds)),
        (hundreds, rest) => format!("{} cent {}", pick(SMALL, hundreds), below_hundred(rest)),
    }
}

fn below_hundred(number: u64) -> String {
    let ones = match number {
        0..20 => return pick(SMALL, number).to_owned(),
        60.. => number % 20,
        _ => number % 10,
    };
    let tens = pick(TENS, number / 10);
    match ones {
        0 if number == 80 => "quatre vingts".to_owned(),
        0 => tens.to_owned(),
        1 | 11 if number < 80 => format!("{tens} et {}", pick(SMALL, ones)),
        _ => format!("{tens} {}", pick(SMALL, ones)),
    }
}
