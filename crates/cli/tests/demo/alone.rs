//! The demonstration on a broker of its own: scripts, pipes, faults, own sentences.

use std::path::Path;

use crate::running::{Demo, SCRIPT, SOON, piped, played};

#[test]
fn the_example_script_plays_to_its_end() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../config/demo.script");
    let (status, screen, complaints) =
        Demo::start(&["--fast", "--script", script.to_str().unwrap()]).end(SCRIPT);
    assert!(status.success(), "{complaints}\n{screen}");
    assert!(screen.contains("kitchen  assistant: The 1 second timer is up."), "{screen}");
    assert!(screen.contains("the manager ended the session: the skill did not answer in time"), "{screen}");
}

#[test]
fn every_dialect_holds_a_conversation() {
    let script = "change the colour of the bedroom light\n< kitchen: Which colour?\nred\n< kitchen: Okay.\n\
                  set a timer\n< kitchen: For how long?\none second\n< kitchen: The timer is set for 1 second.\n\
                  < kitchen: The 1 second timer is up.\n";
    for dialect in ["rhasspy", "snips", "alice"] {
        let (status, screen, complaints) = played(&["--fast", "--dialect", dialect], script);
        assert!(status.success(), "{dialect}: {complaints}\n{screen}");
        assert!(screen.contains("bedroom  \u{263c} light on, red"), "{dialect}: {screen}");
    }
}

#[test]
fn a_conversation_in_german() {
    let script = "mach das licht im bad an\n< küche: Okay.\nstell einen timer\n< küche: Wie lange?\n\
                  zehn minuten\n< küche: Der Timer läuft 10 Minuten.\n";
    let arguments = ["--fast", "--language", "de", "--room", "küche", "--room", "bad"];
    let (status, screen, complaints) = played(&arguments, script);
    assert!(status.success(), "{complaints}\n{screen}");
    assert!(screen.contains("bad    \u{263c} light on"), "{screen}");
}

#[test]
fn a_language_that_no_skill_speaks_needs_sentences() {
    let (status, _, complaints) = piped(&["--language", "el"], "hello\n");
    assert_eq!(status.code(), Some(1));
    assert!(complaints.contains("no skill of the demonstration speaks Greek"), "{complaints}");
}

#[test]
fn a_script_ends_after_the_last_answer() {
    let (status, screen, complaints) = played(&["--fast"], "turn on the light\n");
    assert!(status.success(), "{complaints}");
    assert!(screen.ends_with("kitchen  assistant: Okay."), "{screen}");
}

#[test]
fn a_script_that_fails_says_what_was_expected_and_what_was_said() {
    let (status, screen, complaints) = played(&[], "turn on the light\n< kitchen: The light is green.\n");
    assert_eq!(status.code(), Some(1), "{screen}");
    insta::assert_snapshot!(complaints);
}

#[test]
fn a_script_does_not_wait_for_ever() {
    let (status, _, complaints) = played(&["--deadline", "1"], "< kitchen: Good morning.\n");
    assert_eq!(status.code(), Some(1));
    assert!(complaints.contains("Good morning.\nand said nothing"), "{complaints}");
}

#[test]
fn what_is_piped_in_is_answered_before_the_end() {
    let (status, screen, complaints) = piped(&[], "turn on the light\nbedroom: is the light on\n");
    assert!(status.success(), "{complaints}");
    insta::assert_snapshot!(screen);
}

#[test]
fn a_component_is_broken_and_repaired() {
    let (status, screen, complaints) = piped(
        &[],
        "break tts\nturn on the light\nmend tts\nbreak nlu\nhello\nmend nlu\nturn off the light\nsites\n",
    );
    assert!(status.success(), "{complaints}");
    insta::assert_snapshot!(screen);
}

#[test]
fn skills_are_stopped_and_started_again() {
    let input = "break skills\nturn on the light\nmend skills\nturn on the light\nbreak ttz\n";
    let (status, screen, complaints) = piped(&["--fast"], input);
    assert!(status.success(), "{complaints}");
    insta::assert_snapshot!(screen);
}

#[test]
fn messages_are_shown_as_they_pass() {
    let (_, screen, _) = piped(&["-v"], "what time is it\n");
    let shown = |text: &str| screen.lines().any(|line| line.contains(text));
    assert!(shown("hotword → manager detected        kitchen"), "{screen}");
    assert!(shown("nlu → skill   intent          kitchen GetTime"), "{screen}");
    assert!(!shown("\"input\""), "{screen}");
    let (_, screen, _) = piped(&["-vv"], "what time is it\n");
    assert!(
        screen.contains("\"input\":\"what time is it\"") && screen.contains("          WAV "),
        "{screen}"
    );
}

