//! A recording without its words plays like the one it was made of: what was right stays right, and what was wrong wrong.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::path::{Path, PathBuf};

use petasos_manager::config::write_out_phrases;
use petasos_recording::replay::Rules;
use petasos_recording::{Hide, Kept, Recording, Redactor};
use petasos_replay::replay_recording;

/// Folders of session files, as they lie beside this crate.
const FOLDERS: [&str; 2] = ["tests/sessions", "../../tests/sessions"];

fn session_files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.map(|entry| entry.unwrap().path());
    let files = paths.flat_map(|path| if path.is_dir() { session_files(&path) } else { vec![path] });
    files.filter(|path| path.extension().is_some_and(|extension| extension == "jsonl")).collect()
}

/// Recordings that play differently without their words, by what their names end with. docs/privacy.md tells of them.
const DIFFERENT: [&str; 3] = [
    // What is no JSON is left out, and the manager says nothing about it.
    "malformed.jsonl",
    // The manager waits for speech that never ends, by the length of the text.
    "alice/not-understood-skill-asks.jsonl",
    // The manager sorts intents by their names, which are hidden.
    "configure.jsonl",
];

/// What a replay finds different, as kinds of differences on topics.
fn differences(recording: &Recording) -> Vec<String> {
    let outcome = replay_recording(recording, Rules::default()).unwrap();
    outcome.comparison.differences.iter().map(|difference| format!("{:?}", difference.what)).collect()
}

fn redacted(recording: Recording, hide: Hide) -> Recording {
    let mut redactor = Redactor::new(7, Kept::default()).hiding(hide);
    let header = redactor.header(write_out_phrases(recording.header, Kept::default()));
    let entries = recording.entries.into_iter().map(|entry| redactor.redact(entry)).collect();
    Recording { header, entries }
}

#[test]
fn redacted_recordings_play_as_the_others_do() {
    let folders = FOLDERS.map(|folder| Path::new(env!("CARGO_MANIFEST_DIR")).join(folder));
    let files: Vec<_> = folders.iter().flat_map(|folder| session_files(folder)).collect();
    assert!(!files.is_empty());
    let alike = |file: &PathBuf| !DIFFERENT.iter().any(|name| file.ends_with(name));
    for file in files.into_iter().filter(alike) {
        let recording = Recording::open(&file).unwrap();
        let expected = differences(&recording);
        for hide in [Hide::default(), Hide { sites: true, intents: true }] {
            let found = differences(&redacted(recording.clone(), hide));
            assert_eq!(found, expected, "{} with {hide:?}", file.display());
        }
    }
}
