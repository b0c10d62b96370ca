//! Recognition of intents in text.
//!
//! `compile` turns templates into trees of words (`tree`, `vocabulary`, `first`); `input` looks up the words of a text
//! (`similar`); `search` finds the best path through the trees (`pareto`, `backtrack`); `outcome` follows that path through the
//! templates and `assembly` builds the result.

mod assembly;
mod backtrack;
mod compile;
mod error;
mod first;
mod input;
mod item;
mod matching;
mod outcome;
mod pareto;
mod search;
mod similar;
mod substitution;
mod tree;
mod vocabulary;

use std::ops::Range;
use std::sync::Arc;

use petasos_messages::IntentName;

pub use error::{GrammarError, RecogniseError};
pub use matching::Matching;

pub(crate) use backtrack::Path;
pub(crate) use compile::Way;
pub(crate) use item::{ChoiceId, Item};

use crate::convert::{Convert, Converters};
use crate::meaning::{Expression, Intent};
use crate::{Limits, Recognition};
use compile::Compiled;
use input::Input;
use search::{Best, Search};
use similar::SimilarWords;

/// Compiled intents, ready for recognition.
///
/// # Ranking
///
/// If the text is a sentence of the grammar, the confidence is 1. Otherwise words of the text may be skipped at a cost of 1 each,
/// stop words at 0.1; words of the grammar may not. The cheapest path wins, then the one that is shortest in Rhasspy's graph (a
/// word, a tag, a converter, a slot list and each output word add to the length), then the one whose intent, template and
/// alternatives come first. The confidence is 1 - cost / number of matched words.
///
/// A path is rejected if it skips at least as many words, before the last matched one, as it outputs.
///
/// # Similar words
///
/// A word of the text that the grammar does not contain may also match, at a cost of 0.5, any word of the grammar one edit away
/// (two for words of eight letters and more; none for words below four letters); all of them are tried. Rhasspy does not do this;
/// [`Matching::similar`] turns it off.
///
/// # Differences to Rhasspy
///
/// The results are those of `recognize` in rhasspy-nlu 0.3.3, except:
///
/// * An exact match without output (`dropped:`) is accepted.
/// * The cheapest of several intents wins. Rhasspy compares each only with the first one found, so that a worse one may win.
/// * A stop word costs the same after the last matched word as before it.
/// * A text without any matched word is not recognised; Rhasspy divides by zero if the template is all `:added`.
/// * The confidence is never below 0.
/// * `(several words):` drops the words; Rhasspy outputs them.
/// * Words under a converter stay in spoken order, and a slot under a converter keeps its value.
/// * The range of a slot without words is empty; in Rhasspy its end is before its start.
/// * `!bool` converts the text "0" to false.
/// * `!datetime` is not built in; add it with [`with_converter`](Self::with_converter) if needed.
/// * A 0 that is converted twice stays 0, also in `0..100`. In Rhasspy the slot is left empty.
#[derive(Debug)]
pub struct Grammar {
    intents: Vec<Intent>,
    /// The intent and template of each branch of the top choice.
    templates: Vec<(usize, usize)>,
    pub(crate) compiled: Compiled,
    similar: SimilarWords,
    converters: Converters,
    pub(crate) limits: Limits,
}

impl Grammar {
    /// Compiles intents.
    pub fn new(intents: &[Intent], limits: &Limits) -> Result<Self, GrammarError> {
        let compiled = Compiled::new(intents, limits)?;
        let similar = SimilarWords::new(&compiled.words);
        let templates = intents
            .iter()
            .enumerate()
            .flat_map(|(index, intent)| (0..intent.templates.len()).map(move |template| (index, template)));
        let templates = templates.collect();
        let (converters, limits) = (Converters::default(), limits.clone());
        Ok(Self { intents: intents.to_vec(), templates, compiled, similar, converters, limits })
    }

    /// Adds a converter, or replaces a built-in one.
    #[must_use]
    pub fn with_converter(mut self, name: impl Into<Arc<str>>, converter: Arc<dyn Convert>) -> Self {
        self.converters.add(name.into(), converter);
        self
    }

    /// The names of the intents, in order.
    pub fn intents(&self) -> impl Iterator<Item = &IntentName> {
        self.intents.iter().map(|intent| &intent.name)
    }

    /// Recognises a text, split into words at white space; `None` if there is no match.
    pub fn recognise(
        &self,
        text: &str,
        matching: &Matching<'_>,
    ) -> Result<Option<Recognition>, RecogniseError> {
        let limit = self.limits.words;
        let said: Vec<&str> = text.split_whitespace().take(limit + 1).collect();
        if said.len() > limit {
            return Err(RecogniseError::TooLong { found: text.split_whitespace().count(), limit });
        }
        let Some(Best { path, cost }) = self.best(&said, matching)? else { return Ok(None) };
        self.recognition(&path, Some(&said), cost).map(Some)
    }

    /// The names of converters that templates use but that do not exist, each once. Applying one is an error.
    pub fn unknown_converters(&self) -> Vec<&Arc<str>> {
        let mut unknown: Vec<_> =
            self.compiled.converters.iter().filter(|name| !self.converters.knows(name)).collect();
        unknown.sort_unstable();
        unknown
    }

    /// The branches of the top choice for each intent, of all intents or of some.
    pub(crate) fn branches_of(&self, filter: Option<&[IntentName]>) -> impl Iterator<Item = Range<u32>> {
        let mut end = 0;
        let branches = self.intents.iter().map(move |intent| {
            let start = end;
            end += tree::number(intent.templates.len());
            (&intent.name, start..end)
        });
        let is_wanted = move |name: &IntentName| filter.is_none_or(|filter| filter.contains(name));
        branches.filter(move |(name, _)| is_wanted(name)).map(|(_, branches)| branches)
    }

    /// The intent and template of a branch of the top choice.
    #[expect(clippy::indexing_slicing, reason = "the branches of the top choice are the templates")]
    pub(crate) fn template(&self, branch: u32) -> (&IntentName, &Expression) {
        let (intent, template) = self.templates[branch as usize];
        let intent = &self.intents[intent];
        (&intent.name, &intent.templates[template])
    }

    fn best(&self, said: &[&str], matching: &Matching<'_>) -> Result<Option<Best>, RecogniseError> {
        let mut input = Input::new(said, &self.compiled.words, matching);
        if input.len() == 0 {
            return Ok(None);
        }
        if matching.exact
            && let Some(best) = self.search(&input, matching)?
        {
            return Ok(Some(best));
        }
        if !matching.near {
            return Ok(None);
        }
        input.allow_near(said, matching.similar.then_some(&self.similar));
        self.search(&input, matching)
    }

    fn search(&self, input: &Input, matching: &Matching<'_>) -> Result<Option<Best>, RecogniseError> {
        let allowed: Option<Vec<bool>> = matching
            .filter
            .map(|filter| self.intents.iter().map(|intent| filter.contains(&intent.name)).collect());
        let is_allowed = |branch: u32| {
            let intent = self.templates.get(branch as usize).map(|(intent, _)| *intent);
            allowed
                .as_ref()
                .is_none_or(|allowed| intent.and_then(|intent| allowed.get(intent)) == Some(&true))
        };
        let limit = self.limits.steps;
        Search::new(&self.compiled, input, limit)
            .best(is_allowed)
            .map_err(|_| RecogniseError::TooHard { limit })
    }
}