#[test]
fn own_sentences_are_read_back_and_read_again_when_they_change() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sentences.ini");
    std::fs::write(&file, "[GetTemperature]\nhow hot is it in the (kitchen | bedroom){room}\n").unwrap();
    let mut demo = Demo::start(&["--sentences", file.to_str().unwrap()]);
    demo.type_line("how hot is it in the kitchen");
    demo.expect("assistant: No skill handles GetTemperature: room kitchen.");
    std::fs::write(&file, "[GetTemperature\n").unwrap();
    demo.expect("the old ones stay in use");
    std::fs::write(&file, "[OpenWindow]\nopen the window, please\nopen the window\n").unwrap();
    demo.expect("were read again");
    demo.type_line("open the window");
    demo.expect("assistant: No skill handles OpenWindow.");
    let (status, _, complaints) = demo.end(SOON);
    assert!(status.success(), "{complaints}");
}

#[test]
fn an_nlu_that_cannot_be_repaired_stays_broken_until_it_can() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sentences.ini");
    std::fs::write(&file, "[GetTime]\nwhat time is it\n").unwrap();
    let mut demo = Demo::start(&["--sentences", file.to_str().unwrap()]);
    demo.type_line("break nlu");
    demo.expect("The NLU is broken");
    std::fs::write(&file, "[GetTime\n").unwrap();
    demo.type_line("mend nlu");
    demo.expect("The NLU cannot be repaired:");
    std::fs::write(&file, "[GetTime]\nhow late is it\n").unwrap();
    demo.type_line("mend nlu");
    demo.expect("The NLU works again.");
    demo.type_line("how late is it");
    demo.expect("assistant: It is ");
    assert!(demo.end(SOON).0.success());
}

#[test]
fn sentences_that_cannot_be_read_are_told_with_their_place() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sentences.ini");
    std::fs::write(&file, "[GetTime]\nwhat (time is it\n").unwrap();
    let (status, _, complaints) = piped(&["--sentences", file.to_str().unwrap()], "what time is it\n");
    assert_eq!(status.code(), Some(1));
    assert!(complaints.contains("sentences.ini:2:6"), "{complaints}");
}

#[test]
fn a_broker_that_is_not_there_is_told_at_once() {
    let (status, _, complaints) = piped(&["--broker", "127.0.0.1:1"], "hello\n");
    assert_eq!(status.code(), Some(1));
    assert!(complaints.contains("cannot connect to the broker at 127.0.0.1:1"), "{complaints}");
}

#[test]
fn speech_can_be_heard_where_there_is_a_voice() {
    let (status, screen, complaints) = piped(&["--speak", "-v"], "turn on the light\n");
    assert!(status.success(), "{complaints}");
    assert!(screen.contains("kitchen  assistant: Okay."), "{screen}");
    assert!(screen.contains("tts → speaker playBytes       kitchen WAV"), "{screen}");
}

#[test]
fn on_the_built_in_broker_all_components_are_ours() {
    let (status, _, complaints) = piped(&["--without", "nlu"], "hello\n");
    assert_eq!(status.code(), Some(1));
    assert!(complaints.contains("--without needs --broker HOST"), "{complaints}");
}

#[test]
fn who_was_not_understood_learns_once_what_would_be() {
    let (status, screen, complaints) = piped(&[], "fubar\nfubar\nexamples\n");
    assert!(status.success(), "{complaints}");
    assert_eq!(screen.matches("Type examples to see what is understood.").count(), 1, "{screen}");
    let (_, examples) = screen.split_once("kitchen> examples\n").expect("the command is shown");
    assert_eq!(examples.lines().count(), 9, "eight sentences, and how to see others:\n{screen}");
}

#[test]
fn examples_come_from_own_sentences() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sentences.ini");
    std::fs::write(&file, "[OpenWindow]\nopen the window\n").unwrap();
    let (_, screen, _) = piped(&["--sentences", file.to_str().unwrap()], "examples\n");
    assert!(screen.contains("> examples\n  open the window\nType examples again"), "{screen}");
}

#[test]
fn a_site_that_does_not_exist_is_pointed_out() {
    let (status, screen, complaints) = piped(&[], "living room: what time is it\n");
    assert!(status.success(), "{complaints}");
    insta::assert_snapshot!(screen);
}

#[test]
fn a_session_after_a_repaired_hotword_ends_without_a_line() {
    let input = "break hotword\nturn on the light\nmend hotword\nturn on the light\n";
    let (status, screen, complaints) = piped(&[], input);
    assert!(status.success(), "{complaints}");
    assert!(screen.ends_with("kitchen  assistant: Okay."), "{screen}");
}
