//! Problems in files: what is wrong, where, and how to fix it.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

/// Invalid syntax in a file, or a probable mistake.
///
/// Displayed like a compiler error, with the line and a mark under the position:
///
/// ```text
/// sentences.ini:2:9: the `(` is never closed: write `)` where the group ends
///   turn on (the lamp
///           ^
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    /// The file, as named by the caller.
    pub file: Arc<str>,
    /// The line, from 1; 0 for the file as a whole.
    pub line: usize,
    /// The character in the line, from 1; 0 for the file as a whole.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// How to fix it.
    pub advice: String,
    /// The line for display: without its line break, shortened around the position if long.
    excerpt: Option<Excerpt>,
}

/// A line of the file with a marked position.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Excerpt {
    text: String,
    /// Characters before the mark.
    before: usize,
}

/// How many characters are shown before and after the position.
const AROUND: usize = 60;

impl Excerpt {
    fn new(line: &str, column: usize) -> Self {
        let before = column.saturating_sub(1);
        let skipped = before.saturating_sub(AROUND);
        let text = line.chars().skip(skipped).take(2 * AROUND).map(|c| if c.is_control() { ' ' } else { c });
        Self { text: text.collect::<String>().trim_end().to_owned(), before: before - skipped }
    }
}

impl Problem {
    /// A problem at a position in a line.
    pub(crate) fn in_line(file: &Arc<str>, place: Place, line: &str, mistake: Mistake) -> Self {
        let Place { line: number, column, .. } = place;
        let excerpt = Some(Excerpt::new(line, column));
        let Mistake { message, advice, .. } = mistake;
        Self { file: Arc::clone(file), line: number, column, message, advice, excerpt }
    }

    /// A problem with a file as a whole.
    pub(crate) fn in_file(file: &Arc<str>, message: impl Into<String>, advice: impl Into<String>) -> Self {
        let (message, advice) = (message.into(), advice.into());
        Self { file: Arc::clone(file), line: 0, column: 0, message, advice, excerpt: None }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.file)?;
        if self.line > 0 {
            write!(formatter, ":{}:{}", self.line, self.column)?;
        }
        write!(formatter, ": {}: {}", self.message, self.advice)?;
        if let Some(Excerpt { text, before }) = &self.excerpt {
            write!(formatter, "\n  {text}\n  {:before$}^", "")?;
        }
        Ok(())
    }
}

/// A position in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    /// From 1.
    pub(crate) line: usize,
    /// In characters, from 1.
    pub(crate) column: usize,
    /// The offset of the line in the file, in bytes.
    pub(crate) start: usize,
}

/// A problem in a passage, whose position in the file is not known yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mistake {
    /// The offset in the passage, in bytes.
    pub(crate) at: usize,
    pub(crate) message: String,
    pub(crate) advice: String,
}

impl Mistake {
    pub(crate) fn new(at: usize, message: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { at, message: message.into(), advice: advice.into() }
    }
}

/// All problems of a file of templates and of what it refers to. Displayed one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems {
    pub(crate) list: Vec<Problem>,
    /// The number of problems beyond the limit.
    pub(crate) more: usize,
    pub(crate) files: Vec<PathBuf>,
}

impl Problems {
    /// The problems in the file of templates, in order, then those in slot lists.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.list.iter()
    }

    /// Every file and folder that was read or searched: a change in one of them may fix the problems.
    pub fn files(&self) -> &[PathBuf] {
        &self.files
    }
}

impl<'a> IntoIterator for &'a Problems {
    type Item = &'a Problem;
    type IntoIter = std::slice::Iter<'a, Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.iter().enumerate() {
            let line_break = if index == 0 { "" } else { "\n" };
            write!(formatter, "{line_break}{problem}")?;
        }
        match self.more {
            0 => Ok(()),
            more => write!(formatter, "\n... and {more} more problems"),
        }
    }
}

impl std::error::Error for Problems {}
