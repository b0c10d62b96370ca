//! Numbers in words are those of num2words, which Rhasspy uses.

#![expect(clippy::expect_used, reason = "a test fails by panicking, with the reason")]

use petasos_sentences::Language;

/// Compares a language with its table: the words of 0 to 1000, then numbers with their words.
#[track_caller]
fn check(language: Language, table: &str) {
    let mut compared = 0;
    for (line, text) in table.lines().enumerate() {
        let (number, expected) = match text.split_once(' ') {
            Some((number, words)) if line > 1000 => (number.parse().expect("a number"), words),
            _ => (i64::try_from(line).expect("a small number"), text),
        };
        let words = language.number_words(number).expect("a language whose words are known");
        assert_eq!(words.join(" "), expected, "{number} in {language}");
        compared += 1;
    }
    assert!(compared > 1200, "the table is short");
}

macro_rules! languages {
    ($($test:ident: $language:ident, $code:literal;)*) => {$(
        #[test]
        fn $test() {
            check(Language::$language, include_str!(concat!("fixtures/numbers/", $code, ".txt")));
        }
    )*};
}

languages! {
    dutch_numbers_are_those_of_num2words: Dutch, "nl";
    english_numbers_are_those_of_num2words: English, "en";
    french_numbers_are_those_of_num2words: French, "fr";
    german_numbers_are_those_of_num2words: German, "de";
    italian_numbers_are_those_of_num2words: Italian, "it";
    portuguese_numbers_are_those_of_num2words: Portuguese, "pt";
    spanish_numbers_are_those_of_num2words: Spanish, "es";
}

#[test]
fn a_language_without_number_words_has_none() {
    assert_eq!(Language::Swedish.number_words(5), None);
}
