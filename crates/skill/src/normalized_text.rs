//! Texts normalised for comparison: words without case and punctuation.

use std::collections::BTreeSet;

/// The maximum number of words compared; utterances are shorter.
const MOST_WORDS: usize = 64;

/// The words of a text, in lower case and without punctuation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NormalizedText {
    words: Vec<String>,
}

impl NormalizedText {
    /// Normalises the first 64 words of a text.
    pub(crate) fn of(text: &str) -> Self {
        let apart = |c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’' | '%' | '°');
        let words = text.split(apart).filter(|word| !word.is_empty()).take(MOST_WORDS);
        Self { words: words.map(|word| word.to_lowercase().replace('’', "'")).collect() }
    }

    pub(crate) fn words(&self) -> &[String] {
        &self.words
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether the words of a phrase occur in sequence. An empty phrase does not.
    pub(crate) fn has(&self, phrase: &Self) -> bool {
        !phrase.is_empty() && self.words.windows(phrase.words.len()).any(|words| words == phrase.words)
    }

    /// How many different words of a name occur, apart from the ignored ones.
    pub(crate) fn shared_with(&self, name: &Self, say_nothing: &[&str]) -> usize {
        let says = |word: &&String| self.words.contains(word) && !say_nothing.contains(&word.as_str());
        name.words.iter().filter(says).collect::<BTreeSet<_>>().len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_found_as_whole_words_only() {
        let heard = NormalizedText::of("No, the Kitchen-lamp!");
        assert!(heard.has(&NormalizedText::of("kitchen lamp")));
        assert!(!heard.has(&NormalizedText::of("kit")));
        assert!(!heard.has(&NormalizedText::of("lamp kitchen")));
        assert!(!heard.has(&NormalizedText::of("")));
    }

    #[test]
    fn apostrophes_are_all_one() {
        assert_eq!(NormalizedText::of("Don’t"), NormalizedText::of("don't"));
    }

    #[test]
    fn words_are_counted_once_and_articles_never() {
        let said = NormalizedText::of("the lamp, the lamp");
        assert_eq!(said.shared_with(&NormalizedText::of("the lamp of the lamp shop"), &["the"]), 1);
    }
}
