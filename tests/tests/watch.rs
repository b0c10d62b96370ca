//! `petasos watch`, with a real broker and the real manager, and over recordings.

use std::path::{Path, PathBuf};

use petasos_tests::topic_names::{END, ENDED, PARSED, QUERY, SAY};
use petasos_tests::{Installation, Tool};
use serde_json::{Value, json};

const FILTERS: [&str; 4] = ["hermes/#", "rhasspy/#", "projectalice/#", "petasos/#"];

/// A recording of the tests of `petasos-watch`.
fn recording(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/watch/tests/sessions").join(name)
}

/// Starts to watch an installation; returns when it is subscribed.
fn watch(installation: &Installation, arguments: &[&str]) -> Tool {
    let arguments = [&["watch", "--timeout", "60"], arguments].concat();
    installation.broker.subscribed(&FILTERS, || installation.tool(&arguments))
}

/// Runs a session in the kitchen in which a skill tells the time; returns its id.
fn ask_for_the_time(installation: &Installation) -> String {
    let mut messages = installation.messages();
    let listening = installation.wake_and_listen("kitchen");
    let session = listening.session();
    installation
        .publish("rhasspy/asr/recordingFinished", &json!({"siteId": "kitchen", "sessionId": session}));
    installation.capture("kitchen", session, "what time is it");
    messages.expect(QUERY, &json!({"input": "what time is it"}));
    let intent = json!({
        "input": "what time is it", "intent": {"intentName": "GetTime", "confidenceScore": 1.0}, "siteId": "kitchen",
        "sessionId": session, "slots": [],
    });
    installation.publish(PARSED, &intent);
    installation.publish("hermes/intent/GetTime", &intent);
    installation.publish(END, &json!({"sessionId": session, "text": "It is noon."}));
    let say = messages.expect(SAY, &json!({"text": "It is noon."}));
    installation.speech_finished(&say);
    messages.expect(ENDED, &json!({"sessionId": session}));
    session.to_owned()
}

#[test]
fn a_session_is_shown_when_it_ends_and_summed_up_with_ctrl_c() {
    let installation = Installation::start(&[]);
    let mut watch = watch(&installation, &["--json"]);
    let id = ask_for_the_time(&installation);
    let session: Value = serde_json::from_str(&watch.line()).unwrap();
    assert_eq!(session["sessionId"], json!(id));
    assert_eq!(session["siteId"], "kitchen");
    assert_eq!((&session["opening"], &session["outcome"]), (&json!("wakeWord"), &json!("nominal")));
    let turn = &session["turns"][0];
    assert_eq!((&turn["text"], &turn["intent"]), (&json!("what time is it"), &json!("GetTime")));
    assert_eq!(turn["endOfSpeech"]["by"], "recordingFinished");
    assert_eq!(session["said"][0]["text"], "It is noon.");
    assert_eq!(session["toAction"]["atLeast"], true, "{session:#}");
    assert!(session["toSound"]["ms"].as_f64() >= session["toAction"]["ms"].as_f64(), "{session:#}");

    watch.interrupt();
    let ended = watch.finish().expect_code(130);
    let [summary] = &ended.json()[..] else { panic!("{ended:?}") };
    assert_eq!((&summary["event"], &summary["sessions"]), (&json!("summary"), &json!(1)));
    assert_eq!(summary["toAction"]["turns"], 1);
}

#[test]
fn text_and_snips_formats_are_lines() {
    let installation = Installation::start(&[]);
    let mut snips = watch(&installation, &["--format", "snips", "--site", "kitchen"]);
    let mut text = watch(&installation, &["--site", "kitchen", "--intent", "GetTime"]);
    installation.settle(); // a session at another site
    ask_for_the_time(&installation);
    assert!(snips.line().contains("Watching on"));
    let line = snips.line();
    assert!(line.contains("[Hotword] detected on site kitchen, for model"), "{line}");
    let line = text.line();
    assert!(line.contains("kitchen  «what time is it» → GetTime 1.00 \"It is noon.\"  nominal"), "{line}");
    text.terminate();
    let ended = text.finish();
    assert!(ended.out.contains("1 session, 0 with problems\nend of speech to action: p50 ≥"), "{ended:?}");
}

#[test]
fn a_recording_is_shown_like_an_installation() {
    let file = |name: &str| recording(name).display().to_string();
    let shown = Tool::run_alone(&["watch", &file("rhasspy.jsonl"), "-vv"]).expect_code(0);
    assert!(shown.out.contains("hermes/audioServer/kitchen/playBytes/beep  WAV 0.18 s -9 dBFS"), "{shown:?}");
    assert!(shown.out.contains("\n  handle "), "{shown:?}");
    assert!(
        shown.out.ends_with("end of speech to first sound: p50 ≥605 ms, p95 ≥605 ms, 1 turn\n"),
        "{shown:?}"
    );

    let objects = Tool::run_alone(&["watch", &file("snips.jsonl"), "--json", "-vv"]).json();
    let messages: Vec<_> = objects.iter().filter(|object| object["event"] == "message").collect();
    assert_eq!(messages.len(), 30);
    assert!(messages.iter().all(|message| message["siteId"] == "default"), "the session says where");

    let problems = Tool::run_alone(&["watch", &file("rhasspy.jsonl"), "--problems"]);
    assert_eq!(problems.out, "0 sessions, 0 with problems\n");
    Tool::run_alone(&["watch", &file("absent.jsonl")]).expect_error(1, "absent.jsonl");
}

#[test]
fn lines_that_are_not_messages_are_skipped_and_reported() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("damaged.jsonl");
    let whole = std::fs::read_to_string(recording("rhasspy.jsonl")).unwrap();
    let damaged = whole.replacen('\n', "\nno message\n{}\n", 1) + "{\"at\":";
    std::fs::write(&file, damaged).unwrap();
    for command in ["watch", "doctor"] {
        let clean = Tool::run_alone(&[command, recording("rhasspy.jsonl").to_str().unwrap()]);
        let shown = Tool::run_alone(&[command, file.to_str().unwrap()]);
        let err = shown.err;
        assert_eq!((shown.code, shown.out), (clean.code, clean.out), "{err}");
        assert!(err.contains("2 lines passed over; the first: line 2 is not a message"), "{err}");
        assert!(err.contains("the last line was cut off"), "{err}");
    }
}
