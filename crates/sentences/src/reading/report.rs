//! Collects what is wrong while a file is read on.

use std::path::PathBuf;

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
        if self.problems.len() < self.limit {
            self.problems.push(problem);
        } else {
            self.more += 1;
        }
    }

    /// Something that is read, but hardly meant so.
    pub(crate) fn warning(&mut self, warning: Problem) {
        if self.warnings.len() < self.limit {
            self.warnings.push(warning);
        }
    }

    /// Whether nothing must be mended so far.
    pub(crate) fn is_clean(&self) -> bool {
        self.problems.is_empty()
    }

    /// The warnings, if nothing must be mended.
    pub(crate) fn finish(self, files: &[PathBuf]) -> Result<Vec<Problem>, Problems> {
        let Self { problems, warnings, more, .. } = self;
        if problems.is_empty() {
            Ok(warnings)
        } else {
            Err(Problems { list: problems, more, files: files.to_vec() })
        }
    }
}
