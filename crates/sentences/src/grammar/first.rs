//! First words: an expression that cannot begin with the next word of the text need not be searched.

use super::item::{ChoiceId, Item};
use super::vocabulary::WordId;

/// With more words than this, searching is cheaper.
const MOST: usize = 16;

/// The words that an expression may begin with.
#[derive(Debug, Clone)]
pub(super) struct First {
    /// Sorted; `None` if there are too many.
    words: Option<Vec<WordId>>,
    /// Whether the expression may be empty.
    may_be_empty: bool,
}

impl First {
    /// The first words of a choice without branches.
    pub(super) fn none() -> Self {
        Self { words: Some(Vec::new()), may_be_empty: false }
    }

    /// The first words of a sequence of items.
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

    /// The union of both.
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

    /// The words one of which must come first; `None` if anything may.
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
