//! Collects what is wrong while a file is read on.

use std::path::PathBuf;
use std::sync::Arc;

use super::problem::{Problem, Problems};

/// What is wrong so far.
#[derive(Debug)]
pub(crate) struct Report {
    problems: Vec<Problem>,
    warnings: Vec<Problem>,
    /// Problems beyond the limit.
    more: usize,
    limit: usize,
}

impl Report {
    pub(crate) fn new(limit: usize) -> Self {
        Self { problems: Vec::new(), warnings: Vec::new(), more: 0, limit }
    }

    /// Something that must be mended.
    pub(crate) fn problem(&mut self, problem: Problem) {
        if self.is_full() {
            self.more += 1;
        } else {
            self.problems.push(problem);
        }
    }

    /// Something that is read, but hardly meant so.
    pub(crate) fn warning(&mut self, warning: Problem) {
        if self.warnings.len() < self.limit {
            self.warnings.push(warning);
        }
    }

    /// Whether problems are only counted from now on.
    pub(crate) fn is_full(&self) -> bool {
        self.problems.len() >= self.limit
    }

    /// Whether nothing must be mended so far.
    pub(crate) fn is_clean(&self) -> bool {
        self.problems.is_empty()
    }

    /// The warnings, if nothing must be mended. What is wrong with the file of templates comes first.
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
