//! Pseudonyms for words, the same for the same word.
//!
//! They are made with a keyed hash (`SipHash`, which is designed for short inputs), so nothing has to be remembered, however long a
//! recording is, and words cannot be guessed without the key. All have the same length, so that even the length of a word is hidden.
//! Text is split into words as the dialogue manager does it, so that texts it considers equal stay equal.

use std::hash::{Hash, Hasher};

use petasos_messages::MAX_ID_BYTES;
use siphasher::sip::SipHasher24;

use super::text_shape::{is_mark, is_uuid, looks_like_a_date};

const CONSONANTS: [char; 16] =
    ['b', 'd', 'f', 'g', 'h', 'k', 'l', 'm', 'n', 'p', 'r', 's', 't', 'v', 'w', 'z'];
const VOWELS: [char; 5] = ['a', 'e', 'i', 'o', 'u'];
/// There are 80 syllables, so four of them make 41 million words, and two words hardly ever get the same pseudonym.
const SYLLABLES: usize = 4;

/// Makes pseudonyms with one key.
#[derive(Clone)]
pub(super) struct Pseudonyms {
    hasher: SipHasher24,
}

impl Pseudonyms {
    pub(super) fn new(key: u128) -> Self {
        Self { hasher: SipHasher24::new_with_key(&key.to_le_bytes()) }
    }

    /// Replaces a text word by word. Capitals, punctuation and the number of words stay; numbers become other numbers.
    pub(super) fn words(&self, text: &str) -> String {
        self.words_except(text, |_| false)
    }

    /// As [`Self::words`], but these words stay.
    pub(super) fn words_except(&self, text: &str, stays: impl Fn(&str) -> bool) -> String {
        let mut out = String::with_capacity(text.len());
        for piece in pieces(text) {
            match piece {
                Piece::Mark(mark) => out.push_str(mark),
                Piece::Word(word) if stays(word) => out.push_str(word),
                Piece::Word(word) => out.push_str(&self.word(word)),
                Piece::Number("0") => out.push('0'),
                Piece::Number(number) => out.push_str(&self.number(number).to_string()),
            }
        }
        out
    }

    /// Replaces a word, in the same case.
    fn word(&self, word: &str) -> String {
        let plain = self.syllables(&word.to_lowercase());
        let mut letters = word.chars();
        let capital = letters.next().is_some_and(char::is_uppercase);
        match (capital, letters.next().is_some_and(char::is_uppercase)) {
            (true, true) => plain.to_uppercase(),
            (true, false) => capitalized(&plain),
            (false, _) => plain,
        }
    }

    /// Replaces a number by one of four digits, which hides its size and length.
    fn number(&self, digits: &str) -> u64 {
        1_000 + self.hash(digits) % 9_000
    }

    /// Replaces a value: a date by another date, everything else word by word.
    pub(super) fn value(&self, text: &str) -> String {
        if looks_like_a_date(text) { self.date(text) } else { self.words(text) }
    }

    /// Another full hour in the format of Snips.
    fn date(&self, text: &str) -> String {
        let hash = self.hash(text);
        let (year, month) = (2_000 + hash % 100, 1 + hash / 100 % 12);
        let (day, hour) = (1 + hash / 1_200 % 28, hash / 33_600 % 24);
        format!("{year}-{month:02}-{day:02} {hour:02}:00:00 +00:00")
    }

    /// Replaces an id. A UUID stays, also at the end of a longer id, because it is random. Any other id becomes one word, since
    /// numbers of four digits would not be enough for ids that are counted.
    pub(super) fn id(&self, text: &str) -> String {
        let start = text.len().saturating_sub(36);
        let (before, end) = text.split_at_checked(start).unwrap_or((text, ""));
        if !is_uuid(end) {
            return self.opaque(text);
        }
        let before = self.words(before);
        if before.len() + end.len() > MAX_ID_BYTES {
            return format!("{}-{end}", self.syllables(text));
        }
        before + end
    }

    /// Replaces a text word by word, but not by more than an id may have.
    pub(super) fn bounded(&self, text: &str) -> String {
        let words = self.words(text);
        if words.len() > MAX_ID_BYTES { self.syllables(text) } else { words }
    }

