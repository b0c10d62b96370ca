//! How a file is split into intents, templates and rules.

use petasos_sentences::Settings;

use crate::show::show;

/// The intents of a file with their templates.
fn intents(text: &str) -> Vec<(String, Vec<String>)> {
    let templates = Settings::default().read_text("test.ini", text).unwrap();
    let intents = templates.intents.iter();
    intents.map(|intent| (intent.name.to_string(), intent.templates.iter().map(show).collect())).collect()
}

fn one(name: &str, templates: &[&str]) -> (String, Vec<String>) {
    (name.to_owned(), templates.iter().map(ToString::to_string).collect())
}

#[test]
fn intents_keep_their_order_and_go_on_under_the_same_name() {
    let file = "[B]\none\n\n[A]\ntwo\n[B]\nthree\n";
    assert_eq!(intents(file), [one("B", &["one", "three"]), one("A", &["two"])]);
}

#[test]
fn comments_and_empty_lines_mean_nothing() {
    let file = "# first\n\n[A]\n; second\none\n   # third\ntwo ; three\n[B] # fourth\nfour\n";
    assert_eq!(intents(file), [one("A", &["one", "two ; three"]), one("B", &["four"])]);
}

#[test]
fn a_section_of_rules_is_no_intent() {
    let file = "[Common]\nx = one\n[A]\n<Common.x>\n";
    assert_eq!(intents(file), [one("A", &["<one>"])]);
}

#[test]
fn the_names_of_intents_may_have_colons_dots_and_spaces() {
    let file = "[user:lights.Color]\n<x>\nx = one\n[Get Time]\n<user:lights.Color.x>\n";
    assert_eq!(intents(file), [one("user:lights.Color", &["<one>"]), one("Get Time", &["<one>"])]);
}

#[test]
fn a_rule_goes_on_in_indented_lines_but_not_in_the_next_intent() {
    let file = "[A]\nx = (one |\n  # between\n\n\ttwo)\n   three\n<x>\n   [B]\n  four\n  five\n";
    let problems = Settings::default().read_text("test.ini", file).unwrap_err().to_string();
    assert!(problems.starts_with("test.ini:8:4: a template that is indented deeper"), "{problems}");
    let file = file.replace("   [B]", "[B]");
    assert_eq!(intents(&file), [one("A", &["<(one | two) three>"]), one("B", &["four", "five"])]);
}

#[test]
fn the_last_rule_of_a_name_counts_and_case_matters() {
    let file = "[A]\n<x> <X>\nx = one\nx = two\nX = three\n";
    assert_eq!(intents(file), [one("A", &["<two> <three>"])]);
}

#[test]
fn a_value_may_have_an_equals_sign_in_a_rule() {
    assert_eq!(intents("[A]\n<x>\nx = one:a=b\n"), [one("A", &["<one:a=b>"])]);
}
