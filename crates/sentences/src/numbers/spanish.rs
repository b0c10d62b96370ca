//! `treinta y uno`, `ciento cinco`, `quinientos`, `dos millones mil`.

use super::{pick, split_off, unless_zero};

const SMALL: &[&str] = &[
    "cero",
    "uno",
    "dos",
    "tres",
    "cuatro",
    "cinco",
    "seis",
    "siete",
    "ocho",
    "nueve",
    "diez",
    "once",
    "doce",
    "trece",
    "catorce",
    "quince",
    "dieciseis",
    "diecisiete",
    "dieciocho",
    "diecinueve",
    "veinte",
    "veintiuno",
    "veintidós",
    "veintitrés",
    "veinticuatro",
    "veinticinco",
    "veintiséis",
    "veintisiete",
    "veintiocho",
    "veintinueve",
];
const TENS: &[&str] =
    &["", "", "", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"];
const HUNDREDS: &[&str] = &[
    "",
    "ciento",
    "doscientos",
    "trescientos",
    "cuatrocientos",
    "quinientos",
    "seiscientos",
    "setecientos",
    "ochocientos",
    "novecientos",
];
/// Singular and plural.
const UNITS: &[(u64, (&str, &str))] = &[
    (1_000_000_000_000_000_000, ("trillón", "trillones")),
    (1_000_000_000_000, ("billón", "billones")),
    (1_000_000, ("millón", "millones")),
];

pub(super) fn spell(number: u64) -> String {
    match split_off(number, UNITS) {
        Some((1, (unit, _), rest)) => format!("un {unit} {}", unless_zero(rest, spell)),
        Some((count, (_, units), rest)) => format!("{} {units} {}", spell(count), unless_zero(rest, spell)),
        None => below_million(number),
    }
}

fn below_million(number: u64) -> String {
    match (number / 1000, number % 1000) {
        (0, _) => below_thousand(number),
        (1, rest) => format!("mil {}", unless_zero(rest, below_thousand)),
        (thousands, rest) => {
            format!("{} mil {}", below_thousand(thousands), unless_zero(rest, below_thousand))
        }
    }
}

fn below_thousand(number: u64) -> String {
    match (number / 100, number % 100) {
        (0, _) => below_hundred(number),
        (1, 0) => "cien".to_owned(),
        (hundreds, rest) => format!("{} {}", pick(HUNDREDS, hundreds), unless_zero(rest, below_hundred)),
    }
}

fn below_hundred(number: u64) -> String {
    match (number / 10, number % 10) {
        (0..3, _) => pick(SMALL, number).to_owned(),
        (tens, 0) => pick(TENS, tens).to_owned(),
        (tens, ones) => format!("{} y {}", pick(TENS, tens), pick(SMALL, ones)),
    }
}
