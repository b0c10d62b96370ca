//! Options for matching.

use std::collections::HashSet;

use petasos_messages::IntentName;

/// How closely a text must match the sentences of a grammar.
///
/// By default an exact match, ignoring case, is tried first, then the best near match, for all intents.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Matching<'a> {
    /// The intents to recognise; `None` for all. Default `None`.
    pub filter: Option<&'a [IntentName]>,
    /// Whether to try an exact match first. Default true.
    pub exact: bool,
    /// Whether words of the text may be skipped, at a cost. Default true.
    pub near: bool,
    /// Whether unknown words may match similar ones in a near match. Default true.
    pub similar: bool,
    /// Whether `Light` matches `light`. Default true.
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
    /// Sets the intents to recognise.
    #[must_use]
    pub fn with_filter(self, filter: &'a [IntentName]) -> Self {
        Self { filter: Some(filter), ..self }
    }

    /// Sets whether to try an exact match first.
    #[must_use]
    pub fn with_exact(self, exact: bool) -> Self {
        Self { exact, ..self }
    }

    /// Sets whether words of the text may be skipped.
    #[must_use]
    pub fn with_near(self, near: bool) -> Self {
        Self { near, ..self }
    }

    /// Sets whether unknown words may match similar ones.
    #[must_use]
    pub fn with_similar(self, similar: bool) -> Self {
        Self { similar, ..self }
    }

    /// Sets whether `Light` matches `light`.
    #[must_use]
    pub fn with_ignore_case(self, ignore_case: bool) -> Self {
        Self { ignore_case, ..self }
    }

    /// Sets the words that a near match may skip at a tenth of the cost; in lower case if case is ignored.
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
