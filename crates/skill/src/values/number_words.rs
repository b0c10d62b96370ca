//! Numbers in words, in English, German and French: `twenty five`, `fünfundzwanzig`, `quatre-vingt-dix`.
//!
//! An NLU spells out numbers itself; these tables are for text that no NLU was trained on, such as a free answer to "How many?".

use super::word_table::{Table, look_up};

/// The role of a word in a number.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Part {
    /// 0 to 99.
    Small(u32),
    Hundred,
    Thousand,
    /// Between hundreds and the rest ("a hundred and five"), or between tens and one (`vingt et un`).
    And,
    /// "point" in "one point five".
    Point,
    Minus,
}

use Part::{And, Hundred, Minus, Point, Small, Thousand};

#[rustfmt::skip]
const PARTS: Table<Part> = &[
    ("en", &[
        ("zero", Small(0)), ("one", Small(1)), ("two", Small(2)), ("three", Small(3)), ("four", Small(4)), ("five", Small(5)),
        ("six", Small(6)), ("seven", Small(7)), ("eight", Small(8)), ("nine", Small(9)), ("ten", Small(10)), ("eleven", Small(11)),
        ("twelve", Small(12)), ("thirteen", Small(13)), ("fourteen", Small(14)), ("fifteen", Small(15)), ("sixteen", Small(16)),
        ("seventeen", Small(17)), ("eighteen", Small(18)), ("nineteen", Small(19)), ("twenty", Small(20)), ("thirty", Small(30)),
        ("forty", Small(40)), ("fifty", Small(50)), ("sixty", Small(60)), ("seventy", Small(70)), ("eighty", Small(80)),
        ("ninety", Small(90)), ("hundred", Hundred), ("thousand", Thousand), ("and", And), ("point", Point), ("minus", Minus),
    ]),
    ("de", &[
        ("null", Small(0)), ("ein", Small(1)), ("eins", Small(1)), ("eine", Small(1)), ("einen", Small(1)), ("einer", Small(1)),
        ("zwei", Small(2)), ("zwo", Small(2)), ("drei", Small(3)), ("vier", Small(4)), ("fünf", Small(5)), ("sechs", Small(6)),
        ("sieben", Small(7)), ("acht", Small(8)), ("neun", Small(9)), ("zehn", Small(10)), ("elf", Small(11)),
        ("zwölf", Small(12)), ("dreizehn", Small(13)), ("vierzehn", Small(14)), ("fünfzehn", Small(15)), ("sechzehn", Small(16)),
        ("siebzehn", Small(17)), ("achtzehn", Small(18)), ("neunzehn", Small(19)), ("zwanzig", Small(20)), ("dreißig", Small(30)),
        ("vierzig", Small(40)), ("fünfzig", Small(50)), ("sechzig", Small(60)), ("siebzig", Small(70)), ("achtzig", Small(80)),
        ("neunzig", Small(90)), ("hundert", Hundred), ("tausend", Thousand), ("komma", Point), ("minus", Minus),
    ]),
    ("fr", &[
        ("zéro", Small(0)), ("un", Small(1)), ("une", Small(1)), ("deux", Small(2)), ("trois", Small(3)), ("quatre", Small(4)),
        ("cinq", Small(5)), ("six", Small(6)), ("sept", Small(7)), ("huit", Small(8)), ("neuf", Small(9)), ("dix", Small(10)),
        ("onze", Small(11)), ("douze", Small(12)), ("treize", Small(13)), ("quatorze", Small(14)), ("quinze", Small(15)),
        ("seize", Small(16)), ("vingt", Small(20)), ("vingts", Small(20)), ("trente", Small(30)), ("quarante", Small(40)),
        ("cinquante", Small(50)), ("soixante", Small(60)), ("cent", Hundred), ("cents", Hundred), ("mille", Thousand), ("et", And),
        ("virgule", Point), ("moins", Minus),
    ]),
];

/// The number at the start of some words, in digits or in words, and the remaining words.
pub(super) fn leading_number<'a>(words: &'a [String], lang: Option<&str>) -> Option<(f64, &'a [String])> {
    let (first, rest) = words.split_first()?;
    digits(first).map(|number| (number, rest)).or_else(|| in_words(words, lang))
}

fn digits(piece: &str) -> Option<f64> {
    let number = piece.starts_with(|c: char| c.is_ascii_digit() || c == '-');
    let dotted = || piece.replace(',', ".").parse().ok();
    number.then(dotted).flatten().filter(|number: &f64| number.is_finite())
}

