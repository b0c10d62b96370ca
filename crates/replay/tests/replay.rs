//! Session files that are played on virtual time.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use petasos_recording::replay::{Rules, What};
use petasos_recording::{Kept, Payload, Recording, Redactor, Writer};
use petasos_replay::{bless, replay, replay_recording};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

fn kitchen() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sessions/kitchen.jsonl")
}

fn written(recording: &Recording) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new(), &recording.header).unwrap();
    for entry in &recording.entries {
        writer.write(entry).unwrap();
    }
    writer.finish().unwrap()
}

/// The recording with one message changed.
fn changed(topic: &str, old: &str, new: &str) -> Recording {
    let mut recording = Recording::open(&kitchen()).unwrap();
    let entry = recording.entries.iter_mut().find(|entry| entry.topic == topic).unwrap();
    let text = String::from_utf8(entry.payload.bytes().unwrap().to_vec()).unwrap();
    assert!(text.contains(old), "{text}");
    entry.payload = Payload::Bytes(text.replace(old, new).into());
    recording
}

fn differences(recording: &Recording) -> Vec<(What, String)> {
    let outcome = replay_recording(recording, Rules::default()).unwrap();
    let differences = outcome.comparison.differences.into_iter();
    differences.map(|difference| (difference.what, difference.topic)).collect()
}

#[test]
fn a_session_that_was_recorded_comes_out_again() {
    let replayed = replay(kitchen());
    replayed.assert_same();
    assert!(replayed.comparison.compared > 20 && replayed.comparison.not_played == 0);
}

#[test]
fn the_same_file_gives_the_same_result_byte_for_byte_100_of_100_times() {
    let first = replay(kitchen());
    let (text, comparison) = (written(&first.recording), first.comparison.to_string());
    for _ in 1..100 {
        let again = replay(kitchen());
        assert_eq!(written(&again.recording), text);
        assert_eq!(again.comparison.to_string(), comparison);
    }
}

#[test]
fn what_comes_out_can_be_played_itself() {
    let outcome = replay_recording(&replay(kitchen()).recording, Rules::default()).unwrap();
    assert!(outcome.comparison.is_same(), "{}", outcome.comparison);
}

#[test]
fn a_changed_field_is_told_with_its_path() {
    let recording = changed("hermes/tts/say", "are you sure?", "really?");
    let outcome = replay_recording(&recording, Rules::default()).unwrap();
    insta::assert_snapshot!(outcome.comparison.to_string());
    insta::assert_json_snapshot!(outcome.comparison);
}

#[test]
fn an_output_that_does_not_come_any_more_is_missing() {
    let mut recording = Recording::open(&kitchen()).unwrap();
    let ended = recording.entries.iter().position(|entry| entry.topic.ends_with("/sessionEnded")).unwrap();
    let mut twice = recording.entries.get(ended).unwrap().clone();
    twice.topic = "hermes/dialogueManager/sessionQueued".to_owned();
    recording.entries.insert(ended, twice);
    let queued = "hermes/dialogueManager/sessionQueued".to_owned();
    assert_eq!(differences(&recording), [(What::Missing, queued)]);
}

#[test]
fn an_output_that_was_not_recorded_is_extra() {
    let mut recording = Recording::open(&kitchen()).unwrap();
    let stopped = "hermes/asr/stopListening";
    let place = recording.entries.iter().position(|entry| entry.topic == stopped).unwrap();
    recording.entries.remove(place);
    assert_eq!(differences(&recording), [(What::Extra, stopped.to_owned())]);
}

#[test]
fn outputs_in_another_order_are_told_as_such() {
    let mut recording = Recording::open(&kitchen()).unwrap();
    let stopped = recording.entries.iter().position(|entry| entry.topic.ends_with("/stopListening")).unwrap();
    recording.entries.swap(stopped, stopped + 1);
    let found = differences(&recording);
    assert!(matches!(found.as_slice(), [(What::Order, _)]), "{found:?}");
}

#[test]
fn what_comes_well_before_the_input_it_followed_is_told() {
    // As it was recorded, the microphone came back on when a minute of speech was over; now it does when its patience is.
    let mut recording = Recording::open(&kitchen()).unwrap();
    let spoken = recording.entries.iter().position(|entry| entry.topic.ends_with("/sayFinished")).unwrap();
    for entry in recording.entries.iter_mut().skip(spoken) {
        entry.at += Duration::from_secs(60);
    }
    let early = (What::Order, "hermes/asr/toggleOn".to_owned());
    assert!(differences(&recording).contains(&early));
}

#[test]
fn blessing_writes_what_comes_out_and_leaves_inputs_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kitchen.jsonl");
    fs::write(&path, written(&changed("hermes/tts/say", "are you sure?", "really?"))).unwrap();
    assert!(bless(&path, Rules::default()).unwrap().written);
    assert_eq!(fs::read(&path).unwrap(), written(&Recording::open(&kitchen()).unwrap()));
    assert!(!bless(&path, Rules::default()).unwrap().written, "what is the same is not written again");
}

#[test]
fn a_redacted_recording_plays_like_the_one_it_was_made_of() {
    let recording = Recording::open(&kitchen()).unwrap();
    let mut redactor = Redactor::new(7, Kept::default());
    let header = redactor.header(recording.header);
    let entries = recording.entries.into_iter().map(|entry| redactor.redact(entry)).collect();
    let redacted = Recording { header, entries };
    assert!(!String::from_utf8(written(&redacted)).unwrap().contains("are you sure?"));
    assert_eq!(differences(&redacted), []);
}

#[test]
fn whichever_message_is_missing_what_comes_out_can_be_expected_from_then_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kitchen.jsonl");
    let recording = Recording::open(&kitchen()).unwrap();
    for gone in 0..recording.entries.len() {
        let mut less = recording.clone();
        less.entries.remove(gone);
        fs::write(&path, written(&less)).unwrap();
        bless(&path, Rules::default()).unwrap();
        replay(&path).assert_same();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn however_disordered_a_recording_is_its_replay_ends(
        swaps in vec((any::<Index>(), any::<Index>()), 0..20),
        times in vec((any::<Index>(), prop_oneof![0..600_000_000_u64, any::<u64>()]), 0..8),
    ) {
        let mut recording = Recording::open(&kitchen()).unwrap();
        let length = recording.entries.len();
        for (one, other) in swaps {
            recording.entries.swap(one.index(length), other.index(length));
        }
        for (index, micros) in times {
            recording.entries.get_mut(index.index(length)).unwrap().at = Duration::from_micros(micros);
        }
        let outcome = replay_recording(&recording, Rules::default()).unwrap();
        prop_assert!(outcome.comparison.played + outcome.comparison.not_played <= length);
    }
}

#[test]
fn a_file_that_cannot_be_read_is_complained_of_once() {
    let error = bless(Path::new("absent.jsonl"), Rules::default()).unwrap_err();
    assert!(error.to_string().starts_with("absent.jsonl: cannot open the session file: "), "{error}");
    // Printing an error with its sources would print the same words twice.
    assert!(std::error::Error::source(&error).is_none());
    let error = Recording::open(Path::new("absent.jsonl")).unwrap_err();
    assert!(std::error::Error::source(&error).is_none());
}
