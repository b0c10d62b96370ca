//! `vinte e um`, `cento e cinco`, `mil cento e catorze`, `dois milhões e mil`, as in Portugal.

use super::{pick, split_off};

const SMALL: &[&str] = &[
    "zero",
    "um",
    "dois",
    "três",
    "quatro",
    "cinco",
    "seis",
    "sete",
    "oito",
    "nove",
    "dez",
    "onze",
    "doze",
    "treze",
    "catorze",
    "quinze",
    "dezasseis",
    "dezassete",
    "dezoito",
    "dezanove",
];
const TENS: &[&str] =
    &["", "", "vinte", "trinta", "quarenta", "cinquenta", "sessenta", "setenta", "oitenta", "noventa"];
const HUNDREDS: &[&str] = &[
    "",
    "cento",
    "duzentos",
    "trezentos",
    "quatrocentos",
    "quinhentos",
    "seiscentos",
    "setecentos",
    "oitocentos",
    "novecentos",
];
/// Singular and plural.
const UNITS: &[(u64, (&str, &str))] = &[
    (1_000_000_000_000_000_000, ("trilião", "triliões")),
    (1_000_000_000_000, ("bilião", "biliões")),
    (1_000_000, ("milhão", "milhões")),
];
/// Units that may lose the following `e`, in this order.
const BEFORE_HUNDREDS: &[&str] =
    &["mil", "milhão", "milhões", "mil milhões", "bilião", "biliões", "mil biliões"];

pub(super) fn spell(number: u64) -> String {
    let mut text = joined(number);
    // "mil cento e catorze", but "mil e duzentos": no `e` before hundreds that are followed by another `e`.
    for unit in BEFORE_HUNDREDS {
        let with_e = format!("{unit} e");
        if hundreds_follow(&text, &with_e) {
            text = text.replace(&with_e, unit);
        }
    }
    text
}

/// Whether hundreds follow, and an `e` after them.
fn hundreds_follow(text: &str, with_e: &str) -> bool {
    text.match_indices(with_e).any(|(start, found)| {
        let after = text.get(start + found.len()..).and_then(|after| after.strip_prefix(' '));
        let hundreds = after.and_then(|after| after.split_once(' '));
        hundreds.is_some_and(|(word, later)| {
            (word.ends_with("ento") || word.ends_with("entos")) && later.contains('e')
        })
    })
}

/// With an `e` between all parts.
fn joined(number: u64) -> String {
    match split_off(number, UNITS) {
        Some((1, (unit, _), rest)) => format!("um {unit}{}", and(rest)),
        Some((count, (_, units), rest)) => format!("{} {units}{}", joined(count), and(rest)),
        None => match (number / 1000, number % 1000) {
            (0, _) => below_thousand(number),
            (1, rest) => format!("mil{}", and(rest)),
            (thousands, rest) => format!("{} mil{}", below_thousand(thousands), and(rest)),
        },
    }
}

fn below_thousand(number: u64) -> String {
    match (number / 100, number % 100) {
        (1, 0) => "cem".to_owned(),
        (hundreds @ 1.., rest) => format!("{}{}", pick(HUNDREDS, hundreds), and(rest)),
        _ if number < 20 => pick(SMALL, number).to_owned(),
        _ => format!("{}{}", pick(TENS, number / 10), and(number % 10)),
    }
}

fn and(rest: u64) -> String {
    if rest == 0 { String::new() } else { format!(" e {}", joined(rest)) }
}
