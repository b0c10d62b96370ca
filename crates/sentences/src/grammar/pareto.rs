//! The Pareto front of paths to a state: those that may still win.

use std::cmp::Reverse;

use super::backtrack::BacktrackId;
use super::tree::Sum;

/// One path to a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Arrival {
    /// The number of words of the text consumed.
    pub(super) place: usize,
    /// The total savings of the matched words, in tenths.
    pub(super) saved: u32,
    /// The totals of the path.
    pub(super) sum: Sum,
    /// The steps of the path.
    pub(super) backtrack: BacktrackId,
}

impl Arrival {
    /// Smaller is better: the highest savings, then the shortest path.
    pub(super) fn rank(&self) -> impl Ord + use<> {
        (Reverse(self.saved), self.sum.length)
    }

    /// Whether everything that may follow `other` may also follow this one, and is accepted if so.
    fn covers(&self, other: &Self, near: bool) -> bool {
        let as_early = if near { self.place <= other.place } else { self.place == other.place };
        as_early && self.sum.out >= other.sum.out
    }
}

/// Adds a path unless an earlier one is as good in any continuation, and removes paths that are worse than it in any
/// continuation. So the first of equal paths stays in front, as in Rhasspy's breadth-first search.
pub(super) fn add(front: &mut Vec<Arrival>, new: Arrival, near: bool) {
    if front.iter().any(|old| old.covers(&new, near) && old.rank() <= new.rank()) {
        return;
    }
    front.retain(|old| !(new.covers(old, near) && new.rank() < old.rank()));
    front.push(new);
}
