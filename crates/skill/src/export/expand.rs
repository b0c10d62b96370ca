//! All sentences of a template.

use super::Why;
use super::template::{Part, Template};

/// The sentences of a template that an NLU is taught: more would not teach it more.
const MOST_SENTENCES: usize = 1000;

/// A word of a sentence, or the slot that stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Item<'a> {
    Word(&'a str),
    Slot(&'a str),
}

/// All sentences of a template, in their order.
pub(super) fn sentences(template: &Template) -> Result<Vec<Vec<Item<'_>>>, Why> {
    one_of(&template.alternatives)
}

fn one_of(alternatives: &[Vec<Part>]) -> Result<Vec<Vec<Item<'_>>>, Why> {
    let mut all = Vec::new();
    for parts in alternatives {
        all.extend(row(parts)?);
        bounded(all.len())?;
    }
    Ok(all)
}

fn row(parts: &[Part]) -> Result<Vec<Vec<Item<'_>>>, Why> {
    let mut sentences = vec![Vec::new()];
    for part in parts {
        let ways = match part {
            Part::Word(word) => vec![vec![Item::Word(word)]],
            Part::Slot(slot) => vec![vec![Item::Slot(slot)]],
            Part::Choice(alternatives) => one_of(alternatives)?,
            Part::Optional(alternatives) => {
                let mut ways = one_of(alternatives)?;
                ways.push(Vec::new());
                ways
            }
        };
        bounded(sentences.len() * ways.len())?;
        let joined = |sentence: &Vec<_>| {
            let sentence = sentence.clone();
            ways.iter().map(move |way| [sentence.as_slice(), way].concat())
        };
        sentences = sentences.iter().flat_map(joined).collect();
    }
    Ok(sentences)
}

fn bounded(sentences: usize) -> Result<(), Why> {
    if sentences > MOST_SENTENCES { Err(Why::TooMany(MOST_SENTENCES)) } else { Ok(()) }
}