/// The number in words at the start, and the remaining words.
fn in_words<'a>(words: &'a [String], lang: Option<&str>) -> Option<(f64, &'a [String])> {
    let (minus, words) = match words.split_first()? {
        (first, rest) if look_up(PARTS, first, lang) == Some(Minus) => (-1.0, rest),
        _ => (1.0, words),
    };
    if minus < 0.0
        && let Some(number) = words.first().and_then(|word| digits(word))
    {
        return Some((-number, words.get(1..)?));
    }
    let (whole, mut rest) = whole(words, lang)?;
    let mut number = f64::from(whole);
    if let Some((point, decimals)) = rest.split_first()
        && look_up(PARTS, point, lang) == Some(Point)
    {
        let (mut left, mut place) = (decimals, 0.1);
        while let Some((word, others)) = left.split_first()
            && let Some(digit) = parts(word, lang).and_then(|parts| only_digit(&parts))
        {
            number += place * f64::from(digit);
            place /= 10.0;
            left = others;
            rest = others;
        }
    }
    Some((minus * number, rest))
}

fn only_digit(parts: &[Part]) -> Option<u32> {
    match parts {
        [Small(digit @ 0..=9)] => Some(*digit),
        _ => None,
    }
}

/// The integer below a million at the start, and the remaining words.
fn whole<'a>(words: &'a [String], lang: Option<&str>) -> Option<(u32, &'a [String])> {
    let mut sum = Sum::default();
    let mut rest = words;
    while let Some((word, others)) = rest.split_first() {
        let joined = match parts(word, lang) {
            Some(parts) if parts == [And] => {
                others.first().and_then(|next| sum.and(&self::parts(next, lang)?))
            }
            Some(parts) => sum.with(&parts),
            None => None,
        };
        let Some(joined) = joined else { break };
        sum = joined;
        rest = others;
    }
    sum.any.then_some((sum.thousands + sum.rest, rest))
}

/// The parts of a word; German words can have several.
fn parts(word: &str, lang: Option<&str>) -> Option<Vec<Part>> {
    let of = |word| look_up(PARTS, word, lang).map(|part| vec![part]);
    let part = of(word);
    part.or_else(|| if lang.is_none_or(|lang| lang.starts_with("de")) { german(word) } else { None })
}

/// The parts of a German number written as one word.
fn german(word: &str) -> Option<Vec<Part>> {
    let part = |word: &str| look_up(PARTS, word, Some("de")).filter(|part| matches!(part, Small(_)));
    for (unit, size) in [("tausend", Thousand), ("hundert", Hundred)] {
        if let Some((before, after)) = word.split_once(unit) {
            let mut parts = if before.is_empty() { Vec::new() } else { german(before)? };
            parts.push(size);
            let after = after.strip_prefix("und").unwrap_or(after);
            parts.extend(if after.is_empty() { Vec::new() } else { german(after)? });
            return Some(parts);
        }
    }
    if let Some(part) = part(word) {
        return Some(vec![part]);
    }
    let tens_and_ones = |(ones, tens): (&str, &str)| match (part(ones)?, part(tens)?) {
        (Small(ones @ 1..=9), Small(tens @ 20..)) => Some(vec![Small(tens + ones)]),
        _ => None,
    };
    word.match_indices("und")
        .find_map(|(at, und)| tens_and_ones((word.get(..at)?, word.get(at + und.len()..)?)))
}

/// A number being built up word by word.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    any: bool,
    thousands: u32,
    rest: u32,
}

impl Sum {
    /// The sum with these parts added, if they can follow.
    fn with(self, parts: &[Part]) -> Option<Self> {
        parts.iter().try_fold(self, |sum, part| sum.with_part(*part))
    }

    fn with_part(self, part: Part) -> Option<Self> {
        let (mut sum, ones) = (self, self.rest % 100);
        match part {
            Small(number) if self.takes(number) => sum.rest += number,
            // quatre-vingt
            Small(20) if ones == 4 => sum.rest += 76,
            Hundred if self.rest < 100 && (self.rest > 0 || !self.any || self.thousands > 0) => {
                sum.rest = self.rest.max(1) * 100;
            }
            Thousand if self.thousands == 0 && self.rest < 1000 && (self.rest > 0 || !self.any) => {
                sum.thousands = self.rest.max(1) * 1000;
                sum.rest = 0;
            }
            _ => return None,
        }
        sum.any = true;
        Some(sum)
    }

    /// Whether a number below 100 can be added: to nothing, to whole hundreds, to tens (in French up to 19: `soixante-dix`).
    fn takes(self, number: u32) -> bool {
        let ones = self.rest % 100;
        let empty = self.rest == 0 && (!self.any || self.thousands > 0);
        let after_tens = match ones {
            60 | 80 => (1..20).contains(&number),
            20 | 30 | 40 | 50 | 70 | 90 => (1..10).contains(&number),
            // dix-sept
            10 => (7..10).contains(&number),
            0 => self.rest > 0 && number > 0,
            _ => false,
        };
        empty || after_tens
    }

    /// Whether "and" is allowed before these parts; if so, the sum is unchanged.
    fn and(self, next: &[Part]) -> Option<Self> {
        (self.any
            && self.rest + self.thousands > 0
            && matches!(next, [Small(_)])
            && self.with(next).is_some())
        .then_some(self)
    }
}
