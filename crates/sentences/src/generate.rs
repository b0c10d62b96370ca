//! Generation of sentences: all of them in order or a random sample, without expanding the whole grammar.

use std::ops::Range;

use petasos_messages::IntentName;

use crate::grammar::{ChoiceId, Item, Path, Way};
use crate::{Grammar, RecogniseError, Recognition};

/// A random draw may give an empty sentence; the maximum number of draws before giving up.
const ATTEMPTS: usize = 20;
/// A sentence with more choices than this is too long to be spoken.
const MOST_CHOICES: usize = 10_000;

/// A sentence of a grammar.
#[derive(Debug, Clone, PartialEq)]
pub struct Sentence {
    /// The spoken text.
    pub text: String,
    /// The result of recognising the text. If the grammar is ambiguous, recognition may prefer another meaning.
    pub recognition: Recognition,
}

impl Grammar {
    /// The number of sentences of the intents, counting each meaning; at most `u64::MAX`.
    pub fn count(&self, filter: Option<&[IntentName]>) -> u64 {
        let templates = self.branches_of(filter).flatten();
        templates.fold(0, |sum, template| sum.saturating_add(self.sentences_of(template)))
    }

    /// All sentences, or those of some intents, in the order of the templates. Take only as many as needed: there may be
    /// astronomically many. A sentence that is too long to be recognised is an error.
    pub fn sentences(&self, filter: Option<&[IntentName]>) -> Sentences<'_> {
        let templates =
            self.branches_of(filter).flatten().filter(|template| self.sentences_of(*template) > 0);
        let templates = templates.collect::<Vec<_>>().into_iter();
        Sentences { grammar: self, templates, template: None, choices: Vec::new() }
    }

    /// A random sentence: all intents (or those of the filter) are equally likely, and so are all templates of an intent and all
    /// sentences of a template, unless it has more than `u64::MAX`. `random` returns a number from 0 up to, but excluding, its
    /// argument. `None` if there is no non-empty sentence, or 20 draws found none.
    pub fn sample(
        &self,
        filter: Option<&[IntentName]>,
        mut random: impl FnMut(u64) -> u64,
    ) -> Option<Result<Sentence, RecogniseError>> {
        let intents: Vec<Range<u32>> =
            self.branches_of(filter).filter(|templates| !templates.is_empty()).collect();
        for _ in 0..ATTEMPTS {
            let mut templates = one_of(&intents, &mut random)?.clone();
            templates.start += u32::try_from(random(templates.len() as u64)).ok()?;
            let template = templates.next().filter(|template| self.sentences_of(*template) > 0);
            let Some(template) = template else { continue };
            match self.derive(template, |ways| draw(ways, &mut random)) {
                Ok(derived) if derived.words.is_empty() => {}
                derived => return Some(derived.and_then(|derived| self.sentence(&derived))),
            }
        }
        None
    }

    /// The number of sentences of a branch of the top choice.
    fn sentences_of(&self, template: u32) -> u64 {
        let ways = self.compiled.ways(self.compiled.top);
        ways.get(template as usize).map_or(0, |way| way.sentences)
    }

    /// Derives a sentence from a template; `pick` selects a branch of each choice.
    fn derive(
        &self,
        template: u32,
        pick: impl FnMut(&[Way]) -> usize,
    ) -> Result<Derived<'_>, RecogniseError> {
        let mut derivation = Derivation { grammar: self, pick, derived: Derived::default() };
        derivation.branch(self.compiled.top, template as usize)?;
        Ok(derivation.derived)
    }

    fn sentence(&self, derived: &Derived<'_>) -> Result<Sentence, RecogniseError> {
        let recognition = self.recognition(&derived.path, None, 0)?;
        Ok(Sentence { text: derived.words.join(" "), recognition })
    }
}

fn one_of<'a, T>(list: &'a [T], random: &mut impl FnMut(u64) -> u64) -> Option<&'a T> {
    let index = if list.is_empty() { 0 } else { random(list.len() as u64) };
    list.get(usize::try_from(index).ok()?)
}

/// Picks a random branch, weighted by its number of sentences.
fn draw(ways: &[Way], random: &mut impl FnMut(u64) -> u64) -> usize {
    let total = ways.iter().fold(0, |sum: u64, way| sum.saturating_add(way.sentences));
    let mut left = random(total.max(1));
    let has_it = |way: &Way| match left.checked_sub(way.sentences) {
        Some(less) => {
            left = less;
            false
        }
        None => true,
    };
    ways.iter().position(has_it).unwrap_or_default()
}

#[derive(Default)]
struct Derived<'a> {
    path: Path,
    words: Vec<&'a str>,
}

struct Derivation<'a, P> {
    grammar: &'a Grammar,
    pick: P,
    derived: Derived<'a>,
}

impl<P: FnMut(&[Way]) -> usize> Derivation<'_, P> {
    fn branch(&mut self, choice: ChoiceId, branch: usize) -> Result<(), RecogniseError> {
        let grammar = self.grammar;
        let Some(way) = grammar.compiled.ways(choice).get(branch) else { return Ok(()) };
        self.derived.path.branches.push(u32::try_from(branch).unwrap_or(u32::MAX));
        for item in grammar.compiled.items(*way) {
            let limit = grammar.limits.words;
            if self.derived.words.len() > limit || self.derived.path.branches.len() > MOST_CHOICES {
                return Err(RecogniseError::TooLong { found: self.derived.words.len(), limit });
            }
            match item {
                Item::Word(word) => self.derived.words.push(grammar.compiled.words.word(*word)),
                Item::Choice(choice) => {
                    let branch = (self.pick)(grammar.compiled.ways(*choice));
                    self.branch(*choice, branch)?;
                }
            }
        }
        Ok(())
    }
}

/// An iterator over the sentences of a grammar, in the order of the templates.
#[derive(Debug)]
pub struct Sentences<'a> {
    grammar: &'a Grammar,
    templates: std::vec::IntoIter<u32>,
    template: Option<u32>,
    /// For each choice of the last sentence, the branch taken and the next one that has sentences.
    choices: Vec<(usize, Option<usize>)>,
}

impl Sentences<'_> {
    /// Advances to the next sentence like an odometer: the last choice with another branch takes it.
    fn advance(&mut self) -> Option<u32> {
        while let Some((_, next)) = self.choices.pop() {
            if let Some(next) = next {
                self.choices.push((next, None));
                return self.template;
            }
        }
        self.template = self.templates.next();
        self.template
    }
}

impl Iterator for Sentences<'_> {
    type Item = Result<Sentence, RecogniseError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let template = self.advance()?;
            let mut place = 0;
            let pick = |ways: &[Way]| {
                let from = |start: usize| {
                    (start..ways.len()).find(|way| ways.get(*way).is_some_and(|way| way.sentences > 0))
                };
                let taken = self.choices.get(place).map(|(taken, _)| *taken);
                let taken = taken.or_else(|| from(0)).unwrap_or_default();
                let step = (taken, from(taken + 1));
                match self.choices.get_mut(place) {
                    Some(choice) => *choice = step,
                    None => self.choices.push(step),
                }
                place += 1;
                taken
            };
            match self.grammar.derive(template, pick) {
                Ok(derived) if derived.words.is_empty() => {}
                derived => return Some(derived.and_then(|derived| self.grammar.sentence(&derived))),
            }
        }
    }
}
