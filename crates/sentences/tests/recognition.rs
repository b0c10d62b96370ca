//! Recognition beyond what rhasspy-nlu does, and its limits.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use std::collections::HashSet;
use std::sync::Arc;

use petasos_messages::IntentName;
use petasos_sentences::{
    Convert, Grammar, GrammarError, Limits, Matching, RecogniseError, Recognition, Settings,
};
use serde_json::{Value, json};

fn grammar_within(templates: &str, limits: &Limits) -> Result<Grammar, GrammarError> {
    let templates = Settings::default().read_text("test.ini", templates).unwrap();
    Grammar::new(&templates.intents, limits)
}

fn grammar(templates: &str) -> Grammar {
    grammar_within(templates, &Limits::default()).unwrap()
}

fn recognise_with(grammar: &Grammar, text: &str, matching: &Matching<'_>) -> Option<Recognition> {
    grammar.recognise(text, matching).unwrap()
}

fn recognise(grammar: &Grammar, text: &str) -> Option<Recognition> {
    recognise_with(grammar, text, &Matching::default())
}

#[track_caller]
fn assert_confidence(found: Option<Recognition>, expected: f64) -> Recognition {
    let found = found.unwrap();
    assert!((found.confidence - expected).abs() < 1e-9, "{}", found.confidence);
    found
}

#[test]
fn an_exact_sentence_without_output_is_accepted() {
    let grammar = grammar("[A]\nthe: lamp:\n");
    assert!(recognise(&grammar, "the lamp").is_some());
    assert!(recognise_with(&grammar, "the lamp", &Matching::default().with_exact(false)).is_none());
}

#[test]
fn exact_and_near_can_be_switched_off() {
    let grammar = grammar("[A]\nturn on the lamp\n");
    let only_exact = Matching::default().with_near(false);
    assert!(recognise_with(&grammar, "turn on the lamp", &only_exact).is_some());
    assert!(recognise_with(&grammar, "turn on the big lamp", &only_exact).is_none());
    let neither = only_exact.with_exact(false);
    assert!(recognise_with(&grammar, "turn on the lamp", &neither).is_none());
}

#[test]
fn an_unknown_word_stands_for_a_similar_one_at_half_the_cost() {
    let grammar = grammar("[A]\nturn on the (light | lamp){name}\n");
    let found = assert_confidence(recognise(&grammar, "turn on the lihgt"), 1.0 - 0.5 / 4.0);
    assert_eq!(found.entities[0].value, "light");
    assert_eq!(found.entities[0].raw_value, "lihgt");
    assert!(
        recognise_with(&grammar, "turn on the lihgt", &Matching::default().with_similar(false)).is_none()
    );
    assert!(recognise_with(&grammar, "turn on the lights", &Matching::default().with_near(false)).is_none());
}

#[test]
fn longer_words_may_differ_in_two_letters_and_short_ones_in_none() {
    let grammar = grammar("[A]\nopen the refrigerator\n[B]\nis it on now\n");
    assert!(recognise(&grammar, "open the refridgerattor").is_some());
    assert!(recognise(&grammar, "open the refridgerratttor").is_none());
    assert!(recognise(&grammar, "is it onn now").is_none());
}

#[test]
fn a_word_of_the_grammar_does_not_stand_for_another() {
    let grammar = grammar("[A]\nturn on the light\n[B]\nwhat a night\n");
    assert!(recognise(&grammar, "turn on the night").is_none());
}

#[test]
fn all_similar_words_are_tried() {
    let grammar = grammar("[A]\nsee the house now\n[B]\nfind the mouse now\n");
    let intent = |text| recognise(&grammar, text).unwrap().intent;
    assert_eq!(intent("see the nouse now"), "A");
    assert_eq!(intent("find the nouse now"), "B");
}

#[test]
fn similar_words_are_preferred_to_skipped_ones() {
    let grammar = grammar("[A]\nturn on the\n[B]\nturn on the light\n");
    assert_eq!(recognise(&grammar, "turn on the lihgt").unwrap().intent, "B");
}

#[test]
fn case_matters_only_on_request() {
    let grammar = grammar("[A]\nOpen the Door\n");
    let found = recognise(&grammar, "OPEN the door").unwrap();
    assert_eq!((&*found.text, &*found.raw_text), ("Open the Door", "OPEN the door"));
    let strictly = Matching::default().with_ignore_case(false).with_near(false);
    assert!(recognise_with(&grammar, "OPEN the door", &strictly).is_none());
    assert!(recognise_with(&grammar, "Open the Door", &strictly).is_some());
}

