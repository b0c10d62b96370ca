//! Recognition and generation compared with a naive implementation: it expands all paths of a small grammar and tries each.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use petasos_messages::IntentName;
use petasos_sentences::meaning::{Expression, Intent, NumberRange, SlotList, Spoken, SpokenNumber, Tag};
use petasos_sentences::{Grammar, Limits, Matching, Recognition};
use proptest::prelude::*;

/// A path through a grammar.
#[derive(Debug, Clone, Default, PartialEq)]
struct Path {
    intent: String,
    spoken: Vec<String>,
    out: Vec<String>,
    slots: Vec<String>,
    /// Edges of Rhasspy's graph.
    length: usize,
}

impl Path {
    fn of(length: usize) -> Self {
        Self { length, ..Self::default() }
    }

    fn then(&self, next: &Self) -> Self {
        Self {
            intent: self.intent.clone(),
            spoken: [&self.spoken[..], &next.spoken].concat(),
            out: [&self.out[..], &next.out].concat(),
            slots: [&self.slots[..], &next.slots].concat(),
            length: self.length + next.length,
        }
    }
}

fn concatenated(first: &[Path], second: &[Path]) -> Vec<Path> {
    first.iter().flat_map(|first| second.iter().map(|second| first.then(second))).collect()
}

fn one_of(expressions: &[Expression], muted: bool) -> Vec<Path> {
    let paths = expressions.iter().flat_map(|expression| paths(expression, muted)).collect::<Vec<_>>();
    concatenated(&paths, &[Path::of(1)])
}

fn put(words: &[Arc<str>]) -> Path {
    Path { out: words.iter().map(ToString::to_string).collect(), ..Path::of(words.len()) }
}

/// All paths through an expression, in the order of Rhasspy's breadth-first search.
fn paths(expression: &Expression, muted: bool) -> Vec<Path> {
    let tagged = expression.tag.as_ref().and_then(|tag| tag.substitution.as_ref());
    let mute = muted || tagged.is_some() || expression.substitution.is_some();
    let mut all = match &expression.spoken {
        Spoken::Nothing => vec![Path::of(1)],
        Spoken::Word(word) => {
            let out = if mute { Vec::new() } else { vec![word.to_string()] };
            vec![Path { spoken: vec![word.to_string()], out, ..Path::of(1) }]
        }
        Spoken::Sequence(parts) => {
            parts.iter().fold(vec![Path::default()], |before, part| concatenated(&before, &paths(part, mute)))
        }
        Spoken::Alternatives(choices) => one_of(choices, mute),
        Spoken::Rule(body) => paths(body, mute),
        Spoken::List(list) => concatenated(&one_of(&list.values, mute), &[Path::of(1)]),
        Spoken::Number(range) => {
            let number = |number: &SpokenNumber| Path {
                spoken: number.words.iter().map(ToString::to_string).collect(),
                out: if mute { Vec::new() } else { vec![number.value.to_string()] },
                ..Path::of(number.words.len() + 6 + usize::from(!mute))
            };
            range.numbers.iter().map(number).collect()
        }
    };
    if let Some(words) = expression.substitution.as_ref().filter(|_| !muted && tagged.is_none()) {
        let dropped = words.is_empty() && !matches!(expression.spoken, Spoken::Sequence(_));
        all = concatenated(&all, &[put(words).then(&Path::of(usize::from(dropped)))]);
    }
    if let Some(words) = tagged {
        all = concatenated(&all, &[put(words)]);
    }
    if let Some(tag) = &expression.tag {
        all = concatenated(&all, &[Path { slots: vec![tag.name.to_string()], ..Path::of(2) }]);
    }
    all
}

fn all_paths(intents: &[Intent]) -> Vec<Path> {
    let of_intent = |intent: &Intent| {
        let start = Path { intent: intent.name.to_string(), ..Path::default() };
        let paths = intent.templates.iter().flat_map(|template| paths(template, false)).collect::<Vec<_>>();
        concatenated(&[start], &paths)
    };
    intents.iter().flat_map(of_intent).collect()
}

fn cost(word: &str, stop_words: &HashSet<String>) -> u32 {
    if stop_words.contains(word) { 1 } else { 10 }
}

/// The cost of a text on this path, in tenths, if it is accepted.
fn near_cost(path: &Path, text: &[String], stop_words: &HashSet<String>) -> Option<u32> {
    let mut left = text.iter();
    let mut skipped = 0;
    for word in &path.spoken {
        loop {
            let next = left.next()?;
            if next == word {
                break;
            }
            skipped += cost(next, stop_words);
        }
    }
    let accepted = !path.spoken.is_empty() && (skipped as usize) < path.out.len() * 10;
    accepted.then(|| skipped + left.map(|word| cost(word, stop_words)).sum::<u32>())
}

