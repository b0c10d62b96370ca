//! The text to recognise: its words, their weights, and the words of the grammar they may match.

use super::Matching;
use super::similar::SimilarWords;
use super::vocabulary::{Vocabulary, WordId, lower};

/// The cost of skipping a word, in tenths.
const WORD: u32 = 10;
/// The cost of skipping a stop word, in tenths.
const STOP_WORD: u32 = 1;
/// The cost of matching a similar word, in tenths.
const SIMILAR: u32 = 5;
/// The maximum number of unknown words that are compared with those of the grammar.
const MOST_UNKNOWN: usize = 8;

#[derive(Debug)]
pub(super) struct Input {
    /// Words may be skipped, and match similar ones.
    near: bool,
    /// The total weight of the words before each index, and at the end that of all words; in tenths of a word.
    weights: Vec<u32>,
    /// The positions of words that the grammar knows, sorted by word and position.
    said: Vec<(WordId, usize)>,
    /// The positions of unknown words, by similar word of the grammar.
    similar: Vec<(WordId, usize)>,
    /// All words of the grammar that may match, sorted.
    words: Vec<WordId>,
}

/// A word of the text that matches a word of the grammar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Match {
    /// The index in the text.
    pub(super) place: usize,
    /// What it saves compared with skipping the word, in tenths.
    pub(super) saves: u32,
}

impl Input {
    /// Looks up the words of a text.
    pub(super) fn new(said: &[&str], vocabulary: &Vocabulary, matching: &Matching<'_>) -> Self {
        let mut weights = Vec::with_capacity(said.len() + 1);
        let mut sum = 0;
        weights.push(sum);
        let mut known = Vec::new();
        for (place, word) in said.iter().enumerate() {
            sum += if matching.is_stop_word(word) { STOP_WORD } else { WORD };
            weights.push(sum);
            known.extend(vocabulary.find(word, matching.ignore_case).map(|id| (id, place)));
        }
        known.sort_unstable();
        let words = distinct(known.iter());
        Self { near: false, weights, said: known, similar: Vec::new(), words }
    }

    /// Allows words to be skipped, and unknown ones to match those in `similar`.
    pub(super) fn allow_near(&mut self, said: &[&str], similar: Option<&SimilarWords>) {
        self.near = true;
        let Some(similar) = similar else { return };
        let is_unknown =
            |place: &usize| self.said.iter().all(|(_, known)| known != place) && self.weight(*place) == WORD;
        let unknown = (0..said.len()).filter(is_unknown).take(MOST_UNKNOWN);
        let near = |place: usize| {
            let word = said.get(place).map(|word| lower(word)).unwrap_or_default();
            similar.find(&word).map(|id| (id, place)).collect::<Vec<_>>()
        };
        self.similar = unknown.flat_map(near).collect();
        self.similar.sort_unstable();
        self.words = distinct(self.said.iter().chain(&self.similar));
    }

    /// The number of words.
    pub(super) fn len(&self) -> usize {
        self.weights.len() - 1
    }

    /// Whether words may be skipped.
    pub(super) fn is_near(&self) -> bool {
        self.near
    }

    /// The total weight of the words before this index, in tenths.
    pub(super) fn weight_before(&self, place: usize) -> u32 {
        self.weights.get(place).or(self.weights.last()).copied().unwrap_or(0)
    }

    fn weight(&self, place: usize) -> u32 {
        self.weight_before(place + 1) - self.weight_before(place)
    }

    /// All words of the grammar that may match, sorted.
    pub(super) fn words(&self) -> &[WordId] {
        &self.words
    }

    /// The matches of a word from an index on: its next occurrence, and before that, if nothing else may match, the next similar
    /// word.
    pub(super) fn matches(&self, word: WordId, from: usize) -> impl Iterator<Item = Match> {
        let exact = next(&self.said, word, from).filter(|place| self.near || *place == from);
        let similar = next(&self.similar, word, from);
        let exact = exact.map(|place| Match { place, saves: self.weight(place) });
        let similar = similar.map(|place| Match { place, saves: self.weight(place) - SIMILAR });
        exact.into_iter().chain(similar)
    }
}

fn next(places: &[(WordId, usize)], word: WordId, from: usize) -> Option<usize> {
    let index = places.partition_point(|place| *place < (word, from));
    places.get(index).filter(|(found, _)| *found == word).map(|(_, place)| *place)
}

fn distinct<'a>(places: impl Iterator<Item = &'a (WordId, usize)>) -> Vec<WordId> {
    let mut words: Vec<WordId> = places.map(|(word, _)| *word).collect();
    words.sort_unstable();
    words.dedup();
    words
}
