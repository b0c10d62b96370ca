//! Numbers in words, as num2words 0.5.10 spells them and Rhasspy splits them: hyphens become spaces, commas are removed.
//!
//! The tables are our own, because crates that spell numbers follow other rules ("one hundred five"), and Rhasspy's users are
//! used to its forms, even the odd ones (`veintiuno mil`).

mod dutch;
mod english;
mod french;
mod german;
mod italian;
mod portuguese;
mod spanish;

use crate::Language;

impl Language {
    /// A number in lower-case words (`["seventy", "five"]`), as spelled by num2words 0.5.10 after Rhasspy's clean-up. `None` if
    /// the language is not supported.
    pub fn number_words(self, number: i64) -> Option<Vec<String>> {
        let (minus, spell): (&str, fn(u64) -> String) = match self {
            Self::Dutch => ("min", dutch::spell),
            Self::English => ("minus", english::spell),
            Self::French => ("moins", french::spell),
            Self::German => ("minus", german::spell),
            Self::Italian if number < 0 => ("meno", italian::spell_below_zero),
            Self::Italian => ("meno", italian::spell),
            Self::Portuguese => ("menos", portuguese::spell),
            Self::Spanish => ("menos", spanish::spell),
            _ => return None,
        };
        let mut words = Vec::new();
        if number < 0 {
            words.push(minus.to_owned());
        }
        words.extend(spell(number.unsigned_abs()).split_whitespace().map(str::to_owned));
        Some(words)
    }
}

/// The codes of the supported languages, for messages.
pub(crate) fn spelled_languages() -> String {
    let known = Language::ALL.into_iter().filter(|language| language.number_words(0).is_some());
    known.map(Language::code).collect::<Vec<_>>().join(", ")
}

/// The word at an index of a table. The indices are always smaller than the tables.
fn pick(words: &'static [&'static str], number: u64) -> &'static str {
    usize::try_from(number).ok().and_then(|index| words.get(index)).copied().unwrap_or_default()
}

/// The words of a number; empty for zero, which is not spoken after a larger part.
fn unless_zero(number: u64, spell: fn(u64) -> String) -> String {
    if number == 0 { String::new() } else { spell(number) }
}

/// Splits off the largest unit contained in a number: its count, the unit, and the remainder.
fn split_off<T: Copy>(number: u64, units: &[(u64, T)]) -> Option<(u64, T, u64)> {
    let (size, unit) = units.iter().find(|(size, _)| number >= *size)?;
    Some((number / size, *unit, number % size))
}
