//! Pseudonyms: other words in the place of words, the same for the same word.
//!
//! They are made by a keyed hash (`SipHash`, made for short inputs and a secret key), so nothing has to be remembered, however
//! long a recording is, and nobody without the key can try words out. They all have the same length: even the length of what
//! was said stays unknown. A word is told from its neighbours as the dialogue manager does, so that what is equal to it
//! before is equal after.

use std::hash::{Hash, Hasher};

use petasos_messages::MAX_ID_BYTES;
use siphasher::sip::SipHasher24;

use super::text_shape::{is_mark, is_uuid, looks_like_a_date};

const CONSONANTS: [char; 16] =
    ['b', 'd', 'f', 'g', 'h', 'k', 'l', 'm', 'n', 'p', 'r', 's', 't', 'v', 'w', 'z'];
const VOWELS: [char; 5] = ['a', 'e', 'i', 'o', 'u'];
/// 80 of them are possible, so four make 41 million words: enough that two words hardly ever get the same one.
const SYLLABLES: usize = 4;

/// Makes pseudonyms under one key.
#[derive(Clone)]
pub(super) struct Pseudonyms {
    hasher: SipHasher24,
}

impl Pseudonyms {
    pub(super) fn new(key: u128) -> Self {
        Self { hasher: SipHasher24::new_with_key(&key.to_le_bytes()) }
    }

    /// A text, word by word: capitals, punctuation and the number of words stay; numbers become other numbers.
    pub(super) fn words(&self, text: &str) -> String {
        self.words_except(text, |_| false)
    }

    /// As [`Self::words`], but some words stay.
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

    /// A word, in the same case.
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

    /// A number of four digits, whatever it was: neither its size nor its length is told.
    fn number(&self, digits: &str) -> u64 {
        1_000 + self.hash(digits) % 9_000
    }

    /// What stands for something: a date as another date, everything else as words.
    pub(super) fn value(&self, text: &str) -> String {
        if looks_like_a_date(text) { self.date(text) } else { self.words(text) }
    }

    /// Another full hour, as Snips writes it.
    fn date(&self, text: &str) -> String {
        let hash = self.hash(text);
        let (year, month) = (2_000 + hash % 100, 1 + hash / 100 % 12);
        let (day, hour) = (1 + hash / 1_200 % 28, hash / 33_600 % 24);
        format!("{year}-{month:02}-{day:02} {hour:02}:00:00 +00:00")
    }

    /// An id. A UUID stays, also at the end of a longer id: it is random, and says nothing. Any other becomes one word as a
    /// whole: numbers of four digits would be too few for ids that are counted.
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

    /// Words that may stand where an id stands: never longer than an id may be.
    pub(super) fn bounded(&self, text: &str) -> String {
        let words = self.words(text);
        if words.len() > MAX_ID_BYTES { self.syllables(text) } else { words }
    }

    /// One word for the whole text, however long it is.
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
    /// The key is nobody's business.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Pseudonyms")
    }
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A part of a text.
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

/// The text in words, numbers and what stands between them.
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