    /// Replaces the whole text by one word.
    pub(super) fn opaque(&self, text: &str) -> String {
        if text.is_empty() { String::new() } else { self.syllables(text) }
    }

    fn syllables(&self, text: &str) -> String {
        let mut rest = self.hash(text);
        let mut take = |letters: &[char]| {
            let count = letters.len() as u64;
            let letter = usize::try_from(rest % count).ok().and_then(|index| letters.get(index));
            rest /= count;
            letter.copied()
        };
        let letters = (0..SYLLABLES).flat_map(|_| [take(&CONSONANTS), take(&VOWELS)]);
        letters.flatten().collect()
    }

    fn hash(&self, text: &str) -> u64 {
        let mut hasher = self.hasher;
        text.hash(&mut hasher);
        hasher.finish()
    }
}

impl std::fmt::Debug for Pseudonyms {
    /// Does not show the key.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Pseudonyms")
    }
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A piece of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece<'a> {
    Word(&'a str),
    Number(&'a str),
    Mark(&'a str),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    Number,
    Mark,
}

impl Kind {
    fn of(letter: char) -> Self {
        match letter {
            _ if is_mark(letter) => Self::Mark,
            _ if letter.is_ascii_digit() => Self::Number,
            _ => Self::Word,
        }
    }
}

/// Splits a text into words, numbers and separators.
fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let kind = Kind::of(rest.chars().next()?);
        let end = rest.find(|letter| Kind::of(letter) != kind).unwrap_or(rest.len());
        let (piece, after) = rest.split_at_checked(end)?;
        rest = after;
        Some(match kind {
            Kind::Word => Piece::Word(piece),
            Kind::Number => Piece::Number(piece),
            Kind::Mark => Piece::Mark(piece),
        })
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Pseudonyms;

    #[test]
    fn a_sentence_keeps_its_form_and_nothing_else() {
        let pseudonyms = Pseudonyms::new(1);
        let said = "Call ANNA at 21:30, please, call Anna! 0049 3pm";
        assert_eq!(
            pseudonyms.words(said),
            "Kudokapi SUVAHISO muniwipo 4125:2824, nudomuri, kudokapi Suvahiso! 1599 3976nowiteme"
        );
    }

    #[test]
    fn dates_become_dates() {
        let date = Pseudonyms::new(1).value("2017-06-13 18:00:00 +02:00");
        assert_eq!(date, "2095-01-15 06:00:00 +00:00");
    }

    #[test]
    fn ids_keep_their_uuid_and_nothing_else() {
        const UUID: &str = "3f2504e0-4f89-11d3-9a0c-0305e82c3301";
        let pseudonyms = Pseudonyms::new(1);
        assert_eq!(pseudonyms.id(UUID), UUID);
        assert_eq!(pseudonyms.id(&format!("bath-jarvis-{UUID}")), format!("lipiwevo-zopewevi-{UUID}"));
        assert!(!pseudonyms.id("my pin is 1234").contains([' ', '1']));
    }

    #[test]
    fn ids_that_are_counted_stay_apart() {
        let pseudonyms = Pseudonyms::new(1);
        let ids: std::collections::BTreeSet<String> =
            (0..500).map(|number| pseudonyms.id(&format!("session-{number}"))).collect();
        assert_eq!(ids.len(), 500);
    }

    #[test]
    fn another_key_makes_other_words() {
        assert_ne!(Pseudonyms::new(1).words("hello"), Pseudonyms::new(2).words("hello"));
    }

    proptest! {
        #[test]
        fn a_part_of_a_text_stays_a_part_of_it(
            before in "[a-zé]{1,9}", part in "[a-zß]{1,9}( [0-9]{1,5})?", after in "[a-z]{1,9}", key: u128,
        ) {
            let pseudonyms = Pseudonyms::new(key);
            let whole = pseudonyms.words(&format!("{before} {part}, {after}"));
            prop_assert!(whole.contains(&pseudonyms.words(&part)));
        }

        #[test]
        fn any_text_becomes_a_text_with_as_many_words(text: String, key: u128) {
            let words = Pseudonyms::new(key).words(&text);
            prop_assert_eq!(words.split_whitespace().count(), text.split_whitespace().count());
            prop_assert!(Pseudonyms::new(key).id(&text).len() <= 256);
        }
    }
}