#[test]
fn stop_words_cost_a_tenth_wherever_they_are() {
    let grammar = grammar("[A]\nturn on lamp\n");
    let stop_words = HashSet::from(["the".to_owned(), "please".to_owned()]);
    let matching = Matching::default().with_stop_words(&stop_words);
    assert_confidence(recognise_with(&grammar, "turn on the lamp Please", &matching), 1.0 - 0.2 / 3.0);
    assert_confidence(recognise(&grammar, "turn on the lamp Please"), 1.0 - 2.0 / 3.0);
}

#[test]
fn intents_outside_the_filter_are_not_found() {
    let grammar = grammar("[A]\nturn on the lamp\n[B]\nturn on the fan\n");
    let only_b = [IntentName::new("B").unwrap()];
    let matching = Matching::default().with_filter(&only_b);
    assert!(recognise_with(&grammar, "turn on the lamp", &matching).is_none());
    assert_eq!(recognise_with(&grammar, "turn on the fan", &matching).unwrap().intent, "B");
    assert!(recognise_with(&grammar, "turn on the fan", &Matching::default().with_filter(&[])).is_none());
}

#[test]
fn what_cannot_be_converted_is_an_error_that_names_slot_and_value() {
    let grammar = grammar("[A]\nset (two){level!int}\n");
    let error = grammar.recognise("set two", &Matching::default()).unwrap_err();
    insta::assert_snapshot!(error, @r#"the value of slot "level" cannot be converted by !int: "two" is not a whole number; give it a value that it takes"#);
}

#[test]
fn unknown_converters_are_named() {
    let grammar = grammar("[A]\nset (two){level!roman}\n");
    assert_eq!(grammar.unknown_converters(), [&Arc::from("roman")]);
    let error = grammar.recognise("set two", &Matching::default()).unwrap_err();
    insta::assert_snapshot!(error, @"there is no converter !roman: write one of int, float, bool, lower, upper, object, kind, unit, or add it");
}

/// Counts letters; its argument is added.
#[derive(Debug)]
struct Letters;

impl Convert for Letters {
    fn convert(&self, arguments: &[Arc<str>], values: Vec<Value>) -> Result<Vec<Value>, String> {
        let added: usize = arguments.iter().filter_map(|argument| argument.parse::<usize>().ok()).sum();
        let letters: usize = values.iter().filter_map(Value::as_str).map(str::len).sum();
        if letters == 3 { Err("three is too few".to_owned()) } else { Ok(vec![json!(letters + added)]) }
    }
}

#[test]
fn own_converters_make_one_value_of_many() {
    let grammar = grammar("[A]\nsay (big red){word!letters,10} or (lot){word!letters}\n");
    let grammar = grammar.with_converter("letters", Arc::new(Letters));
    assert_eq!(grammar.unknown_converters(), Vec::<&Arc<str>>::new());
    let error = grammar.recognise("say big red or lot", &Matching::default()).unwrap_err();
    assert!(matches!(error, RecogniseError::Conversion { reason, .. } if reason == "three is too few"));
}

#[test]
fn converted_values_have_ranges_by_their_text() {
    let grammar =
        grammar("[A]\nset (big red){word!letters,10} now\n").with_converter("letters", Arc::new(Letters));
    let found = recognise(&grammar, "set big red now").unwrap();
    assert_eq!((&*found.text, &*found.raw_text), ("set 16 now", "set big red now"));
    let entity = &found.entities[0];
    assert_eq!(entity.value, json!(16));
    assert_eq!((entity.start, entity.end, entity.raw_start, entity.raw_end), (4, 6, 4, 11));
}

#[test]
fn ranges_count_characters() {
    let grammar = grammar("[A]\nöffne (Tür){was} jetzt\n");
    let entity = &recognise(&grammar, "öffne tür jetzt").unwrap().entities[0];
    assert_eq!((entity.start, entity.end, entity.raw_start, entity.raw_end), (6, 9, 6, 9));
}

#[test]
fn a_text_of_too_many_words_is_refused() {
    let grammar = grammar("[A]\nturn on\n");
    let error = grammar.recognise(&"turn ".repeat(10_000), &Matching::default()).unwrap_err();
    insta::assert_snapshot!(error, @"the text has 10000 words, at most 250 are recognised: say it in fewer words");
}

#[test]
fn empty_texts_and_blanks_are_not_recognised() {
    let grammar = grammar("[A]\nturn on\n[B]\n\\[a] [b]\n");
    for text in ["", " ", "\t\n"] {
        assert_eq!(recognise(&grammar, text), None);
    }
}

#[test]
fn a_grammar_without_intents_recognises_nothing() {
    let grammar = Grammar::new(&[], &Limits::default()).unwrap();
    assert_eq!(recognise(&grammar, "turn on"), None);
    assert_eq!(grammar.count(None), 0);
    assert!(grammar.sentences(None).next().is_none());
    assert!(grammar.sample(None, |_| 0).is_none());
}

#[test]
fn a_search_that_takes_too_many_steps_is_given_up() {
    let mut limits = Limits::default();
    limits.steps = 10;
    let grammar = grammar_within("[A]\n(a | b) (a | b) (a | b) (a | b)\n", &limits).unwrap();
    let error = grammar.recognise("a b a b", &Matching::default()).unwrap_err();
    insta::assert_snapshot!(error, @"the search for a meaning was given up after 10 steps: the grammar allows too many ways to say this, give it fewer optional words");
}

#[test]
fn too_many_templates_or_states_are_refused() {
    let mut limits = Limits::default();
    limits.templates = 1;
    let error = grammar_within("[A]\na\nb\n", &limits).unwrap_err();
    insta::assert_snapshot!(error, @"the grammar has 2 templates, at most 1 are taken: leave some out, or raise the limit");
    limits = Limits::default();
    limits.states = 3;
    let error = grammar_within("[A]\na b c d\n", &limits).unwrap_err();
    insta::assert_snapshot!(error, @"the grammar has more than 3 states: leave out templates, values of lists, or numbers of ranges");
}

/// Everything that can be read can be compiled and searched on the stack of any thread.
#[test]
fn nesting_that_can_be_read_can_be_recognised() {
    let bracket = |depth: usize| format!("[A]\n{}a{}\n", "(x | [y ".repeat(depth), "])".repeat(depth));
    let rule = |depth: usize| {
        let rules: Vec<String> = (0..depth).map(|n| format!("r{} = [b | (<r{n}> c)]{{t}}", n + 1)).collect();
        format!("[A]\nr0 = a\n{}\nsay <r{depth}>{{s}}\n", rules.join("\n"))
    };
    let readable = |templates: String| {
        let templates = Settings::default().read_text("test.ini", &templates).ok()?;
        let grammar = Grammar::new(&templates.intents, &Limits::default()).unwrap();
        grammar.recognise("say x b c y y a", &Matching::default()).unwrap();
        Some(())
    };
    let deepest = |template: &dyn Fn(usize) -> String| {
        (1..100).take_while(|depth| readable(template(*depth)).is_some()).count()
    };
    assert!((10..99).contains(&deepest(&bracket)), "{}", deepest(&bracket));
    assert!((10..99).contains(&deepest(&rule)), "{}", deepest(&rule));
}

#[test]
fn sentences_come_in_the_order_of_the_templates() {
    let grammar = grammar("[A]\nturn (on | off){state} [the] lamp\n[B]\nset it to (1..3){level}\n");
    let texts: Vec<String> = grammar.sentences(None).map(|sentence| sentence.unwrap().text).collect();
    insta::assert_snapshot!(texts.join("\n"), @r"
    turn on the lamp
    turn on lamp
    turn off the lamp
    turn off lamp
    set it to one
    set it to two
    set it to three
    ");
    let only_b = [IntentName::new("B").unwrap()];
    assert_eq!(grammar.count(Some(&only_b)), 3);
    let last = grammar.sentences(Some(&only_b)).last().unwrap().unwrap();
    assert_eq!(last.recognition.entities[0].value, json!(3));
}

#[test]
fn sentences_can_be_drawn_from_more_than_can_be_counted() {
    let grammar = grammar(&format!("[A]\nstart {}\n", "(a | b | c) ".repeat(100)));
    assert_eq!(grammar.count(None), u64::MAX);
    assert_eq!(grammar.sentences(None).take(10).map(Result::unwrap).count(), 10);
    let drawn = grammar.sample(None, |bound| bound - 1).unwrap().unwrap();
    assert_eq!(recognise(&grammar, &drawn.text).unwrap().raw_text, drawn.text);
}
