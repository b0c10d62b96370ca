//! The text of a query, its form for the grammar, and the mapping between both.
//!
//! An ASR writes `turn it to 75.`, a grammar has `turn it to seventy five`. The grammar gets the latter; raw values and positions
//! refer to the former, because that is what the user sees.

use std::ops::Range;

/// Punctuation attached to words.
const PUNCTUATION: &[char] = &[
    '.', ',', ';', ':', '!', '?', '…', '"', '“', '”', '„', '«', '»', '(', ')', '¿', '¡', '。', '，', '？',
    '！',
];

/// The words of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct QueryText<'a> {
    said: &'a str,
    words: Vec<Word>,
}

/// A word for the grammar.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    text: String,
    /// Position in the query, in bytes. The words of a spelled-out number share one position.
    place: Range<usize>,
}

impl<'a> QueryText<'a> {
    /// The words as written.
    pub(crate) fn verbatim(said: &'a str) -> Self {
        let words = places(said).filter_map(|place| word(said, place)).collect();
        Self { said, words }
    }

    /// Drops punctuation attached to words.
    pub(crate) fn without_punctuation(self) -> Self {
        let said = self.said;
        let words = self.words.into_iter().filter_map(|word| trimmed(said, word)).collect();
        Self { said, words }
    }

    /// Spells out integers in digits, where `spell` can.
    pub(crate) fn spelling_numbers(self, spell: impl Fn(i64) -> Option<Vec<String>>) -> Self {
        let mut words = Vec::with_capacity(self.words.len());
        for word in self.words {
            match number(&word.text).and_then(&spell) {
                Some(spelled) => {
                    words.extend(spelled.into_iter().map(|text| Word { text, place: word.place.clone() }));
                }
                None => words.push(word),
            }
        }
        Self { said: self.said, words }
    }

    /// Restores the digits of numbers of which not all words were matched: half of a number is another number. `None` if there
    /// are none.
    pub(crate) fn with_whole_numbers(&self, understood: &Located<'_>) -> Option<Self> {
        let words_at = |place: &Range<usize>| self.words.iter().filter(|word| word.place == *place).count();
        let is_torn = |place: &Range<usize>| (1..words_at(place)).contains(&understood.words_at(place));
        let mut words: Vec<Word> = Vec::with_capacity(self.words.len());
        for word in &self.words {
            match is_torn(&word.place) {
                true if words.last().is_some_and(|last| last.place == word.place) => {}
                true => words.extend(self::word(self.said, word.place.clone())),
                false => words.push(word.clone()),
            }
        }
        (words.len() < self.words.len()).then_some(Self { said: self.said, words })
    }

    /// The text for the grammar.
    pub(crate) fn text(&self) -> String {
        let words: Vec<&str> = self.words.iter().map(|word| word.text.as_str()).collect();
        words.join(" ")
    }

    /// Maps the words of a recognised text to the query: they are a subsequence of our words.
    pub(crate) fn locate(&self, understood: &str) -> Located<'a> {
        let mut rest = self.words.iter();
        let mut characters = 0;
        let mut words = Vec::new();
        for text in understood.split_whitespace() {
            let length = text.chars().count();
            let mut ahead = rest.clone();
            let found = ahead.find(|word| same(&word.text, text));
            if found.is_some() {
                rest = ahead;
            }
            words.push(LocatedWord {
                understood: characters..characters + length,
                text: text.to_owned(),
                place: found.map(|word| word.place.clone()),
            });
            characters += length + 1;
        }
        Located { said: self.said, words }
    }
}

/// The recognised words with their positions in the query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Located<'a> {
    said: &'a str,
    words: Vec<LocatedWord>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct LocatedWord {
    /// Position in the recognised text, in characters.
    understood: Range<usize>,
    text: String,
    /// Position in the query, in bytes. `None`: a word added by the grammar.
    place: Option<Range<usize>>,
}

/// A part of the query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    /// The text.
    pub(crate) text: String,
    /// Its position, in characters.
    pub(crate) range: Range<usize>,
}

impl Located<'_> {
    /// The number of recognised words at this position.
    fn words_at(&self, place: &Range<usize>) -> usize {
        self.words.iter().filter(|word| word.place.as_ref() == Some(place)).count()
    }

    /// The words of this range of the recognised text, as written in the query; the position is that within the recognised words
    /// as written in the query.
    pub(crate) fn among_recognised(&self, range: &Range<usize>) -> Piece {
        let (before, inside) = self.split(range);
        let start = match joined(self.said, before) {
            text if text.is_empty() => 0,
            text => text.chars().count() + 1,
        };
        let text = joined(self.said, inside);
        let end = start + text.chars().count();
        Piece { text, range: start..end }
    }

    /// The words of this range of the recognised text, with everything between them in the query; the position is that in the
    /// query.
    pub(crate) fn in_query(&self, range: &Range<usize>) -> Piece {
        let (before, inside) = self.split(range);
        let places = || inside.iter().filter_map(|word| word.place.as_ref());
        let place = if let (Some(first), Some(last)) = (places().next(), places().next_back()) {
            first.start..last.end
        } else {
            let end = before.iter().rev().find_map(|word| Some(word.place.as_ref()?.end)).unwrap_or_default();
            end..end
        };
        let characters = |end| self.said.get(..end).unwrap_or(self.said).chars().count();
        Piece {
            text: self.said.get(place.clone()).unwrap_or_default().to_owned(),
            range: characters(place.start)..characters(place.end),
        }
    }

    /// The words before a range of the recognised text, and those in it.
    fn split(&self, range: &Range<usize>) -> (&[LocatedWord], &[LocatedWord]) {
        let start = self.words.partition_point(|word| word.understood.start < range.start);
        let end = self.words.partition_point(|word| word.understood.start < range.end).max(start);
        (self.words.get(..start).unwrap_or_default(), self.words.get(start..end).unwrap_or_default())
    }
}