/// The cheapest path, then the shortest, then the first; and its cost.
fn best<'a>(costs: impl Iterator<Item = (&'a Path, Option<u32>)>) -> Option<(&'a Path, u32)> {
    costs.filter_map(|(path, cost)| Some((path, cost?))).min_by_key(|(path, cost)| (*cost, path.length))
}

fn agree(found: Option<&Recognition>, expected: Option<(&Path, u32)>) -> Result<(), TestCaseError> {
    prop_assert_eq!(found.is_some(), expected.is_some(), "found {:?}, expected {:?}", found, expected);
    let (Some(found), Some((path, cost))) = (found, expected) else { return Ok(()) };
    prop_assert_eq!(found.intent.as_str(), &path.intent);
    prop_assert_eq!(&found.text, &path.out.join(" "));
    prop_assert_eq!(&found.raw_text, &path.spoken.join(" "));
    let slots: Vec<&str> = found.entities.iter().map(|entity| &*entity.name).collect();
    prop_assert_eq!(slots, path.slots.iter().map(String::as_str).collect::<Vec<_>>());
    let confidence = 1.0 - f64::from(cost) / 10.0 / f64::from(u32::try_from(path.spoken.len()).unwrap());
    prop_assert!((found.confidence - confidence.max(0.0)).abs() < 1e-9);
    Ok(())
}

fn word() -> impl Strategy<Value = Arc<str>> {
    prop_oneof!["a", "b", "c", "d"].prop_map(|word: String| Arc::from(word))
}

fn words() -> impl Strategy<Value = Vec<Arc<str>>> {
    prop::collection::vec(prop_oneof!["x", "y", "a"].prop_map(|word: String| Arc::from(word)), 0..3)
}

fn tag() -> impl Strategy<Value = Tag> {
    (prop_oneof!["s", "t"], prop::option::weighted(0.3, words())).prop_map(|(name, substitution)| Tag {
        name: Arc::from(name),
        substitution,
        converters: Vec::new(),
    })
}

fn spoken(inner: impl Strategy<Value = Expression> + Clone + 'static) -> impl Strategy<Value = Spoken> {
    let few = prop::collection::vec(inner.clone(), 1..4);
    let number = (0i64..9, prop::collection::vec(word(), 1..3))
        .prop_map(|(value, words)| SpokenNumber { value, words: words.into_boxed_slice() });
    prop_oneof![
        4 => few.clone().prop_map(Spoken::Sequence),
        3 => few.clone().prop_map(Spoken::Alternatives),
        2 => inner.clone().prop_map(|part| Spoken::Alternatives(vec![part, Spoken::Nothing.into()])),
        1 => inner.prop_map(|body| Spoken::Rule(Arc::new(body))),
        1 => few.prop_map(|values| Spoken::List(SlotList { name: Arc::from("list"), values: values.into() })),
        1 => prop::collection::vec(number, 1..4)
            .prop_map(|numbers| Spoken::Number(NumberRange { numbers: numbers.into() })),
    ]
}

fn expression() -> impl Strategy<Value = Expression> {
    let attach = |spoken: BoxedStrategy<Spoken>| {
        let attached = (prop::option::weighted(0.2, words()), prop::option::weighted(0.2, tag()));
        (spoken, attached).prop_map(|(spoken, (substitution, tag))| Expression {
            spoken,
            substitution,
            converters: Vec::new(),
            tag,
        })
    };
    let leaf = prop_oneof![8 => word().prop_map(Spoken::Word), 1 => Just(Spoken::Nothing)];
    attach(leaf.boxed()).boxed().prop_recursive(4, 16, 3, move |inner| attach(spoken(inner).boxed()).boxed())
}

fn intents() -> impl Strategy<Value = Vec<Intent>> {
    let templates = prop::collection::vec(expression(), 1..4);
    prop::collection::vec(templates, 1..4).prop_map(|intents| {
        let named =
            |(index, templates)| Intent { name: IntentName::new(format!("I{index}")).unwrap(), templates };
        intents.into_iter().enumerate().map(named).collect()
    })
}

/// Assumes few enough paths to expand.
fn expanded(intents: &[Intent]) -> Result<Vec<Path>, TestCaseError> {
    let count = Grammar::new(intents, &Limits::default()).unwrap().count(None);
    prop_assume!(count < 5_000);
    Ok(all_paths(intents))
}

