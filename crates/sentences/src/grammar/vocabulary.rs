//! The words of a grammar, by index.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;

/// The index of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct WordId(u32);

#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    words: Vec<Arc<str>>,
    /// The spellings of each word, by lower case.
    spellings: HashMap<Box<str>, Vec<WordId>, RandomState>,
}

impl Vocabulary {
    /// The index of a word, which is added if missing.
    pub(super) fn add(&mut self, word: &Arc<str>) -> WordId {
        let spellings = self.spellings.entry(lower(word)).or_default();
        if let Some(known) = spellings.iter().find(|id| self.words.get(id.index()) == Some(word)) {
            return *known;
        }
        let id = WordId(u32::try_from(self.words.len()).unwrap_or(u32::MAX));
        self.words.push(Arc::clone(word));
        spellings.push(id);
        id
    }

    pub(crate) fn word(&self, id: WordId) -> &str {
        self.words.get(id.index()).map_or("", |word| word)
    }

    /// The indices of a spoken word; several if the grammar has several spellings of it.
    pub(super) fn find(&self, said: &str, ignore_case: bool) -> impl Iterator<Item = WordId> {
        let spellings = self.spellings.get(&*lower(said)).map_or(&[][..], Vec::as_slice);
        spellings.iter().copied().filter(move |id| ignore_case || self.word(*id) == said)
    }

    /// All words in lower case, each with the indices of its spellings.
    pub(super) fn lower_case(&self) -> impl Iterator<Item = (&str, &[WordId])> {
        self.spellings.iter().map(|(word, ids)| (&**word, ids.as_slice()))
    }
}

impl WordId {
    fn index(self) -> usize {
        self.0 as usize
    }
}

/// Lower case, for comparing words.
pub(super) fn lower(word: &str) -> Box<str> {
    word.to_lowercase().into_boxed_str()
}
