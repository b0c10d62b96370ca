//! What a branch of a choice is made of.

use super::vocabulary::WordId;

/// The number of a choice: of alternatives, a rule, a list, a range of numbers, or all templates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ChoiceId(pub(super) u32);

/// What is spoken next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Item {
    /// This word.
    Word(WordId),
    /// One of the branches of this choice.
    Choice(ChoiceId),
}
