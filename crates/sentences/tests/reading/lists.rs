//! Slot lists: from files, from programs, built in.

use std::path::{Path, PathBuf};
use std::time::Duration;

use petasos_sentences::{Casing, Language, Problems, Settings, Templates};

use crate::show::show;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/lists").join(name)
}

/// Settings with the folders of the fixtures.
fn settings() -> Settings {
    let mut settings = Settings::default();
    settings.slots = vec![fixture("nowhere"), fixture("slots")];
    settings.slot_programs = Some(fixture("programs"));
    settings
}

fn read(settings: &Settings, template: &str) -> Result<Templates, Problems> {
    settings.read_text("test.ini", &format!("[A]\n{template}\nsize = (big | small)\n"))
}

fn meaning(settings: &Settings, template: &str) -> String {
    let templates = read(settings, template).unwrap_or_else(|problems| panic!("{problems}"));
    show(&templates.intents[0].templates[0])
}

/// The only problem of a template: what is wrong, and the advice.
fn problem(settings: &Settings, template: &str) -> (String, String) {
    let problems = read(settings, template).unwrap_err();
    let [problem] = problems.iter().collect::<Vec<_>>()[..] else { panic!("{problems}") };
    (problem.message.clone(), problem.advice.clone())
}

#[test]
fn each_line_of_a_file_is_a_value() {
    let rooms = "$rooms/downstairs((the:() | _) (den | playroom):den | kitchen | (living room):living_room)";
    assert_eq!(meaning(&settings(), "light $rooms/downstairs{room}"), format!("light {rooms}{{room}}"));
    assert_eq!(meaning(&settings(), "$rooms/downstairs:home"), format!("{rooms}:home"));
    assert_eq!(meaning(&settings(), "($rooms/downstairs){room!upper}"), format!("{rooms}{{room!upper}}"));
    assert_eq!(meaning(&settings(), "$windows"), "$windows(red | green)");
}

#[test]
fn a_list_that_was_given_needs_no_file_and_goes_before_one() {
    let mut settings = settings();
    settings.lists.insert("lamps".to_owned(), "reading lamp\n\n(bedside lamp):bedside\n".to_owned());
    settings.lists.insert("windows".to_owned(), "blue".to_owned());
    assert_eq!(meaning(&settings, "$lamps"), "$lamps(reading lamp | (bedside lamp):bedside)");
    assert_eq!(meaning(&settings, "$windows"), "$windows(blue)");
    settings.lists.insert("lamps".to_owned(), String::new());
    let (message, advice) = problem(&settings, "$lamps");
    assert_eq!(
        (message.as_str(), advice.as_str()),
        ("the slot list is empty", "write one value in each line")
    );
}

#[test]
fn lists_may_refer_to_lists_and_to_rules_of_an_intent() {
    assert_eq!(meaning(&settings(), "$rooms/downstairs | $all_rooms").matches("kitchen").count(), 2);
    assert_eq!(meaning(&settings(), "$with_rule"), "$with_rule(big <(big | small)>)");
}

#[test]
fn a_file_goes_before_a_program_and_may_be_for_certain_arguments() {
    assert!(meaning(&settings(), "$all_rooms").contains("attic"));
    assert_eq!(meaning(&settings(), "$all_rooms,1"), "$all_rooms(shadowed)");
    assert_eq!(meaning(&settings(), "$numbered,1"), "$numbered((twenty one):21!int)");
}

#[test]
fn a_program_gets_its_arguments_as_they_are() {
    let floors = |arguments: &str| meaning(&settings(), &format!("$house/floors{arguments}"));
    assert_eq!(floors(",upper,lower"), "$house/floors(upper floor | lower floor)");
    assert_eq!(floors(",`x`;*&$HOME"), "$house/floors(`x`;*&$HOME floor)");
}

#[test]
fn no_program_runs_unless_programs_are_allowed() {
    let mut settings = settings();
    settings.slot_programs = None;
    let (message, advice) = problem(&settings, "$house/floors,upper");
    assert_eq!(message, "there is no slot list `house/floors,upper`");
    assert!(!advice.contains("program"), "{advice}");
}

