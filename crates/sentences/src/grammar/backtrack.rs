//! A record of the paths of a search; paths with the same beginning share it.

use super::tree::number;

/// A position in the record; the default is the start of a branch.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct BacktrackId(u32);

/// One step of a path.
#[derive(Debug, Clone, Copy)]
enum Step {
    /// The word at this index of the text was matched.
    Said { before: BacktrackId, place: usize },
    /// A branch of a choice was completed.
    Took { before: BacktrackId, branch: u32, within: BacktrackId },
}

/// The steps of all paths.
#[derive(Debug, Default)]
pub(super) struct Backtrack(Vec<Step>);

/// A path through the templates.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Path {
    /// The branch taken at each choice, in the order in which the choices begin.
    pub(crate) branches: Vec<u32>,
    /// The indices of the matched words, in the order of the text.
    pub(crate) places: Vec<usize>,
}

impl Backtrack {
    /// Records a matched word after `before`.
    pub(super) fn add_word(&mut self, before: BacktrackId, place: usize) -> BacktrackId {
        self.add(Step::Said { before, place })
    }

    /// Records a completed branch after `before`; `within` is the path through the branch.
    pub(super) fn add_branch(
        &mut self,
        before: BacktrackId,
        branch: u32,
        within: BacktrackId,
    ) -> BacktrackId {
        self.add(Step::Took { before, branch, within })
    }

    /// Repeats the steps of a branch that was found earlier after other ones.
    pub(super) fn repeat_branch(&mut self, before: BacktrackId, taken: BacktrackId) -> BacktrackId {
        match self.step(taken) {
            Some(Step::Took { branch, within, .. }) => self.add_branch(before, branch, within),
            _ => taken,
        }
    }

    fn add(&mut self, step: Step) -> BacktrackId {
        self.0.push(step);
        BacktrackId(number(self.0.len()))
    }

    fn step(&self, backtrack: BacktrackId) -> Option<Step> {
        self.0.get((backtrack.0 as usize).checked_sub(1)?).copied()
    }

    /// The whole path to a position; `None` if it has more than `limit` steps. It may have many more than the record, because a
    /// rule that refers twice to a rule that refers twice to a rule ... is recorded once.
    pub(super) fn path(&self, backtrack: BacktrackId, limit: usize) -> Option<Path> {
        let mut path = Path::default();
        self.collect(backtrack, limit, &mut path)?;
        Some(path)
    }

    fn collect(&self, backtrack: BacktrackId, limit: usize, path: &mut Path) -> Option<()> {
        let before = |step: &Step| match step {
            Step::Said { before, .. } | Step::Took { before, .. } => self.step(*before),
        };
        let mut steps: Vec<Step> = std::iter::successors(self.step(backtrack), before).collect();
        while let Some(step) = steps.pop() {
            match step {
                Step::Said { place, .. } => path.places.push(place),
                Step::Took { branch, within, .. } => {
                    if path.branches.len() >= limit {
                        return None;
                    }
                    path.branches.push(branch);
                    self.collect(within, limit, path)?;
                }
            }
        }
        Some(())
    }
}
