//! The search for the best path of a text through the trees of words.
//!
//! Every state of a tree is visited with all paths to it ([`pareto`](super::pareto) drops those that cannot win), and a choice is
//! searched once for each word it may start at, however many templates refer to it. The work grows with the length of the text
//! and the size of the visited trees, not with the number of sentences.

use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::RandomState;

use super::backtrack::{Backtrack, BacktrackId, Path};
use super::compile::Compiled;
use super::input::Input;
use super::item::ChoiceId;
use super::pareto::{self, Arrival};
use super::tree::{Edge, Sum};
use super::vocabulary::WordId;

/// The best path for a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Best {
    /// The template and the branches within it.
    pub(super) path: Path,
    /// The cost of skipped and similar words, in tenths.
    pub(super) cost: u32,
}

/// The search exceeded the limit on steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooManySteps;

/// The search for one text.
pub(super) struct Search<'a> {
    compiled: &'a Compiled,
    input: &'a Input,
    steps_left: usize,
    backtrack: Backtrack,
    /// The results for choices searched so far, by choice and first word.
    known: HashMap<(ChoiceId, usize), Range<usize>, RandomState>,
    arrivals: Vec<Arrival>,
}

/// A completed branch.
struct Found {
    branch: u32,
    arrival: Arrival,
}

impl<'a> Search<'a> {
    pub(super) fn new(compiled: &'a Compiled, input: &'a Input, steps: usize) -> Self {
        let (backtrack, known, arrivals) = (Backtrack::default(), HashMap::default(), Vec::new());
        Self { compiled, input, steps_left: steps, backtrack, known, arrivals }
    }

    /// The best path that matches the whole text with one of the allowed templates.
    pub(super) fn best(mut self, allowed: impl Fn(u32) -> bool) -> Result<Option<Best>, TooManySteps> {
        let found = self.walk(self.compiled.top, 0, allowed)?;
        let accepted = found.into_iter().filter(|found| self.is_accepted(&found.arrival));
        let best = accepted.min_by_key(|found| (found.arrival.rank(), found.branch));
        let Some(Found { branch, arrival }) = best else { return Ok(None) };
        let backtrack = self.backtrack.add_branch(BacktrackId::default(), branch, arrival.backtrack);
        let path = self.backtrack.path(backtrack, self.steps_left).ok_or(TooManySteps)?;
        Ok(Some(Best { path, cost: self.input.weight_before(self.input.len()) - arrival.saved }))
    }

    /// For an exact match, no word is left. For a near match, fewer words were skipped before the last matched one than are
    /// output.
    fn is_accepted(&self, arrival: &Arrival) -> bool {
        if !self.input.is_near() {
            return arrival.place == self.input.len();
        }
        let skipped = self.input.weight_before(arrival.place) - arrival.saved;
        arrival.saved > 0 && skipped < arrival.sum.out * 10
    }

    /// The paths through a choice that start at this word.
    fn ways(&mut self, choice: ChoiceId, from: usize) -> Result<Range<usize>, TooManySteps> {
        if let Some(known) = self.known.get(&(choice, from)) {
            return Ok(known.clone());
        }
        let mut found = self.walk(choice, from, |_| true)?;
        found.sort_by_key(|found| found.branch);
        let mut front = Vec::new();
        for Found { branch, arrival } in found {
            self.step(1 + front.len() / 8)?;
            let backtrack = self.backtrack.add_branch(BacktrackId::default(), branch, arrival.backtrack);
            pareto::add(&mut front, Arrival { backtrack, ..arrival }, self.input.is_near());
        }
        let ways = self.arrivals.len()..self.arrivals.len() + front.len();
        self.arrivals.append(&mut front);
        self.known.insert((choice, from), ways.clone());
        Ok(ways)
    }