#[test]
fn a_program_that_fails_is_a_problem() {
    let (message, advice) = problem(&settings(), "$fails,now");
    assert!(
        message.ends_with("/fails` ended with exit status: 3 and said `no connection to the house`"),
        "{message}"
    );
    assert!(advice.starts_with("try it by hand: `") && advice.ends_with("/fails now`"), "{advice}");
    let (message, _) = problem(&settings(), "$not_executable");
    assert!(message.contains("cannot be run (Permission denied"), "{message}");
    let (message, _) = problem(&settings(), "$silent");
    assert_eq!(message, "the slot list is empty");
}

#[test]
fn a_program_is_stopped_when_it_takes_too_long_or_prints_too_much() {
    let mut settings = settings();
    settings.limits.program_time = Duration::from_millis(50);
    let (message, _) = problem(&settings, "$slow");
    assert!(message.ends_with("/slow` ran longer than 0.05 s"), "{message}");
    settings.limits.program_time = Duration::from_secs(60);
    settings.limits.bytes = 100_000;
    let (message, _) = problem(&settings, "$endless");
    assert!(message.ends_with("/endless` printed more than 100000 bytes"), "{message}");
}

#[test]
fn programs_run_once_for_the_same_arguments_and_not_too_often() {
    let mut settings = settings();
    settings.limits.program_runs = 2;
    assert!(read(&settings, "$house/floors,a $house/floors,b $house/floors,a").is_ok());
    let (message, _) = problem(&settings, "$house/floors,a $house/floors,b $house/floors,c");
    assert_eq!(message, "slot programs would run more than 2 times");
}

#[test]
fn names_stay_within_their_folder() {
    for name in
        ["../secret", "rooms/../../secret", "/etc/passwd", "rooms//downstairs", "./rooms", "rooms/", "a\\b"]
    {
        let problems = read(&settings(), &format!("${name}")).unwrap_err().to_string();
        assert!(
            problems.contains("is no name for a slot list") || problems.contains(r"`\` is only"),
            "{problems}"
        );
    }
}

#[test]
fn days_and_months_are_built_in() {
    let days = "$rhasspy/days(Monday | Tuesday | Wednesday | Thursday | Friday | Saturday | Sunday)";
    assert_eq!(meaning(&Settings::default(), "on $rhasspy/days{day}"), format!("on {days}{{day}}"));
    let mut settings = Settings::default();
    settings.casing = Some(Casing::Lower);
    settings.language = Language::German;
    let months = meaning(&settings, "$rhasspy/months");
    assert!(months.starts_with("$rhasspy/months(januar:Januar | "), "{months}");
    assert_eq!(months.split('|').count(), 12);
}

#[test]
fn all_files_that_were_looked_for_are_named_even_if_they_are_missing() {
    let looked_for = |name: &str| [fixture("nowhere"), fixture("slots")].map(|folder| folder.join(name));
    let templates = read(&settings(), "$windows").unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(templates.files, looked_for("windows"));
    let problems = read(&settings(), "$missing").unwrap_err();
    assert_eq!(problems.files()[..2], looked_for("missing"));
    assert_eq!(problems.files()[2], fixture("programs").join("missing"));
}

#[test]
fn values_are_counted_for_each_list_and_for_all() {
    let mut settings = settings();
    settings.limits.values = 2;
    let (message, _) = problem(&settings, "$rooms/downstairs");
    assert_eq!(message, "the slot list has 3 values, more than 2");
    settings.limits.values = 3;
    settings.limits.all_values = 4;
    let (message, _) = problem(&settings, "$rooms/downstairs $windows");
    assert_eq!(message, "all slot lists together have more than 4 values");
}

#[test]
fn numbers_stay_digits_in_a_language_without_number_words() {
    let mut settings = Settings::default();
    settings.language = Language::Swedish;
    assert_eq!(meaning(&settings, "sätt 75 | 1..2"), "(sätt 75 | #(1=1 2=2))");
    let warnings = read(&settings, "sätt 75 | 1..2").map(|templates| templates.warnings);
    let warnings: Vec<_> =
        warnings.unwrap_or_default().iter().map(|warning| warning.advice.clone()).collect();
    assert_eq!(warnings, ["write them in words, or choose one of de, en, es, fr, it, nl, pt"]);
}