fn text() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(prop_oneof!["a", "b", "c", "d", "e"], 1..8)
}

fn stop_words() -> impl Strategy<Value = HashSet<String>> {
    prop::collection::hash_set(prop_oneof!["a", "e"], 0..2)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn the_best_path_is_found(intents in intents(), text in text(), stop_words in stop_words()) {
        let all = expanded(&intents)?;
        let grammar = Grammar::new(&intents, &Limits::default()).unwrap();
        let matching = Matching::default().with_similar(false).with_stop_words(&stop_words);

        let exact = best(all.iter().map(|path| (path, (path.spoken == text).then_some(0))));
        let found = grammar.recognise(&text.join(" "), &matching.clone().with_near(false)).unwrap();
        agree(found.as_ref(), exact)?;

        let near = best(all.iter().map(|path| (path, near_cost(path, &text, &stop_words))));
        let found = grammar.recognise(&text.join(" "), &matching.clone().with_exact(false)).unwrap();
        agree(found.as_ref(), near)?;

        let found = grammar.recognise(&text.join(" "), &matching).unwrap();
        agree(found.as_ref(), exact.or(near))?;
    }

    #[test]
    fn any_text_is_answered(intents in intents(), text in "(a|b|[a-dA-Z]{1,9}|\\PC{0,5}|\\s){0,40}") {
        let grammar = Grammar::new(&intents, &Limits::default()).unwrap();
        let plain = grammar.recognise(&text, &Matching::default().with_similar(false)).unwrap();
        let found = grammar.recognise(&text, &Matching::default()).unwrap();
        prop_assert!(found.is_some() || plain.is_none(), "similar words lose {:?}", plain);
        for found in plain.iter().chain(&found) {
            prop_assert!(found.confidence > 0.0 - f64::EPSILON && found.confidence <= 1.0);
            let (length, raw_length) = (found.text.chars().count(), found.raw_text.chars().count());
            for entity in &found.entities {
                prop_assert!(entity.start <= entity.end && entity.end <= length.max(entity.start));
                prop_assert!(entity.raw_start <= entity.raw_end && entity.raw_end <= raw_length.max(entity.raw_start));
            }
        }
    }

    #[test]
    fn a_filter_is_as_if_there_were_no_other_intents(intents in intents(), text in text()) {
        let names: Vec<IntentName> = intents.iter().take(1).map(|intent| intent.name.clone()).collect();
        let all = Grammar::new(&intents, &Limits::default()).unwrap();
        let one = Grammar::new(&intents[..1], &Limits::default()).unwrap();
        prop_assert_eq!(
            all.recognise(&text.join(" "), &Matching::default().with_filter(&names)),
            one.recognise(&text.join(" "), &Matching::default())
        );
    }

    #[test]
    fn generated_sentences_are_all_there_are_and_are_recognised(intents in intents()) {
        let all = expanded(&intents)?;
        let grammar = Grammar::new(&intents, &Limits::default()).unwrap();
        prop_assert_eq!(grammar.count(None), all.len() as u64);
        let sentences: Vec<_> = grammar.sentences(None).map(Result::unwrap).collect();
        let spoken: Vec<String> = all.iter().map(|path| path.spoken.join(" ")).filter(|text| !text.is_empty()).collect();
        prop_assert_eq!(sentences.iter().map(|sentence| &sentence.text).collect::<Vec<_>>(), spoken.iter().collect::<Vec<_>>());

        let mut meanings: HashMap<&str, usize> = HashMap::new();
        for text in &spoken {
            *meanings.entry(text).or_default() += 1;
        }
        for sentence in sentences {
            let found = grammar.recognise(&sentence.text, &Matching::default()).unwrap().unwrap();
            prop_assert_eq!(&found.raw_text, &sentence.text);
            if meanings[&*sentence.text] == 1 {
                prop_assert_eq!(found, sentence.recognition);
            }
        }
    }

    #[test]
    fn drawn_sentences_are_sentences_of_the_grammar(intents in intents(), mut seed in any::<u64>()) {
        let grammar = Grammar::new(&intents, &Limits::default()).unwrap();
        let random = |bound: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % bound
        };
        if let Some(sentence) = grammar.sample(None, random) {
            let sentence = sentence.unwrap();
            let exact = Matching::default().with_near(false);
            let found = grammar.recognise(&sentence.text, &exact).unwrap();
            prop_assert_eq!(found.map(|found| found.raw_text), Some(sentence.text));
        }
    }
}
