//! The demonstration on a broker of its own: scripts, pipes, faults, own sentences.

use std::path::Path;

use crate::running::{Demo, SCRIPT, SOON, piped, played};

#[test]
fn the_example_script_plays_to_its_end() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../config/demo.script");
    let (status, screen, complaints) =
        Demo::start(&["--fast", "--script", script.to_str().unwrap()]).end(SCRIPT);
    assert!(status.success(), "{complaints}\n{screen}");
    assert!(screen.contains("kitchen  house: The timer for 1 second is over."), "{screen}");
    assert!(
        screen.contains("the manager ended the conversation: the skill did not answer in time"),
        "{screen}"
    );
}

#[test]
fn every_dialect_holds_a_conversation() {
    let script = "change the colour in the bedroom\n< kitchen: Which colour?\nred\n\
                  < kitchen: The light in the bedroom is red now.\n";
    for dialect in ["rhasspy", "snips", "alice"] {
        let (status, screen, complaints) = played(&["--fast", "--dialect", dialect], script);
        assert!(status.success(), "{dialect}: {complaints}\n{screen}");
    }
}

#[test]
fn a_script_that_fails_says_what_was_expected_and_what_was_said() {
    let (status, screen, complaints) = played(&[], "turn on the light\n< kitchen: The light is green.\n");
    assert_eq!(status.code(), Some(1), "{screen}");
    insta::assert_snapshot!(complaints, @r"
    petasos: line 2 of the script: kitchen was expected to say
        The light is green.
    and said
        The light in the kitchen is on.
    ");
}

#[test]
fn a_script_does_not_wait_for_ever() {
    let (status, _, complaints) = played(&["--deadline", "1"], "< kitchen: Good morning.\n");
    assert_eq!(status.code(), Some(1));
    assert!(complaints.contains("Good morning.\nand said nothing"), "{complaints}");
}

#[test]
fn what_is_piped_in_is_answered_before_the_end() {
    let (status, screen, complaints) = piped(&[], "turn on the light\nbedroom: tell me a joke\n");
    assert!(status.success(), "{complaints}");
    insta::assert_snapshot!(screen, @r"
    kitchen> turn on the light
    kitchen  ● listening
    kitchen  you: turn on the light
    kitchen  house: The light in the kitchen is on.
    kitchen> bedroom: tell me a joke
    bedroom  ● listening
    bedroom  you: tell me a joke
    bedroom  house: Why did the microphone break up? It needed space to be heard.
    ");
}

#[test]
fn a_part_is_broken_and_mended() {
    let (status, screen, complaints) = piped(
        &[],
        "break tts\nturn on the light\nmend tts\nbreak nlu\nhello\nmend nlu\nturn off the light\nsites\n",
    );
    assert!(status.success(), "{complaints}");
    insta::assert_snapshot!(screen, @r"
    kitchen> break tts
    The tts is broken: it hears everything, and does nothing.
    kitchen> turn on the light
    kitchen  ● listening
    kitchen  you: turn on the light
    kitchen  ✗ the tts is broken, and does nothing
    kitchen  ○ the manager did not wait for ever, and ended the conversation
    kitchen> mend tts
    The tts works again.
    kitchen> break nlu
    The nlu is broken: it hears everything, and does nothing.
    kitchen> hello
    kitchen  ● listening
    kitchen  you: hello
    kitchen  ✗ the manager ended the conversation: the nlu did not answer in time
    kitchen> mend nlu
    The nlu works again.
    kitchen> turn off the light
    kitchen  ● listening
    kitchen  you: turn off the light
    kitchen  house: The light in the kitchen is off.
    kitchen> sites
    kitchen  at rest, light off  ← you are here
    bedroom  at rest, light off
    ");
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
    demo.expect("house: You want GetTemperature: room is kitchen.");
    std::fs::write(&file, "[GetTemperature\n").unwrap();
    demo.expect("the old ones still serve");
    std::fs::write(&file, "[OpenWindow]\nopen the window, please\nopen the window\n").unwrap();
    demo.expect("were read again");
    demo.type_line("open the window");
    demo.expect("house: You want OpenWindow.");
    let (status, _, complaints) = demo.end(SOON);
    assert!(status.success(), "{complaints}");
}

#[test]
fn an_nlu_that_cannot_be_mended_stays_broken_until_it_can() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sentences.ini");
    std::fs::write(&file, "[GetTime]\nwhat time is it\n").unwrap();
    let mut demo = Demo::start(&["--sentences", file.to_str().unwrap()]);
    demo.type_line("break nlu");
    demo.expect("The nlu is broken");
    std::fs::write(&file, "[GetTime\n").unwrap();
    demo.type_line("mend nlu");
    demo.expect("The nlu cannot be mended:");
    std::fs::write(&file, "[GetTime]\nhow late is it\n").unwrap();
    demo.type_line("mend nlu");
    demo.expect("The nlu works again.");
    demo.type_line("how late is it");
    demo.expect("house: It is ");
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
    assert!(screen.contains("kitchen  house: The light in the kitchen is on."), "{screen}");
    assert!(screen.contains("tts → speaker playBytes       kitchen WAV"), "{screen}");
}

#[test]
fn on_a_broker_of_its_own_nobody_else_plays_a_part() {
    let (status, _, complaints) = piped(&["--without", "nlu"], "hello\n");
    assert_eq!(status.code(), Some(1));
    assert!(complaints.contains("--without needs --broker HOST"), "{complaints}");
}

#[test]
fn who_was_not_understood_learns_once_what_would_be() {
    let (status, screen, complaints) = piped(&[], "fubar\nfubar\nexamples\n");
    assert!(status.success(), "{complaints}");
    assert_eq!(screen.matches("Type examples to see what the house understands.").count(), 1, "{screen}");
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
fn a_room_that_is_not_there_is_pointed_out() {
    let (status, screen, complaints) = piped(&[], "living room: what time is it\n");
    assert!(status.success(), "{complaints}");
    insta::assert_snapshot!(screen, @r"
    kitchen> living room: what time is it
    There is no room called living room; there are kitchen and bedroom.
    ");
}

#[test]
fn a_conversation_after_a_mended_hotword_ends_without_a_word() {
    let input = "break hotword\nturn on the light\nmend hotword\nturn on the light\n";
    let (status, screen, complaints) = piped(&[], input);
    assert!(status.success(), "{complaints}");
    assert!(screen.ends_with("kitchen  house: The light in the kitchen is on."), "{screen}");
}