    /// Walks the tree of a choice from its root to all branches that match.
    fn walk(
        &mut self,
        choice: ChoiceId,
        from: usize,
        allowed: impl Fn(u32) -> bool,
    ) -> Result<Vec<Found>, TooManySteps> {
        let trees = &self.compiled.trees;
        let start = Arrival { place: from, saved: 0, sum: Sum::default(), backtrack: BacktrackId::default() };
        let mut open = vec![(self.compiled.root(choice), vec![start])];
        let mut found = Vec::new();
        while let Some((state, arrivals)) = open.pop() {
            let edges = trees.words(state).len() + trees.begun(state).len();
            self.step(1 + edges.min(2 * self.input.words().len()) / 4)?;
            for ending in trees.endings(state).iter().filter(|ending| allowed(ending.branch)) {
                self.step(arrivals.len())?;
                found.extend(arrivals.iter().map(|arrival| Found {
                    branch: ending.branch,
                    arrival: Arrival { sum: self.sum(arrival.sum, ending.sum), ..*arrival },
                }));
            }
            for (word, next) in self.said_edges(trees.words(state)) {
                let reached = self.say(word, &arrivals)?;
                if !reached.is_empty() {
                    open.push((next, reached));
                }
            }
            let mut begun: Vec<Edge> = self.said_edges(trees.begun(state)).map(|(_, edge)| edge).collect();
            begun.sort_unstable();
            begun.dedup();
            for (choice, next) in trees.choices(state).iter().copied().chain(begun) {
                let reached = self.choose(choice, &arrivals)?;
                if !reached.is_empty() {
                    open.push((next, reached));
                }
            }
        }
        Ok(found)
    }

    /// The edges whose word is in the text, by searching the longer list for the elements of the shorter one.
    fn said_edges<T: Copy>(
        &self,
        edges: &'a [(WordId, T)],
    ) -> impl Iterator<Item = (WordId, T)> + use<'a, T> {
        let said: &'a [WordId] = self.input.words();
        let (by_edge, by_word) = if edges.len() < said.len() { (edges, &[][..]) } else { (&[][..], said) };
        let by_edge = by_edge.iter().filter(|(word, _)| said.binary_search(word).is_ok());
        let by_word = by_word.iter().flat_map(|word| {
            let start = edges.partition_point(|(edge, _)| edge < word);
            edges.iter().skip(start).take_while(move |(edge, _)| edge == word)
        });
        by_edge.chain(by_word).copied()
    }

    fn say(&mut self, word: WordId, arrivals: &[Arrival]) -> Result<Vec<Arrival>, TooManySteps> {
        let mut reached = Vec::new();
        for arrival in arrivals {
            for matched in self.input.matches(word, arrival.place) {
                self.step(1 + reached.len() / 8)?;
                let next = Arrival {
                    place: matched.place + 1,
                    saved: arrival.saved + matched.saves,
                    sum: arrival.sum,
                    backtrack: self.backtrack.add_word(arrival.backtrack, matched.place),
                };
                pareto::add(&mut reached, next, self.input.is_near());
            }
        }
        Ok(reached)
    }

    fn choose(&mut self, choice: ChoiceId, arrivals: &[Arrival]) -> Result<Vec<Arrival>, TooManySteps> {
        let mut reached = Vec::new();
        for arrival in arrivals {
            self.step(1)?;
            for way in self.ways(choice, arrival.place)? {
                let Some(way) = self.arrivals.get(way).copied() else { continue };
                self.step(1 + reached.len() / 8)?;
                let next = Arrival {
                    place: way.place,
                    saved: arrival.saved + way.saved,
                    sum: self.sum(arrival.sum, way.sum),
                    backtrack: self.backtrack.repeat_branch(arrival.backtrack, way.backtrack),
                };
                pareto::add(&mut reached, next, self.input.is_near());
            }
        }
        Ok(reached)
    }

    /// Adds totals. The count of output words is capped at the number of words that may be skipped, 0 for an exact match.
    fn sum(&self, before: Sum, more: Sum) -> Sum {
        let enough = if self.input.is_near() { self.input.len() } else { 0 };
        let out = usize::try_from(before.out.saturating_add(more.out)).map_or(enough, |out| out.min(enough));
        Sum { length: before.length.saturating_add(more.length), out: super::tree::number(out) }
    }

    fn step(&mut self, steps: usize) -> Result<(), TooManySteps> {
        self.steps_left = self.steps_left.checked_sub(steps).ok_or(TooManySteps)?;
        Ok(())
    }
}
