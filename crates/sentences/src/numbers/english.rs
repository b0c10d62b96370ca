//! `one hundred and five`, `one thousand two hundred`.

use super::{pick, split_off};

const SMALL: &[&str] = &[
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: &[&str] = &["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const UNITS: &[(u64, &str)] = &[
    (1_000_000_000_000_000_000, "quintillion"),
    (1_000_000_000_000_000, "quadrillion"),
    (1_000_000_000_000, "trillion"),
    (1_000_000_000, "billion"),
    (1_000_000, "million"),
    (1000, "thousand"),
    (100, "hundred"),
];

pub(super) fn spell(number: u64) -> String {
    match split_off(number, UNITS) {
        Some((count, unit, 0)) => format!("{} {unit}", spell(count)),
        Some((count, unit, rest @ 1..100)) => format!("{} {unit} and {}", spell(count), spell(rest)),
        Some((count, unit, rest)) => format!("{} {unit} {}", spell(count), spell(rest)),
        None => below_hundred(number),
    }
}

fn below_hundred(number: u64) -> String {
    match (number / 10, number % 10) {
        (0 | 1, _) => pick(SMALL, number).to_owned(),
        (tens, 0) => pick(TENS, tens).to_owned(),
        (tens, ones) => format!("{} {}", pick(TENS, tens), pick(SMALL, ones)),
    }
}
