//! The tree of a template as it is written, before rules, lists and numbers are looked up.

use std::sync::Arc;

use crate::meaning::{Converter, Tag};

/// One thing after the other.
pub(crate) type Sequence = Vec<Node>;

/// A word, a group or a reference, with what is attached to it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    /// Bytes of the passage before it.
    pub(crate) at: usize,
    pub(crate) shape: Shape,
    /// What follows `:`.
    pub(crate) output: Option<Vec<Arc<str>>>,
    /// What follows each `!`.
    pub(crate) converters: Vec<Converter>,
    /// What follows in `{}`.
    pub(crate) tag: Option<Tag>,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Shape {
    /// A word, a number or a range of numbers; empty if only what is attached counts (`:added`).
    Word(String),
    /// `(a | b)`: alternatives, at least one.
    Group(Vec<Sequence>),
    /// `[a | b]`: alternatives, at least one.
    Optional(Vec<Sequence>),
    /// `<rule>`, `<Intent.rule>`.
    Rule {
        /// The intent; none if it is the one where this stands.
        intent: Option<String>,
        /// The rule's name.
        name: String,
    },
    /// `$name,argument`: all of it after the `$`.
    List(String),
}

impl Node {
    pub(crate) fn new(at: usize, shape: Shape) -> Self {
        Self { at, shape, output: None, converters: Vec::new(), tag: None }
    }
}
