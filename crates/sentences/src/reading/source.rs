//! The text of a file, and passages of it with their positions.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

use super::problem::{Mistake, Place, Problem};
use crate::Limits;

#[derive(Debug)]
pub(crate) struct Source {
    name: Arc<str>,
    /// Lines end with `
    /// `, and there is no byte order mark.
    text: String,
}

impl Source {
    /// Reads a file; an error if it exceeds the limit or is not text.
    pub(crate) fn open(path: &Path, limits: &Limits) -> Result<Self, Problem> {
        let name: Arc<str> = path.display().to_string().into();
        let mut bytes = Vec::new();
        // One byte more reveals that there is more, without reading all of it.
        let most = limits.bytes as u64 + 1;
        let read = File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes));
        match read {
            Ok(_) => Self::decode(&name, bytes, limits),
            Err(error) => Err(Problem::in_file(
                &name,
                format!("the file cannot be read ({error})"),
                "check its name and its permissions",
            )),
        }
    }

    /// Decodes the bytes of a file; an error if they exceed the limit or are not UTF-8.
    pub(crate) fn decode(name: &Arc<str>, bytes: Vec<u8>, limits: &Limits) -> Result<Self, Problem> {
        if bytes.len() > limits.bytes {
            return Err(Problem::in_file(
                name,
                format!("the file is longer than {} bytes", limits.bytes),
                "split it, or raise the limit",
            ));
        }
        let text = String::from_utf8(bytes).map_err(|error| not_utf8(name, &error))?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let source = Self { name: Arc::clone(name), text };
        match source.text.find(|c: char| c.is_control() && !matches!(c, '\n' | '\t' | '\u{b}' | '\u{c}')) {
            None => Ok(source),
            Some(offset) => Err(source.problem(
                place(&source.text, offset),
                Mistake::new(0, "there is a control character here", "remove it; a template is plain text"),
            )),
        }
    }

    /// The name, as shown in problems.
    pub(crate) fn name(&self) -> &Arc<str> {
        &self.name
    }

    pub(crate) fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        let starts = std::iter::once(0).chain(self.text.match_indices('\n').map(|(end, _)| end + 1));
        (1..).zip(starts).zip(self.text.lines()).map(|((number, start), text)| Line { number, start, text })
    }

    pub(crate) fn problem(&self, place: Place, mistake: Mistake) -> Problem {
        let rest = self.text.get(place.start..).unwrap_or_default();
        Problem::in_line(&self.name, place, rest.lines().next().unwrap_or_default(), mistake)
    }
}

/// A line of a file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line<'a> {
    /// From 1.
    number: usize,
    /// The offset in the file, in bytes.
    start: usize,
    /// Without the line break.
    pub(crate) text: &'a str,
}

impl Line<'_> {
    /// The position of a byte of the line.
    pub(crate) fn place(&self, offset: usize) -> Place {
        let column = self.text.get(..offset).unwrap_or(self.text).chars().count() + 1;
        Place { line: self.number, column, start: self.start }
    }
}

/// The position of a byte of a text.
fn place(text: &str, offset: usize) -> Place {
    let before = text.get(..offset).unwrap_or(text);
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let column = before.get(start..).unwrap_or_default().chars().count() + 1;
    Place { line: before.matches('\n').count() + 1, column, start }
}

fn not_utf8(name: &Arc<str>, error: &std::string::FromUtf8Error) -> Problem {
    let good =
        String::from_utf8_lossy(error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default());
    let line = good.rsplit('\n').next().unwrap_or_default();
    Problem::in_line(
        name,
        place(&good, good.len()),
        line,
        Mistake::new(0, "the file is not UTF-8 from here on", "save it as UTF-8"),
    )
}

/// The source of one template: a line, the body of a rule (which may continue on further lines), a value of a list.
#[derive(Debug, Clone)]
pub(crate) struct Passage {
    source: Arc<Source>,
    text: String,
    /// The lines it consists of: the offset of each in the passage, and its position in the file.
    pieces: Vec<(usize, Place)>,
}

impl Passage {
    /// A line without its first bytes.
    pub(crate) fn new(source: &Arc<Source>, line: Line<'_>, skipped: usize) -> Self {
        let mut passage = Self { source: Arc::clone(source), text: String::new(), pieces: Vec::new() };
        passage.extend(line, skipped);
        passage
    }

    /// Appends another line. A line break separates them, which counts as white space.
    pub(crate) fn extend(&mut self, line: Line<'_>, skipped: usize) {
        if !self.pieces.is_empty() {
            self.text.push('\n');
        }
        self.pieces.push((self.text.len(), line.place(skipped)));
        self.text.push_str(line.text.get(skipped..).unwrap_or_default());
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// A problem at a position in the passage.
    pub(crate) fn problem(&self, mistake: Mistake) -> Problem {
        self.source.problem(self.place(mistake.at), mistake)
    }

    fn place(&self, offset: usize) -> Place {
        let piece = self.pieces.iter().rev().find(|(start, _)| *start <= offset);
        let (start, place) = piece.copied().unwrap_or((0, Place { line: 1, column: 1, start: 0 }));
        let inside = self.text.get(start..offset).unwrap_or_default().chars().count();
        Place { column: place.column + inside, ..place }
    }
}
