//! Matching of misheard or misspelled words with similar words of the grammar.

use std::collections::BTreeMap;

use super::vocabulary::{Vocabulary, WordId};

/// Shorter words are too easily confused.
const SHORTEST: usize = 4;
/// From this length on, two edits are allowed.
const LONG: usize = 8;

/// The words of a grammar by length, for finding similar ones.
#[derive(Debug, Default)]
pub(super) struct SimilarWords {
    by_length: BTreeMap<usize, Vec<Candidate>>,
}

#[derive(Debug)]
struct Candidate {
    letters: Letters,
    word: Box<str>,
    spellings: Box<[WordId]>,
}

impl SimilarWords {
    pub(super) fn new(vocabulary: &Vocabulary) -> Self {
        let mut by_length: BTreeMap<usize, Vec<Candidate>> = BTreeMap::new();
        for (word, spellings) in vocabulary.lower_case() {
            by_length.entry(word.chars().count()).or_default().push(Candidate {
                letters: Letters::of(word),
                word: word.into(),
                spellings: spellings.into(),
            });
        }
        Self { by_length }
    }

    /// The words similar to `said` (in lower case): those that become it when one letter is added, removed, changed, or swapped
    /// with the next; two such edits for words of eight letters and more. Short words have no similar ones.
    pub(super) fn find(&self, said: &str) -> impl Iterator<Item = WordId> {
        let length = said.chars().count();
        let edits = if length >= LONG { 2 } else { 1 };
        let letters = Letters::of(said);
        let lengths = if length < SHORTEST { 0..0 } else { length - edits..length + edits + 1 };
        self.by_length
            .range(lengths)
            .flat_map(|(_, candidates)| candidates)
            .filter(move |candidate| candidate.letters.may_be_within(letters, edits))
            .filter(move |candidate| strsim::osa_distance(&candidate.word, said) <= edits)
            .flat_map(|candidate| candidate.spellings.iter().copied())
    }
}

/// The set of letters of a word, hashed to one bit each: rules out most words cheaply.
#[derive(Debug, Clone, Copy)]
struct Letters(u64);

impl Letters {
    fn of(word: &str) -> Self {
        Self(word.chars().fold(0, |bits, letter| bits | 1 << (u32::from(letter) % 64)))
    }

    /// One edit removes at most one letter and adds at most one.
    fn may_be_within(self, other: Self, edits: usize) -> bool {
        (self.0 ^ other.0).count_ones() as usize <= 2 * edits
    }
}
