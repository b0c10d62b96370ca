//! What is wrong in a file, where, and what to write instead.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

/// Something in a file that cannot be read, or is hardly meant as it is written.
///
/// It displays as a compiler's message would, with the line and a mark under the place:
///
/// ```text
/// sentences.ini:2:9: the `(` is never closed: write `)` where the group ends
///   turn on (the lamp
///           ^
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    /// The file, as it was named to the reader.
    pub file: Arc<str>,
    /// The line, from 1; 0 if the file as a whole is meant.
    pub line: usize,
    /// The character in the line, from 1; 0 if the file as a whole is meant.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub advice: String,
    /// The line, for people to see: without line break, long ones shortened around the place.
    excerpt: Option<Excerpt>,
}

/// A line of the file, with the place.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Excerpt {
    text: String,
    /// Characters before the mark.
    before: usize,
}

/// How many characters are shown before and after the place.
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
    /// A problem with a place in a line.
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

/// A place in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    /// From 1.
    pub(crate) line: usize,
    /// In characters, from 1.
    pub(crate) column: usize,
    /// Bytes of the file before the line.
    pub(crate) start: usize,
}

/// Something wrong in a passage of a file, before it is known where in the file that passage stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mistake {
    /// Bytes of the passage before the place.
    pub(crate) at: usize,
    pub(crate) message: String,
    pub(crate) advice: String,
}

impl Mistake {
    pub(crate) fn new(at: usize, message: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { at, message: message.into(), advice: advice.into() }
    }
}

/// All that is wrong with a file of templates and what it refers to. It displays one problem after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems {
    pub(crate) list: Vec<Problem>,
    /// Problems beyond those that are reported.
    pub(crate) more: usize,
    pub(crate) files: Vec<PathBuf>,
}

impl Problems {
    /// The problems, in the order of the file of templates, then those of slot lists.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.list.iter()
    }

    /// Every file and folder that was read or looked for: a change in one of them may mend the problems.
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
