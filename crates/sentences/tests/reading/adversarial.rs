//! Malicious files, and files that are not templates, are read or refused within bounds.

use std::fmt::Write as _;
use std::fs;

use petasos_sentences::{Grammar, Limits, Problems, Settings, Templates};
use proptest::prelude::*;

fn read(text: &str) -> Result<Templates, Problems> {
    Settings::default().read_text("test.ini", text)
}

/// The first problem.
fn refusal(text: &str) -> String {
    read(text).unwrap_err().iter().next().map(|problem| problem.message.clone()).unwrap_or_default()
}

/// A file of these bytes, read from the disk.
fn read_bytes(bytes: &[u8]) -> Result<Templates, String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sentences.ini");
    fs::write(&path, bytes).unwrap();
    Settings::default().read_file(&path).map_err(|problems| {
        let shown = problems.to_string();
        shown.split_once("sentences.ini").map_or(shown.clone(), |(_, message)| message.to_owned())
    })
}

#[test]
fn a_hundred_thousand_brackets_are_refused() {
    for bracket in ["(", "[", "(a ", "a [b | "] {
        // The lines of a rule's body together are longer than one line may be.
        let lines = format!("  {}\n", bracket.repeat(2000)).repeat(50);
        let error = refusal(&format!("[A]\na = \n{lines}"));
        assert_eq!(error, "too many brackets within one another", "{bracket}");
    }
    assert_eq!(refusal(&format!("[A]\n{}\n", "(".repeat(100_000))), "a line of more than 20000 characters");
    assert!(refusal(&format!("[A]\na{}\n", ")".repeat(10_000))).contains("closes nothing"));
    assert!(refusal(&format!("[A]\na{}\n", "{x}".repeat(5000))).contains("second tag"));
}

#[test]
fn a_hundred_thousand_nested_rules_are_refused() {
    let mut text = "[A]\n<r0>\n".to_owned();
    for rule in 0..100_000 {
        writeln!(text, "r{rule} = a <r{}>", rule + 1).unwrap();
    }
    text += "r100000 = end\n";
    assert!(refusal(&text).contains("within one another"), "{}", refusal(&text));
}

#[test]
fn what_is_read_at_the_limit_of_nesting_can_be_compiled() {
    for (open, close) in [("(a [b | ", "] c)"), ("[", " | a]{x}"), ("((b){y} ", "):c{x}")] {
        let deep = |depth: usize| format!("[A]\ntop {}{}\n", open.repeat(depth), close.repeat(depth));
        let depth = (1..100).take_while(|depth| read(&deep(*depth)).is_ok()).count();
        assert!(depth >= 31, "{depth}");
        let templates = read(&deep(depth)).unwrap();
        assert!(Grammar::new(&templates.intents, &Limits::default()).is_ok(), "{open}");
    }
}

#[test]
fn rules_that_double_are_shared_and_not_multiplied() {
    let mut text = "[A]\n<r0>\n".to_owned();
    for rule in 0..50 {
        writeln!(text, "r{rule} = <r{next}> <r{next}> | <r{next}>", next = rule + 1).unwrap();
    }
    text += "r50 = end\n";
    assert_eq!(read(&text).unwrap().intents.len(), 1);
}

#[test]
fn ranges_cannot_use_up_the_memory() {
    assert!(refusal("[A]\n0..9223372036854775807\n").contains("more than 100000"));
    assert!(refusal("[A]\n-9223372036854775808..9223372036854775807\n").contains("more than 100000"));
    let mut settings = Settings::default();
    settings.limits.all_values = 100_000;
    let error = settings
        .read_text("test.ini", "[A]\n0..60000\n0..60000\n1..60000\n2..60000\n")
        .unwrap_err()
        .to_string();
    assert!(error.starts_with("test.ini:4:1: all ranges together have more than 100000 numbers"), "{error}");
}

#[test]
fn bytes_that_are_not_text_are_refused_at_their_position() {
    let error = read_bytes(b"[A]\nlamp \xff\xfe\n").unwrap_err();
    assert!(error.starts_with(":2:6: the file is not UTF-8 from here on"), "{error}");
    let error = read_bytes(b"[A]\nla\0mp\n").unwrap_err();
    assert!(error.starts_with(":2:3: there is a control character"), "{error}");
    let error = read_bytes(&[0xfe, 0xff, 0, b'[', 0, b'A']).unwrap_err();
    assert!(error.starts_with(":1:1: the file is not UTF-8"), "{error}");
}

#[test]
fn files_of_other_systems_are_read() {
    for bytes in [b"\xef\xbb\xbf[A]\r\nturn on\r\n".as_slice(), b"[A]\rturn on\r", b"[A]\nturn on"] {
        assert_eq!(read_bytes(bytes).unwrap().intents, read("[A]\nturn on\n").unwrap().intents);
    }
}

#[test]
fn a_file_that_is_too_long_or_missing_or_a_folder_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("huge.ini");
    // A sparse file of 1 GB.
    fs::File::create(&path).unwrap().set_len(1 << 30).unwrap();
    let error = Settings::default().read_file(&path).unwrap_err().to_string();
    assert!(error.contains("the file is longer than 16777216 bytes"), "{error}");
    let error = Settings::default().read_file(folder.path()).unwrap_err().to_string();
    assert!(error.contains("the file cannot be read"), "{error}");
    let missing = folder.path().join("missing.ini");
    let problems = Settings::default().read_file(&missing).unwrap_err();
    assert!(problems.to_string().contains("the file cannot be read"), "{problems}");
    assert_eq!(problems.files(), [missing]);
}

/// Text that is full of the special characters of the language.
fn templates() -> impl Strategy<Value = String> {
    let sign = r"[a-c0-9 \t()\[\]{}<>|:!$,.=\\#;\n-]";
    let part = prop_oneof![
        "[a-z ]{1,6}",
        sign,
        Just("\n".to_owned()),
        r"\\\[|<a>|<A\.a>|\{b:c!d\}|0\.\.9|\[A\]\n|a = ",
        "\\PC{1,3}"
    ];
    prop::collection::vec(part, 0..40).prop_map(|parts| format!("[A]\n{}", parts.concat()))
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        let _read = read(&text);
    }

    #[test]
    fn text_in_the_language_s_characters_is_read_or_refused_at_a_position_in_it(text in templates()) {
        if let Err(problems) = read(&text) {
            let lines: Vec<&str> = text.split(['\n', '\r']).collect();
            for problem in &problems {
                prop_assert!(problem.line <= lines.len(), "{}", problem);
                let length = problem.line.checked_sub(1).map_or(0, |line| lines[line].chars().count());
                prop_assert!(problem.column <= length + 1, "{}", problem);
            }
        }
    }
}

#[test]
fn as_many_mistakes_as_a_file_can_hold_are_counted_without_advice_for_each() {
    let mut text = "[A]\n".to_owned();
    for rule in 0..20_000 {
        writeln!(text, "rule{rule} = x\n<rile{rule}>").unwrap();
    }
    let error = read(&text).unwrap_err().to_string();
    assert!(error.contains("did you mean `<rule0>`?"), "{error}");
    assert!(error.ends_with("... and 19900 more problems"), "{error}");
}
