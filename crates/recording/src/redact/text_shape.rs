//! Recognizes names, languages, versions, dates and UUIDs.

/// Whether a character separates words: blanks, and the punctuation of any script that the dialogue manager drops too. Everything
/// else, including emoji, is part of a word.
pub(super) fn is_mark(letter: char) -> bool {
    letter.is_whitespace()
        || letter.is_ascii_punctuation()
        || matches!(
            letter,
            '¡' | '¿' | '«' | '»' | '°' | '…' | '\u{2010}'
                ..='\u{201f}' | '、' | '。' | '！' | '？' | '，' | '€' | '£'
        )
}

/// Whether a text may be the name of a site, an intent, a slot or a wake word. Names are short and without blanks; sentences,
/// addresses, paths and numbers are not names.
pub(super) fn is_name(text: &str) -> bool {
    /// The longest name in characters.
    const LONGEST: usize = 64;
    let fits = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.' | ':' | '/' | '~');
    let starts_well = text.chars().next().is_some_and(char::is_alphabetic);
    is_uuid(text)
        || (starts_well
            && text.len() <= LONGEST
            && text.chars().all(fits)
            && text.matches('/').count() <= 1
            && !has_long_number(text))
}

/// Whether there are more digits in a row than in names, as in telephone numbers.
fn has_long_number(text: &str) -> bool {
    text.split(|letter: char| !letter.is_ascii_digit()).any(|digits| digits.len() > 5)
}

/// Whether a text is a UUID, as in `3f2504e0-4f89-11d3-9a0c-0305e82c3301`.
pub(super) fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// Whether a text is a language, as in `en`, `de-DE` or `pt_BR`. An empty text is no particular language.
pub(super) fn is_language(text: &str) -> bool {
    let mut parts = text.split(['-', '_']);
    let all_letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
    let language = parts.next().unwrap_or_default();
    text.is_empty()
        || (matches!(language.len(), 2 | 3)
            && all_letters(language)
            && parts.next().is_none_or(|region| region.len() == 2 && all_letters(region))
            && parts.next().is_none())
}

/// Whether a text is a version, as in `0.64.0`.
pub(super) fn is_version(text: &str) -> bool {
    let mut numbers = text.split('.');
    let number =
        |part: &str| !part.is_empty() && part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
    matches!(text.matches('.').count(), 1..=3) && numbers.all(number)
}

/// Whether a text begins with a date, as Snips writes points in time: `2017-06-13 18:00:00 +02:00`.
pub(super) fn looks_like_a_date(text: &str) -> bool {
    let date = text.as_bytes().get(..10);
    date.is_some_and(|date| {
        date.iter().enumerate().all(|(index, byte)| match index {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{is_language, is_name, is_version};

    #[test]
    fn names_are_distinguished_from_sentences_addresses_and_numbers() {
        let names = [
            "kitchen",
            "user:lightsColor",
            "snips/number",
            "küche",
            "hey_mycroft~v2",
            "GetTime",
            "3f2504e0-4f89-11d3-9a0c-0305e82c3301",
        ];
        for name in names {
            assert!(is_name(name), "{name}");
        }
        let others = [
            "",
            "living room",
            "anna@example.org",
            "/home/anna/model.pb",
            "a/b/c",
            "1234",
            "C:\\anna",
            "call49171234567",
            "say \"hello\"",
        ];
        for other in others {
            assert!(!is_name(other), "{other}");
        }
    }

    #[test]
    fn languages_and_versions_are_distinguished_from_words() {
        assert!(["en", "de-DE", "pt_BR", ""].into_iter().all(is_language));
        assert!(!["secret", "en-secret", "e", "en-DE-x"].into_iter().any(is_language));
        assert!(["0.64.0", "2.5"].into_iter().all(is_version));
        assert!(!["4711", "1.2-anna", "12345.6", "1..2"].into_iter().any(is_version));
    }
}
