//! Each construct of the language, and what it means.

use petasos_sentences::{Casing, Settings};

use crate::show::show;

/// What the first template of a file means, in the notation of [`show`].
fn meaning_with(settings: &Settings, text: &str) -> String {
    let templates = settings.read_text("test.ini", text).unwrap_or_else(|problems| panic!("{problems}"));
    show(&templates.intents[0].templates[0])
}

fn meaning(text: &str) -> String {
    meaning_with(&Settings::default(), text)
}

/// What a template means.
fn template(template: &str) -> String {
    meaning(&format!("[Test]\n{template}\n"))
}

/// Checks a table of templates and their meanings.
fn check(table: &[(&str, &str)]) {
    for (text, expected) in table {
        assert_eq!(template(text), *expected, "{text}");
    }
}

#[test]
fn words_are_separated_by_white_space() {
    check(&[
        ("turn on the light", "turn on the light"),
        ("  turn \t on\u{a0}the light ", "turn on the light"),
        ("what's the time?", "what's the time?"),
        ("schalte das Licht für Zoë ein", "schalte das Licht für Zoë ein"),
    ]);
}

#[test]
fn groups_optionals_and_alternatives_can_be_nested() {
    check(&[
        ("a (b c) d", "a b c d"),
        ("a (b | c d) e", "a (b | c d) e"),
        ("a [b] c", "a (b | _) c"),
        (r"\[a | b] c", "(a | b | _) c"),
        (r"\[the] lamp", "(the | _) lamp"),
        (r"a\[b]c", "a (b | _) c"),
        ("a | b c", "(a | b c)"),
        ("(a | (b | [c]) d)", "(a | (b | (c | _)) d)"),
        ("(red|green)lamp", "(red | green) lamp"),
    ]);
}

#[test]
fn an_empty_alternative_is_nothing() {
    check(&[("a ( | b)", "a (_ | b)"), ("a (b |)", "a (b | _)"), ("a () b", "a _ b"), ("a []", "a (_ | _)")]);
}

#[test]
fn a_tag_names_what_is_before_it() {
    check(&[
        ("make it red{color}", "make it red{color}"),
        ("make it red {color} now", "make it red{color} now"),
        ("(red | green){color}", "(red | green){color}"),
        ("(living room lamp){name:light_1}", "(living room lamp){name:light_1}"),
        ("lamp{name:living room}", "lamp{name:(living room)}"),
        ("lamp{name:(living room)}", "lamp{name:(living room)}"),
        ("lamp{ name : light_1 }", "lamp{name:light_1}"),
        ("lamp{name:}", "lamp{name}"),
        ("ten{n!int}", "ten{n!int}"),
        ("ten{n:10!int!unit,lux}", "ten{n:10!int!unit,lux}"),
        (r"\[very]{how} bright", "(very | _){how} bright"),
        ("((a){x} b){y}", "(a{x} b){y}"),
        ("((a){x}){y}", "(a{x}){y}"),
    ]);
}

#[test]
fn a_substitution_replaces_the_output() {
    check(&[
        ("ten:10", "ten:10"),
        ("ten:10{n}", "ten:10{n}"),
        ("ten:(one zero) more", "ten:(one zero) more"),
        ("at 12:30:15", "at twelve:30:15"),
        ("(living room lamp):light_1", "(living room lamp):light_1"),
        ("(living room lamp):light_1{name}", "(living room lamp):light_1{name}"),
        ("(turn | switch):switch", "(turn | switch):switch"),
        ("(a b):(c d)", "(a b):(c d)"),
        (r"\[the]:that lamp", "(the | _):that lamp"),
        ("(ten:10):11", "(ten:10):11"),
    ]);
}

#[test]
fn words_may_be_dropped_and_added() {
    check(&[
        ("dropped: lamp", "dropped:() lamp"),
        ("(a b): lamp", "(a b):() lamp"),
        (":added lamp", "_:added lamp"),
        (":(two words) lamp", "_:(two words) lamp"),
        ("(:){domain:light}", "_{domain:light}"),
        ("lamp :{domain:light}", "lamp _{domain:light}"),
    ]);
}

#[test]
fn converters_follow_words_groups_and_outputs() {
    check(&[
        ("word!upper", "word!upper"),
        ("two:2!int!float", "two:2!int!float"),
        ("two:(2 0)!int", "two:(2 0)!int"),
        ("(low:0 | high:1)!float{level}", "(low:0 | high:1)!float{level}"),
        ("(low:0 | high:1){level!float}", "(low:0 | high:1){level!float}"),
        ("x!unit,lux,y", "x!unit,lux,y"),
    ]);
}

#[test]
fn numbers_are_spoken_and_integers_put_out() {
    check(&[
        ("set 5", "set five:5!int"),
        ("set 75", "set (seventy five):75!int"),
        ("set 75{n}", "set (seventy five):75!int{n}"),
        ("set -75 now", "set (minus seventy five):-75!int now"),
        ("set 007", "set seven:7!int"),
        ("set 75:hot", "set (seventy five):hot"),
        ("set 75!float", "set (seventy five):75!float"),
        ("2nd", "2nd"),
    ]);
}

#[test]
fn ranges_stand_for_all_their_numbers() {
    check(&[
        ("0..2", "#(0=zero 1=one 2=two)"),
        ("(-1..1){n}", "#(-1=minus_one 0=zero 1=one){n}"),
        ("10..30,10 percent", "#(10=ten 20=twenty 30=thirty) percent"),
        ("0..1!float{n}", "#(0=zero 1=one)!float{n}"),
        ("$rhasspy/number,1,5,2", "#(1=one 3=three 5=five)"),
    ]);
}

#[test]
fn a_rule_stands_for_its_body() {
    let with_rules = |line: &str| {
        meaning(&format!("[A]\ncolor = (red | green)\n{line}\n[B]\nroom = big <room2>\nroom2 = room\n"))
    };
    assert_eq!(with_rules("make it <color>"), "make it <(red | green)>");
    assert_eq!(with_rules("make it <color>{color} now"), "make it <(red | green)>{color} now");
    assert_eq!(with_rules("make it <color> {color}"), "make it <(red | green)>{color}");
    assert_eq!(with_rules("make it <color>:colored"), "make it <(red | green)>:colored");
    assert_eq!(with_rules("make it <color>!upper"), "make it <(red | green)>!upper");
    assert_eq!(with_rules("light the <B.room>"), "light the <big <room>>");
}

#[test]
fn casing_folds_what_is_spoken_and_keeps_what_is_put_out() {
    let mut settings = Settings::default();
    settings.casing = Some(Casing::Lower);
    let lower = |template: &str| meaning_with(&settings, &format!("[Test]\n{template}\n"));
    assert_eq!(lower("the Lamp"), "the lamp:Lamp");
    assert_eq!(lower("Lamp:Light_1{Name:X}"), "lamp:Light_1{Name:X}");
    settings.casing = Some(Casing::Upper);
    let upper = |template: &str| meaning_with(&settings, &format!("[Test]\n{template}\n"));
    assert_eq!(upper("THE lamp 5"), "THE LAMP:lamp FIVE:5!int");
}
