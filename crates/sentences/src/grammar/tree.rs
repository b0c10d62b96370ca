//! Trees of words: the branches of a choice share their beginnings.
//!
//! Ten thousand templates that begin with "turn on the", fifty thousand values of a list, the spoken numbers up to a million: a
//! search descends such a tree along the words of the text, and never visits branches that begin differently.

use std::collections::VecDeque;

use super::first::First;
use super::item::{ChoiceId, Item};
use super::vocabulary::WordId;

/// One branch of a choice.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct Branch {
    /// The spoken items.
    pub(super) items: Vec<Item>,
    /// The totals, without those of nested choices.
    pub(super) sum: Sum,
}

/// The totals that decide between paths for the same text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(super) struct Sum {
    /// The number of edges in Rhasspy's graph: among equals, the shortest path wins.
    pub(super) length: u32,
    /// The number of output words.
    pub(super) out: u32,
}

/// The index of a state of a tree.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct StateId(u32);

/// The end of a branch.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ending {
    /// The index of the branch in its choice.
    pub(super) branch: u32,
    /// The totals of the branch.
    pub(super) sum: Sum,
}

/// The trees of all choices of a grammar.
#[derive(Debug, Default)]
pub(super) struct Trees {
    states: Vec<State>,
    words: Vec<(WordId, StateId)>,
    choices: Vec<Edge>,
    begun: Vec<(WordId, Edge)>,
    endings: Vec<Ending>,
    /// The first words of each choice.
    firsts: Vec<First>,
}

/// A choice that leads to a state.
pub(super) type Edge = (ChoiceId, StateId);

/// The outgoing edges and the endings of a state.
#[derive(Debug, Clone, Copy, Default)]
struct State {
    words: Span,
    choices: Span,
    begun: Span,
    endings: Span,
}

/// A range of a list.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Span {
    start: u32,
    end: u32,
}

/// The trees exceed the limit on states.
#[derive(Debug)]
pub(super) struct TooManyStates;

/// The branches that pass through a state whose edges are not built yet, sorted by their items, and the number of items consumed.
#[derive(Clone, Copy)]
struct Passing<'a> {
    here: &'a [u32],
    depth: usize,
}

fn items_of(branches: &[Branch], branch: u32) -> &[Item] {
    branches.get(branch as usize).map_or(&[], |branch| &branch.items)
}

impl Trees {
    /// Builds the tree of the next choice and returns its root.
    pub(super) fn add_tree(&mut self, branches: &[Branch], limit: usize) -> Result<StateId, TooManyStates> {
        let mut sorted: Vec<u32> = (0..).take(branches.len()).collect();
        sorted.sort_by_key(|branch| items_of(branches, *branch));

        let root = self.reserve_state(limit)?;
        let mut open = VecDeque::from([(root, Passing { here: &sorted, depth: 0 })]);
        while let Some((id, passing)) = open.pop_front() {
            let state = self.build_state(branches, passing, &mut open, limit)?;
            if let Some(place) = self.states.get_mut(id.0 as usize) {
                *place = state;
            }
        }
        let first = branches.iter().map(|branch| self.first(&branch.items)).collect();
        self.firsts.push(first);
        Ok(root)
    }

    /// Adds the edges and endings of a state. The states they lead to are to be built next.
    fn build_state<'a>(
        &mut self,
        branches: &[Branch],
        Passing { mut here, depth }: Passing<'a>,
        open: &mut VecDeque<(StateId, Passing<'a>)>,
        limit: usize,
    ) -> Result<State, TooManyStates> {
        let items = |branch: &u32| items_of(branches, *branch);
        let begun_from = self.begun.len();
        let mut state = State {
            words: Span::at(self.words.len()),
            choices: Span::at(self.choices.len()),
            begun: Span::at(self.begun.len()),
            endings: Span::at(self.endings.len()),
        };
        while let Some(item) = here.first().map(|first| items(first).get(depth).copied()) {
            let alike = here.partition_point(|branch| items(branch).get(depth).copied() == item);
            let (group, others) = here.split_at(alike);
            here = others;
            let Some(item) = item else {
                self.endings.extend(group.iter().map(|branch| Ending {
                    branch: *branch,
                    sum: branches.get(*branch as usize).map(|branch| branch.sum).unwrap_or_default(),
                }));
                continue;
            };
            let next = self.reserve_state(limit)?;
            match item {
                Item::Word(word) => self.words.push((word, next)),
                Item::Choice(choice) => {
                    let rest = |branch| items(branch).get(depth..).unwrap_or_default();
                    self.add_edge((choice, next), group.iter().map(rest));
                }
            }
            open.push_back((next, Passing { here: group, depth: depth + 1 }));
        }
        state.words.close(self.words.len());
        state.choices.close(self.choices.len());
        state.begun.close(self.begun.len());
        if let Some(begun) = self.begun.get_mut(begun_from..) {
            begun.sort_unstable();
        }
        state.endings.close(self.endings.len());
        Ok(state)
    }

    /// Adds a choice as an edge, indexed by the first words required for it and its continuation, if there are few.
    fn add_edge<'a>(&mut self, edge: Edge, branches: impl Iterator<Item = &'a [Item]>) {
        let first: First = branches.map(|rest| self.first(rest)).collect();
        match first.required() {
            Some(words) => self.begun.extend(words.iter().map(|word| (*word, edge))),
            None => self.choices.push(edge),
        }
    }

    fn first(&self, items: &[Item]) -> First {
        First::of(items, |choice| self.firsts.get(choice.0 as usize).cloned().unwrap_or_else(First::none))
    }

    fn reserve_state(&mut self, limit: usize) -> Result<StateId, TooManyStates> {
        if self.states.len() >= limit {
            return Err(TooManyStates);
        }
        let id = StateId(number(self.states.len()));
        self.states.push(State::default());
        Ok(id)
    }

    /// The edges for words, sorted.
    pub(super) fn words(&self, state: StateId) -> &[(WordId, StateId)] {
        self.state(state).words.of(&self.words)
    }

    /// The edges for choices that may begin with any word or be empty.
    pub(super) fn choices(&self, state: StateId) -> &[Edge] {
        self.state(state).choices.of(&self.choices)
    }

    /// The edges for choices that require one of a few first words, sorted by these words.
    pub(super) fn begun(&self, state: StateId) -> &[(WordId, Edge)] {
        self.state(state).begun.of(&self.begun)
    }

    /// The branches that end here, in order.
    pub(super) fn endings(&self, state: StateId) -> &[Ending] {
        self.state(state).endings.of(&self.endings)
    }

    fn state(&self, state: StateId) -> State {
        self.states.get(state.0 as usize).copied().unwrap_or_default()
    }
}

impl Span {
    /// An empty range that starts here.
    pub(super) fn at(start: usize) -> Self {
        Self { start: number(start), end: number(start) }
    }

    /// Sets the end of the range.
    pub(super) fn close(&mut self, end: usize) {
        self.end = number(end);
    }

    /// The elements in the range.
    pub(super) fn of<T>(self, list: &[T]) -> &[T] {
        list.get(self.start as usize..self.end as usize).unwrap_or_default()
    }
}

/// An index as it is stored. The limit on states keeps all lists far below 4 billion.
pub(super) fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
