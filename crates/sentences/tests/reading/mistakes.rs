//! The messages about mistakes in files.

use petasos_sentences::{Limits, Settings};

/// The messages about each of these templates, in an intent with a rule and next to another intent.
fn templates(templates: &[&str]) -> String {
    let file = |template: &&str| {
        format!("[SetColor]\n{template}\ncolor = red | green\n[Common]\nroom = kitchen\nrooms = den\n")
    };
    files(&templates.iter().map(file).collect::<Vec<_>>())
}

/// The messages about each of these files.
fn files<T: AsRef<str>>(files: &[T]) -> String {
    let messages =
        files.iter().map(|text| match Settings::default().read_text("sentences.ini", text.as_ref()) {
            Err(problems) => problems.to_string(),
            Ok(templates) if templates.warnings.is_empty() => {
                panic!("nothing is wrong with {:?}", text.as_ref())
            }
            Ok(templates) => {
                let warnings = templates.warnings.iter().map(|warning| format!("warning: {warning}"));
                warnings.collect::<Vec<_>>().join("\n")
            }
        });
    messages.collect::<Vec<_>>().join("\n\n")
}

#[test]
fn brackets_that_do_not_match() {
    insta::assert_snapshot!(templates(&[
        "turn on (the lamp",
        "turn on [the lamp",
        "make it <color",
        "make it red{color",
        "make it red:(dark red",
        "turn on the) lamp",
        "turn on the] lamp",
        "make it color> now",
        "make it red color} now",
        "turn (on [the) lamp]",
        "make it (red{color)",
        "(a (b (c",
    ]));
}

#[test]
fn things_attached_to_nothing_or_in_the_wrong_order() {
    insta::assert_snapshot!(templates(&[
        "{color} red",
        "(red | {color})",
        "red{color}{shade}",
        "red{}",
        "red{:x}",
        "red{co[l]or}",
        "red{color!}",
        "red{color}:rouge",
        "red{color}!upper",
        "ten!int:10",
        "ten !int",
        "stop!",
        "red:(dark | light)",
        r"lamp\on",
    ]));
}

#[test]
fn references_to_what_is_not_there() {
    insta::assert_snapshot!(templates(&[
        "make it <colour>",
        "make it <shade>",
        "light the <room>",
        "light the <Common.rom>",
        "light the <Nowhere.thing>",
        "make it <>",
        "make it <Common.>",
        "light $rooms",
        "light $../rooms",
        "light $ rooms",
        "$rhasspy/number,1",
        "$rhasspy/number,one,two",
    ]));
}

#[test]
fn ranges_that_are_none() {
    insta::assert_snapshot!(templates(&[
        "set 0..100,0",
        "set 100..0",
        "set 0..1000000000",
        "set 0...5",
        "set 0..",
        "set 5..99999999999999999999",
        "set 99999999999999999999",
    ]));
}

#[test]
fn rules_that_contain_themselves() {
    insta::assert_snapshot!(files(&[
        "[A]\na = b <a>\n<a>\n",
        "[A]\n<one>\none = <two>\ntwo = x <B.three>\n[B]\nthree = [<A.one>]\n",
    ]));
}

#[test]
fn lines_that_are_no_templates() {
    insta::assert_snapshot!(files(&[
        "",
        "# only a comment\n",
        "turn on the lamp\nturn it off\n[TurnOff]\n",
        "[TurnOn]\n[the] lamp\n",
        "[TurnOn]\n[the | a] lamp\n",
        "[TurnOn]\n[the | a]\nlamp\n",
        "[Turn#On]\nlamp\n",
        "[DEFAULT]\nlamp\n",
        "[]\nlamp\n",
        "[TurnOn]\nturn on (a = b)\n",
        "[TurnOn]\n= red\nlamp\n",
        "[TurnOn]\nturn on\n  the lamp\n",
        "[TurnOn]\nlamp\u{1}\n",
    ]));
}

#[test]
fn things_that_are_hardly_meant() {
    insta::assert_snapshot!(files(&["[Empty]\n[A]\nb\n", "[A]\n<x>\nx = one\nx = two\n"]));
}

#[test]
fn all_problems_of_a_file_are_reported_at_their_places() {
    insta::assert_snapshot!(files(&[
        "[A]\nturn (on\ngood\n<none>\n[B]\n[the] lamp\nlong = (red |\n    gr{e}en} |\n    blue)\n5..1\n\
         Zoë möchte das Licht im Wohnzimmer und im Flur und in der Küche und draußen ganz hell) oder dunkel haben, aber bitte nicht blau\n",
    ]));
}

#[test]
fn what_is_too_much() {
    let limited = |text: &str, limit: fn(&mut Limits)| {
        let mut settings = Settings::default();
        limit(&mut settings.limits);
        settings.read_text("sentences.ini", text).unwrap_err().to_string()
    };
    let messages = [
        limited("[A]\n(((a)))\n", |limits| limits.nesting = 2),
        limited("[A]\n(<one>)\none = <two>\ntwo = <three>\nthree = (a)\n", |limits| limits.nesting = 3),
        limited("[A]\na\nb\nc\n", |limits| limits.templates = 2),
        limited("[A]\na b c\nb\n", |limits| limits.line = 4),
        limited("[A]\na b c\nb\n", |limits| limits.bytes = 5),
        limited("[A]\n0..9 1..9\n", |limits| limits.all_values = 15),
        limited("[A]\na)\nb)\nc)\nd)\n", |limits| limits.problems = 2),
    ];
    insta::assert_snapshot!(messages.join("\n\n"));
}
