//! Recognition of intents that are built by hand, for what templates cannot express.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::sync::Arc;

use petasos_messages::IntentName;
use petasos_sentences::meaning::{Expression, Intent, Spoken, Tag};
use petasos_sentences::{Grammar, GrammarError, Limits, Matching, RecogniseError};

fn word(text: &str) -> Expression {
    Spoken::Word(Arc::from(text)).into()
}

fn sequence(parts: Vec<Expression>) -> Expression {
    Spoken::Sequence(parts).into()
}

fn optional(part: Expression) -> Expression {
    Spoken::Alternatives(vec![part, Spoken::Nothing.into()]).into()
}

fn grammar(template: Expression) -> Result<Grammar, GrammarError> {
    let name = IntentName::new("Test").unwrap();
    Grammar::new(&[Intent { name, templates: vec![template] }], &Limits::default())
}

#[test]
fn a_slot_is_filled() {
    let tag = Tag { name: Arc::from("room"), substitution: None, converters: Vec::new() };
    let room = Expression { tag: Some(tag), ..sequence(vec![word("living"), word("room")]) };
    let grammar = grammar(sequence(vec![word("light"), optional(word("the")), room])).unwrap();
    let found = grammar.recognise("light living room", &Matching::default()).unwrap().unwrap();
    assert_eq!(found.entities.len(), 1);
    assert_eq!(found.entities[0].value, "living room");
    assert_eq!((found.entities[0].start, found.entities[0].end), (6, 17));
}

#[test]
fn nesting_beyond_the_limit_is_refused() {
    let mut nested = word("a");
    for _ in 0..1_000 {
        nested = sequence(vec![nested]);
    }
    assert!(matches!(grammar(nested), Err(GrammarError::TooDeep { .. })));
}

#[test]
fn nesting_up_to_the_limit_is_searched() {
    let mut nested = word("a");
    for _ in 0..2 * Limits::default().nesting {
        nested = Spoken::Alternatives(vec![word("b"), nested]).into();
    }
    let grammar = grammar(nested).unwrap();
    assert!(grammar.recognise("c a", &Matching::default()).unwrap().is_none());
    assert_eq!(grammar.recognise("a", &Matching::default()).unwrap().unwrap().text, "a");
    assert_eq!(grammar.sentences(None).count(), 2 * Limits::default().nesting + 1);
}

#[test]
fn rules_within_rules_count_towards_the_limit() {
    let mut rule = Arc::new(word("a"));
    let mut templates = Vec::new();
    for _ in 0..1_000 {
        rule = Arc::new(Spoken::Rule(rule).into());
        templates.push(Spoken::Rule(Arc::clone(&rule)).into());
    }
    let intent = Intent { name: IntentName::new("Test").unwrap(), templates };
    assert!(matches!(Grammar::new(&[intent], &Limits::default()), Err(GrammarError::TooDeep { .. })));
}

#[test]
fn rules_that_double_each_other_are_searched_without_expansion() {
    let mut doubled = optional(word("a"));
    for _ in 0..50 {
        let rule = Arc::new(doubled);
        let reference = || Spoken::Rule(Arc::clone(&rule)).into();
        doubled = sequence(vec![reference(), reference()]);
    }
    let grammar = grammar(doubled).unwrap();
    assert_eq!(grammar.count(None), u64::MAX);
    let answer = grammar.recognise("a a a", &Matching::default());
    assert!(matches!(answer, Err(RecogniseError::TooHard { .. })), "{answer:?}");
    assert!(matches!(grammar.sentences(None).next(), Some(Err(RecogniseError::TooLong { .. }))));
}
