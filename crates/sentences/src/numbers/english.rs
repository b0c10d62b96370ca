//! `one hundred and five`, `one thousand two hundred`.

use super::pick;

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

const LARGE: &[(u64, &str)] = &[
    (1_000_000_000_000_000_000, "quintillion"),
    (1_000_000_000_000_000, "quadrillion"),
    (1_000_000_000_000, "trillion"),
    (1_000_000_000, "billion"),
    (1_000_000, "million"),
    (1000, "thousand"),
    (100, "hundred"),
];

pub(super) fn spell(number: u64) -> String {
    if let Some((size, name)) = LARGE.iter().find(|(size, _)| number >= *size) {
        let head = format!("{} {name}", spell(number / size));
        return match number % size {
            0 => head,
            rest @ 1..100 => format!("{head} and {}", spell(rest)),
            rest => format!("{head} {}", spell(rest)),
        };
    }
    match (number / 10, number % 10) {
        (0 | 1, _) => pick(SMALL, number).to_owned(),
        (tens, 0) => pick(TENS, tens).to_owned(),
        (tens, ones) => format!("{} {}", pick(TENS, tens), pick(SMALL, ones)),
    }
}
