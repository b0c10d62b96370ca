//! Interning of words.

use std::collections::HashSet;
use std::sync::Arc;

use crate::Casing;
use crate::meaning::{Expression, Spoken};

/// The words so far, and the case to apply.
#[derive(Debug)]
pub(crate) struct Interner {
    words: HashSet<Arc<str>>,
    casing: Option<Casing>,
}

impl Interner {
    pub(crate) fn new(casing: Option<Casing>) -> Self {
        Self { words: HashSet::new(), casing }
    }

    /// The word as it is.
    pub(crate) fn keep(&mut self, word: &str) -> Arc<str> {
        if let Some(known) = self.words.get(word) {
            return Arc::clone(known);
        }
        let word: Arc<str> = word.into();
        self.words.insert(Arc::clone(&word));
        word
    }

    /// The word in its spoken case.
    pub(crate) fn spoken(&mut self, word: &str) -> Arc<str> {
        match self.casing {
            None => self.keep(word),
            Some(casing) => self.keep(&casing.apply(word)),
        }
    }

    /// An expression for this word, or for nothing if it is empty. The output keeps its case.
    pub(crate) fn expression(&mut self, word: &str) -> Expression {
        if word.is_empty() {
            return Spoken::Nothing.into();
        }
        let spoken = self.spoken(word);
        let substitution = (*spoken != *word).then(|| vec![self.keep(word)]);
        Expression { substitution, ..Spoken::Word(spoken).into() }
    }
}
