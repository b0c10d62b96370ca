//! The ways in which a place of the grammar was reached, without those that cannot win any more.

use std::cmp::Reverse;

use super::backtrack::BacktrackId;
use super::tree::Sum;

/// A way in which a place of the grammar was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Arrival {
    /// How many words of the text are behind.
    pub(super) place: usize,
    /// What the words that were understood save, in tenths.
    pub(super) saved: u32,
    /// What the way amounts to.
    pub(super) sum: Sum,
    /// How it was reached.
    pub(super) backtrack: BacktrackId,
}

impl Arrival {
    /// Smaller is better: what saves most, then the shortest way.
    pub(super) fn rank(&self) -> impl Ord + use<> {
        (Reverse(self.saved), self.sum.length)
    }

    /// Whether all that may follow `other` may follow this too, and is accepted if it is.
    fn covers(&self, other: &Self, near: bool) -> bool {
        let as_early = if near { self.place <= other.place } else { self.place == other.place };
        as_early && self.sum.out >= other.sum.out
    }
}

/// Adds a way unless an earlier one is as good whatever follows; takes out the ways that are worse than it whatever follows. So
/// the first way stays in front of its equals, as in Rhasspy's breadth-first search.
pub(super) fn add(front: &mut Vec<Arrival>, new: Arrival, near: bool) {
    if front.iter().any(|old| old.covers(&new, near) && old.rank() <= new.rank()) {
        return;
    }
    front.retain(|old| !(new.covers(old, near) && new.rank() < old.rank()));
    front.push(new);
}
