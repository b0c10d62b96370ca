//! Tables of words in several languages.

use crate::lang::base;

/// The meanings of words, by language.
pub(crate) type Table<T> = &'static [(&'static str, &'static [(&'static str, T)])];

/// The meaning of a lower-case word in a language, or in any of the table's languages if the table does not have it.
pub(crate) fn look_up<T: Copy>(table: Table<T>, word: &str, lang: Option<&str>) -> Option<T> {
    let known = lang.map(base).filter(|lang| table.iter().any(|(known, _)| known == lang));
    let languages = table.iter().filter(|(language, _)| known.is_none_or(|known| known == *language));
    let mut entries = languages.flat_map(|(_, words)| words.iter());
    entries.find(|(known, _)| *known == word).map(|(_, meaning)| *meaning)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: Table<u8> = &[("en", &[("one", 1), ("elf", 0)]), ("de", &[("eins", 1), ("elf", 11)])];

    #[test]
    fn a_word_means_what_it_means_in_the_language_of_the_session() {
        assert_eq!(look_up(TABLE, "elf", Some("de-AT")), Some(11));
        assert_eq!(look_up(TABLE, "elf", Some("en")), Some(0));
        assert_eq!(look_up(TABLE, "eins", Some("en")), None);
    }

    #[test]
    fn without_a_known_language_all_languages_are_tried() {
        assert_eq!(look_up(TABLE, "eins", None), Some(1));
        assert_eq!(look_up(TABLE, "elf", Some("sv")), Some(0));
    }
}
