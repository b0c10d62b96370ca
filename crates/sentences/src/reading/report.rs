//! Collects problems while a file is read.

use std::path::PathBuf;
use std::sync::Arc;

use super::problem::{Problem, Problems};

/// The problems so far.
#[derive(Debug)]
pub(crate) struct Report {
    problems: Vec<Problem>,
    warnings: Vec<Problem>,
    /// The number of problems beyond the limit.
    more: usize,
    limit: usize,
}

impl Report {
    pub(crate) fn new(limit: usize) -> Self {
        Self { problems: Vec::new(), warnings: Vec::new(), more: 0, limit }
    }

    /// Adds an error.
    pub(crate) fn problem(&mut self, problem: Problem) {
        if self.is_full() {
            self.more += 1;
        } else {
            self.problems.push(problem);
        }
    }

    /// Adds a warning.
    pub(crate) fn warning(&mut self, warning: Problem) {
        if self.warnings.len() < self.limit {
            self.warnings.push(warning);
        }
    }

    /// Whether further problems are only counted.
    pub(crate) fn is_full(&self) -> bool {
        self.problems.len() >= self.limit
    }

    /// Whether there are no errors so far.
    pub(crate) fn is_clean(&self) -> bool {
        self.problems.is_empty()
    }

    /// The warnings, if there are no errors. Problems in the file of templates come first.
    pub(crate) fn finish(self, main: &Arc<str>, files: &[PathBuf]) -> Result<Vec<Problem>, Problems> {
        let Self { mut problems, mut warnings, more, .. } = self;
        for list in [&mut problems, &mut warnings] {
            list.sort_by_key(|problem| {
                (problem.file != *main, Arc::clone(&problem.file), problem.line, problem.column)
            });
        }
        if problems.is_empty() {
            Ok(warnings)
        } else {
            Err(Problems { list: problems, more, files: files.to_vec() })
        }
    }
}
