//! Random sentences of a grammar.

use std::collections::HashSet;

use petasos_messages::IntentName;
use petasos_sentences::{Grammar, RecogniseError, Sentence};

/// How many draws in a row may yield a known sentence before the generator gives up.
const ATTEMPTS: usize = 20;

/// Random sentences without duplicates, until no new one is found. A sentence whose values cannot be converted is an error. Without
/// a seed, they are different each time.
pub fn random_sentences<'a>(
    grammar: &'a Grammar,
    filter: Option<&'a [IntentName]>,
    seed: Option<u64>,
) -> impl Iterator<Item = Result<Sentence, RecogniseError>> + 'a {
    let mut random = seed.map_or_else(fastrand::Rng::new, fastrand::Rng::with_seed);
    let mut known = HashSet::new();
    std::iter::from_fn(move || {
        (0..ATTEMPTS).find_map(|_| {
            let sentence = grammar.sample(filter, |bound| random.u64(..bound.max(1)))?;
            let is_new = sentence.as_ref().map_or(true, |sentence| known.insert(sentence.text.clone()));
            is_new.then_some(sentence)
        })
    })
}
