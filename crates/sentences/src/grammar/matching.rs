//! How freely a text may differ from the sentences of a grammar.

use std::collections::HashSet;

use petasos_messages::IntentName;

/// How freely a text may differ from the sentences of a grammar.
///
/// By default exactly as written is tried first, case aside, and then the best near match, for all intents.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Matching<'a> {
    /// Only these intents; `None` for all. Default `None`.
    pub filter: Option<&'a [IntentName]>,
    /// Try first whether the text is a sentence of the grammar. Default true.
    pub exact: bool,
    /// Words of the text may be skipped, at a cost. Default true.
    pub near: bool,
    /// In a near match, words that the grammar does not know may stand for similar ones. Default true.
    pub similar: bool,
    /// `Light` is `light`. Default true.
    pub ignore_case: bool,
    /// Words that a near match may skip at a tenth of the cost. Default none.
    pub stop_words: Option<&'a HashSet<String>>,
}

impl Default for Matching<'_> {
    fn default() -> Self {
        Self { filter: None, exact: true, near: true, similar: true, ignore_case: true, stop_words: None }
    }
}

impl<'a> Matching<'a> {
    /// Only these intents.
    #[must_use]
    pub fn with_filter(self, filter: &'a [IntentName]) -> Self {
        Self { filter: Some(filter), ..self }
    }

    /// Whether to try first if the text is a sentence of the grammar.
    #[must_use]
    pub fn with_exact(self, exact: bool) -> Self {
        Self { exact, ..self }
    }

    /// Whether words of the text may be skipped.
    #[must_use]
    pub fn with_near(self, near: bool) -> Self {
        Self { near, ..self }
    }

    /// Whether unknown words may stand for similar ones.
    #[must_use]
    pub fn with_similar(self, similar: bool) -> Self {
        Self { similar, ..self }
    }

    /// Whether `Light` is `light`.
    #[must_use]
    pub fn with_ignore_case(self, ignore_case: bool) -> Self {
        Self { ignore_case, ..self }
    }

    /// Words that a near match may skip at a tenth of the cost; in lower case if case is ignored.
    #[must_use]
    pub fn with_stop_words(self, stop_words: &'a HashSet<String>) -> Self {
        Self { stop_words: Some(stop_words), ..self }
    }

    pub(super) fn is_stop_word(&self, word: &str) -> bool {
        self.stop_words.is_some_and(|words| {
            words.contains(word) || self.ignore_case && words.contains(&*super::vocabulary::lower(word))
        })
    }
}
