//! Numbers in words, as num2words 0.5.10 spells them and Rhasspy splits them: hyphens become spaces, commas are left out.

mod english;

use crate::Language;

impl Language {
    /// A number in words of lower case (`["seventy", "five"]`), as num2words 0.5.10 spells it after Rhasspy's clean-up.
    /// `None` if the words of the language are not known.
    pub fn number_words(self, number: i64) -> Option<Vec<String>> {
        let (minus, spell): (&str, fn(u64) -> String) = match self {
            Self::English => ("minus", english::spell),
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

/// The codes of the languages whose numbers are known, for people to read.
pub(crate) fn spelled_languages() -> String {
    let known = Language::ALL.into_iter().filter(|language| language.number_words(0).is_some());
    known.map(Language::code).collect::<Vec<_>>().join(", ")
}

/// The word at this place of a table of words. The numbers we look up are smaller than the tables.
fn pick(words: &'static [&'static str], number: u64) -> &'static str {
    usize::try_from(number).ok().and_then(|index| words.get(index)).copied().unwrap_or_default()
}
