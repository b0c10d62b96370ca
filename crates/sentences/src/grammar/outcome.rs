//! From a path through the templates to a recognition.

use std::slice;
use std::sync::Arc;

use serde_json::Value;

use super::assembly::{Piece, assemble};
use super::backtrack::Path;
use super::substitution::{mutes_spoken, put_out};
use super::{Grammar, RecogniseError};
use crate::Recognition;
use crate::convert::Converters;
use crate::meaning::{Converter, Expression, NumberRange, SlotList, Spoken};

/// The name that Rhasspy gives the list of numbers.
const NUMBERS: &str = "rhasspy/number";

impl Grammar {
    /// The recognition for a path and its cost in tenths of a word. The path has the indices of words in `said`; without `said`,
    /// the words are those of the grammar.
    pub(crate) fn recognition(
        &self,
        path: &Path,
        said: Option<&[&str]>,
        cost: u32,
    ) -> Result<Recognition, RecogniseError> {
        let (intent, template) = self.template(path.branches.first().copied().unwrap_or_default());
        let mut follower = Follower {
            converters: &self.converters,
            branches: path.branches.get(1..).unwrap_or_default().iter(),
            places: path.places.iter(),
            said,
            slots: Vec::new(),
            pieces: Vec::new(),
        };
        follower.expression(template, false)?;
        Ok(assemble(intent.clone(), cost, follower.pieces))
    }
}

/// Follows a path through a template and collects the pieces.
struct Follower<'a> {
    converters: &'a Converters,
    branches: slice::Iter<'a, u32>,
    places: slice::Iter<'a, usize>,
    said: Option<&'a [&'a str]>,
    /// The enclosing slots of the current expression.
    slots: Vec<&'a Arc<str>>,
    pieces: Vec<Piece<'a>>,
}

impl<'a> Follower<'a> {
    fn expression(&mut self, expression: &'a Expression, muted: bool) -> Result<(), RecogniseError> {
        let tag = expression.tag.as_ref();
        if let Some(tag) = tag {
            self.slots.push(&tag.name);
            self.pieces.push(Piece::Begin(&tag.name));
        }
        let start = self.pieces.len();
        self.spoken(&expression.spoken, mutes_spoken(expression, muted))?;
        self.pieces.extend(put_out(expression, muted).map(|word| Piece::Put(Value::from(&**word))));
        for converter in expression.converters.iter().chain(tag.into_iter().flat_map(|tag| &tag.converters)) {
            self.convert(start, converter)?;
        }
        if tag.is_some() {
            self.slots.pop();
            self.pieces.push(Piece::End);
        }
        Ok(())
    }

    fn spoken(&mut self, spoken: &'a Spoken, muted: bool) -> Result<(), RecogniseError> {
        match spoken {
            Spoken::Nothing => {}
            Spoken::Word(word) => {
                self.say(word);
                if !muted {
                    self.pieces.push(Piece::Put(Value::from(&**word)));
                }
            }
            Spoken::Sequence(parts) => {
                for part in parts {
                    self.expression(part, muted)?;
                }
            }
            Spoken::Alternatives(alternatives) => self.take_from(alternatives, muted)?,
            Spoken::Rule(body) => self.take_from(slice::from_ref(&**body), muted)?,
            Spoken::List(SlotList { name, values }) => {
                self.take_from(values, muted)?;
                self.pieces.push(Piece::Source(Arc::clone(name)));
            }
            Spoken::Number(NumberRange { numbers }) => {
                if let Some(number) = numbers.get(self.next_branch()) {
                    number.words.iter().for_each(|word| self.say(word));
                    if !muted {
                        self.pieces.push(Piece::Put(number.value.into()));
                    }
                }
                self.pieces.push(Piece::Source(Arc::from(NUMBERS)));
            }
        }
        Ok(())
    }

    fn take_from(&mut self, ways: &'a [Expression], muted: bool) -> Result<(), RecogniseError> {
        match ways.get(self.next_branch()) {
            Some(way) => self.expression(way, muted),
            None => Ok(()),
        }
    }

    fn next_branch(&mut self) -> usize {
        self.branches.next().copied().unwrap_or_default() as usize
    }

    fn say(&mut self, word: &'a str) {
        let said = self.said.and_then(|said| said.get(*self.places.next()?).copied());
        self.pieces.push(Piece::Said(said.unwrap_or(word)));
    }

    /// Converts the output from a piece on, in place; if the number of values changes, at the position of the first.
    fn convert(&mut self, start: usize, converter: &Converter) -> Result<(), RecogniseError> {
        let Converter { name, arguments } = converter;
        let pieces = self.pieces.split_off(start);
        let values = pieces.iter().filter_map(Piece::value).cloned().collect::<Vec<_>>();
        let count = values.len();
        let converted = self
            .converters
            .convert(name, arguments, values)
            .ok_or_else(|| RecogniseError::UnknownConverter { converter: Arc::clone(name) })?
            .map_err(|reason| RecogniseError::Conversion {
                slot: self.slots.last().map(|slot| Arc::clone(slot)),
                converter: Arc::clone(name),
                reason,
            })?;
        let one_by_one = converted.len() == count;
        let mut converted = converted.into_iter().map(Piece::Put);
        for piece in pieces {
            match piece {
                Piece::Put(_) if one_by_one => self.pieces.extend(converted.next()),
                Piece::Put(_) => self.pieces.extend(converted.by_ref()),
                other => self.pieces.push(other),
            }
        }
        self.pieces.extend(converted);
        Ok(())
    }
}
