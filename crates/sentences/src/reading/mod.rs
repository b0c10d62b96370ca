//! Reads files of templates.
//!
//! Stage by stage: [`source`] holds the text and positions in it, [`ini`] splits it into intents, templates and rules, [`parser`]
//! makes a [`syntax`] tree of each, [`resolve`] looks up references and creates the [`meaning`](crate::meaning). Each stage
//! reports problems and continues.

mod builtin;
mod compose;
mod cursor;
mod ini;
mod interner;
mod lists;
mod parser;
mod problem;
mod ranges;
mod report;
mod resolve;
#[cfg(test)]
mod round_trip;
mod rule_table;
mod source;
mod suffixes;
mod syntax;

use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use problem::{Problem, Problems};
use report::Report;
use resolve::Resolver;
use source::Source;

use crate::{Settings, meaning};

/// The content of a file of templates.
#[derive(Debug, Clone, PartialEq)]
pub struct Templates {
    /// The intents with templates, in file order.
    pub intents: Vec<meaning::Intent>,
    /// Problems in valid templates that are probably mistakes.
    pub warnings: Vec<Problem>,
    /// Every file and folder that was read or searched, to be watched for changes.
    pub files: Vec<PathBuf>,
}

impl Settings {
    /// Reads a file of templates and the slot lists it refers to.
    pub fn read_file(&self, path: &Path) -> Result<Templates, Problems> {
        let files = vec![path.to_owned()];
        match Source::open(path, &self.limits) {
            Ok(source) => self.read(source, files),
            Err(problem) => Err(Problems { list: vec![problem], more: 0, files }),
        }
    }

    /// Reads templates from a text, and the slot lists it refers to. Problems show `name` as the file.
    pub fn read_text(&self, name: &str, text: &str) -> Result<Templates, Problems> {
        match Source::decode(&Arc::from(name), text.as_bytes().to_vec(), &self.limits) {
            Ok(source) => self.read(source, Vec::new()),
            Err(problem) => Err(Problems { list: vec![problem], more: 0, files: Vec::new() }),
        }
    }

    fn read(&self, source: Source, files: Vec<PathBuf>) -> Result<Templates, Problems> {
        let source = Arc::new(source);
        let mut report = Report::new(self.limits.problems);
        let sections = ini::split(&source, &self.limits, &mut report);
        let mut resolver = Resolver::new(self, report, files);
        let intents = resolver.intents(sections);
        resolver.finish(&source, intents)
    }
}