/// The words as written in the query; a spelled-out number appears once.
fn joined(said: &str, words: &[LocatedWord]) -> String {
    let mut texts: Vec<&str> = Vec::with_capacity(words.len());
    let mut last = None;
    for word in words {
        match &word.place {
            Some(place) if last == Some(place) => {}
            Some(place) => texts.extend(said.get(place.clone())),
            None => texts.push(&word.text),
        }
        last = word.place.as_ref();
    }
    texts.join(" ")
}

/// The positions of the words of a text, in bytes.
fn places(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut from = 0;
    text.split_whitespace().filter_map(move |word| {
        let start = from + text.get(from..)?.find(word)?;
        from = start + word.len();
        Some(start..from)
    })
}

fn word(said: &str, place: Range<usize>) -> Option<Word> {
    Some(Word { text: said.get(place.clone())?.to_owned(), place })
}

/// A word without attached punctuation; `None` if nothing remains.
fn trimmed(said: &str, mut word: Word) -> Option<Word> {
    let text = said.get(word.place.clone())?;
    let end = text.trim_end_matches(PUNCTUATION).len();
    let start = end - text.get(..end)?.trim_start_matches(PUNCTUATION).len();
    word.place = word.place.start + start..word.place.start + end;
    self::word(said, word.place).filter(|word| !word.text.is_empty())
}

/// An integer in digits, as Rhasspy parses it.
fn number(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

fn same(one: &str, other: &str) -> bool {
    one == other || one.to_lowercase() == other.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn spell(number: i64) -> Option<Vec<String>> {
        (number == 75).then(|| vec!["seventy".to_owned(), "five".to_owned()])
    }

    fn prepared(said: &str) -> QueryText<'_> {
        QueryText::verbatim(said).without_punctuation().spelling_numbers(spell)
    }

    #[test]
    fn attached_punctuation_is_dropped() {
        for (said, seen) in [
            ("Turn it on, please!", "Turn it on please"),
            ("“what's” ... up?", "what's up"),
            ("it is 7.5 o'clock.", "it is 7.5 o'clock"),
            (" ", ""),
            ("¿qué hora es?", "qué hora es"),
            ("-5", "-5"),
        ] {
            assert_eq!(prepared(said).text(), seen);
        }
    }

    #[test]
    fn whole_numbers_are_spelled_out() {
        assert_eq!(
            prepared("from 75 to 76, 7x5 99999999999999999999").text(),
            "from seventy five to 76 7x5 99999999999999999999"
        );
    }

    #[test]
    fn a_number_is_found_again_as_it_was_said() {
        let said = "Please: set it to  75.";
        let located = prepared(said).locate("set it to seventy five");
        let number = 10..22;
        assert_eq!(located.among_recognised(&number), Piece { text: "75".to_owned(), range: 10..12 });
        assert_eq!(located.in_query(&number), Piece { text: "75".to_owned(), range: 19..21 });
        assert_eq!(&said[19..21], "75");
    }

    #[test]
    fn half_a_number_does_not_count() {
        let spoken = prepared("set it to 75 or 76");
        let whole = spoken.with_whole_numbers(&spoken.locate("set it to five"));
        assert_eq!(whole.map(|whole| whole.text()), Some("set it to 75 or 76".to_owned()));
        assert_eq!(spoken.with_whole_numbers(&spoken.locate("set it to seventy five")), None);
        assert_eq!(spoken.with_whole_numbers(&spoken.locate("set it")), None);
    }

    #[test]
    fn positions_are_characters_not_bytes() {
        let located = prepared("mach die küchenlampe grün").locate("mach die küchenlampe grün");
        let lamp = Piece { text: "küchenlampe".to_owned(), range: 9..20 };
        assert_eq!(located.among_recognised(&(9..20)), lamp);
        assert_eq!(located.in_query(&(9..20)), lamp);
    }

    #[test]
    fn skipped_words_are_passed_over() {
        let located = prepared("the big red lamp").locate("the lamp");
        assert_eq!(located.among_recognised(&(0..8)), Piece { text: "the lamp".to_owned(), range: 0..8 });
        assert_eq!(located.in_query(&(0..8)), Piece { text: "the big red lamp".to_owned(), range: 0..16 });
    }

    #[test]
    fn an_empty_range_is_after_the_words_before_it() {
        let located = prepared("turn on").locate("turn on");
        assert_eq!(located.in_query(&(8..8)), Piece { text: String::new(), range: 7..7 });
        assert_eq!(located.in_query(&(0..0)), Piece { text: String::new(), range: 0..0 });
    }

    proptest! {
        #[test]
        fn every_word_is_found_where_it_was_said(said in "\\PC{0,40}", start in 0..50_usize, length in 0..50_usize) {
            let spoken = prepared(&said);
            let located = spoken.locate(&spoken.text());
            let piece = located.in_query(&(start..start + length));
            let at_its_place: String =
                said.chars().skip(piece.range.start).take(piece.range.len()).collect();
            prop_assert_eq!(at_its_place, piece.text);
        }
    }
}
