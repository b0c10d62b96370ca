//! Words that were misheard or mistyped: which words of the grammar they may stand for.

use std::collections::BTreeMap;

use super::vocabulary::{Vocabulary, WordId};

/// A word that is shorter than this is too easily another one.
const SHORTEST: usize = 4;
/// From this length on, two letters may differ.
const LONG: usize = 8;

/// The words of a grammar by their length, for those who look for one that is nearly the same.
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

    /// The words that `said` (in lower case) may stand for: those that become it when one letter is added, left out, changed,
    /// or swapped with the next; two such changes in words of eight letters and more. Short words stand for none.
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

/// Which letters a word has, hashed to one bit each: tells most words apart without a look at them.
#[derive(Debug, Clone, Copy)]
struct Letters(u64);

impl Letters {
    fn of(word: &str) -> Self {
        Self(word.chars().fold(0, |bits, letter| bits | 1 << (u32::from(letter) % 64)))
    }

    /// One edit takes away one letter at most and adds one at most.
    fn may_be_within(self, other: Self, edits: usize) -> bool {
        (self.0 ^ other.0).count_ones() as usize <= 2 * edits
    }
}
