//! The items of a branch.

use super::vocabulary::WordId;

/// The index of a choice: alternatives, a rule, a list, a range of numbers, or all templates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ChoiceId(pub(super) u32);

/// One item of a branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Item {
    /// A word.
    Word(WordId),
    /// One of the branches of a choice.
    Choice(ChoiceId),
}
