//! The syntax tree of a template, before rules, lists and numbers are resolved.

use std::sync::Arc;

use crate::meaning::{Converter, Tag};

/// Nodes in sequence.
pub(crate) type Sequence = Vec<Node>;

/// A word, a group or a reference with its suffixes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    /// The offset in the passage, in bytes.
    pub(crate) at: usize,
    pub(crate) shape: Shape,
    /// After `:`.
    pub(crate) output: Option<Vec<Arc<str>>>,
    /// After each `!`.
    pub(crate) converters: Vec<Converter>,
    /// In `{}`.
    pub(crate) tag: Option<Tag>,
}

/// The kind of a node.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Shape {
    /// A word, a number or a range of numbers; empty if there are only suffixes (`:added`).
    Word(String),
    /// `(a | b)`: alternatives, at least one.
    Group(Vec<Sequence>),
    /// `[a | b]`: alternatives, at least one.
    Optional(Vec<Sequence>),
    /// `<rule>`, `<Intent.rule>`.
    Rule {
        /// The intent; `None` for the current one.
        intent: Option<String>,
        /// The name of the rule.
        name: String,
    },
    /// `$name,argument`: everything after the `$`.
    List(String),
}

impl Node {
    pub(crate) fn new(at: usize, shape: Shape) -> Self {
        Self { at, shape, output: None, converters: Vec::new(), tag: None }
    }
}
