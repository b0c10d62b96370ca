//! Which words something may begin with: what does not begin with a word of the text need not be looked at.

use super::item::{ChoiceId, Item};
use super::vocabulary::WordId;

/// With more words than this, it is cheaper to look.
const MOST: usize = 16;

/// Which words something may begin with.
#[derive(Debug, Clone)]
pub(super) struct First {
    /// Sorted; `None` if there are too many.
    words: Option<Vec<WordId>>,
    /// It may also be nothing at all.
    may_be_empty: bool,
}

impl First {
    /// What a choice without branches begins with.
    pub(super) fn none() -> Self {
        Self { words: Some(Vec::new()), may_be_empty: false }
    }

    /// What one item after the other begins with.
    pub(super) fn of(items: &[Item], of_choice: impl Fn(ChoiceId) -> First) -> Self {
        let mut first = Self { may_be_empty: true, ..Self::none() };
        for item in items {
            let next = match item {
                Item::Word(word) => Self { words: Some(vec![*word]), may_be_empty: false },
                Item::Choice(choice) => of_choice(*choice),
            };
            let goes_on = next.may_be_empty;
            first = Self { may_be_empty: goes_on, ..first.or(&next) };
            if !goes_on {
                break;
            }
        }
        first
    }

    /// What this or the other begins with.
    pub(super) fn or(self, other: &Self) -> Self {
        let words = self.words.zip(other.words.as_ref()).map(|(mut words, more)| {
            words.extend(more);
            words.sort_unstable();
            words.dedup();
            words
        });
        let words = words.filter(|words| words.len() <= MOST);
        Self { words, may_be_empty: self.may_be_empty || other.may_be_empty }
    }

    /// The words, one of which it must begin with; `None` if it may be anything.
    pub(super) fn required(&self) -> Option<&[WordId]> {
        self.words.as_deref().filter(|_| !self.may_be_empty)
    }

    fn is_anything(&self) -> bool {
        self.words.is_none() && self.may_be_empty
    }
}

impl FromIterator<First> for First {
    fn from_iter<I: IntoIterator<Item = First>>(all: I) -> Self {
        let mut first = Self::none();
        for one in all {
            first = first.or(&one);
            if first.is_anything() {
                break;
            }
        }
        first
    }
}
