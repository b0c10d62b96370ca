//! File names that are unique, files that are not too long, and no circles between modules.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, with the reason")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use petasos_tests::module_graph::{ModuleGraph, files};

/// File names that may occur in several crates: what every crate may have, and the components and ecosystems that several crates
/// deal with, each from its own side.
const SHARED_NAMES: [&str; 16] = [
    "mod",
    "lib",
    "main",
    "error",
    "config",
    "settings",
    "tests",
    "asr",
    "nlu",
    "tts",
    "hotword",
    "skill",
    "rhasspy",
    "snips",
    "alice",
    "home_assistant",
];

/// The most lines of a file, tests included.
const LONGEST: usize = 400;

#[test]
fn file_names_are_unique_across_crates() {
    let mut crates_by_name: BTreeMap<String, BTreeSet<PathBuf>> = BTreeMap::new();
    for member in members() {
        for file in files(&member.join("src"), "rs") {
            let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            crates_by_name.entry(name).or_default().insert(member.clone());
        }
    }
    let ambiguous: Vec<_> = crates_by_name
        .into_iter()
        .filter(|(name, crates)| crates.len() > 1 && !SHARED_NAMES.contains(&name.as_str()))
        .collect();
    assert!(ambiguous.is_empty(), "rename one of each: {ambiguous:#?}");
}

#[test]
fn no_file_is_too_long() {
    let long: Vec<_> = members()
        .iter()
        .flat_map(|member| files(member, "rs"))
        .filter_map(|file| {
            let lines = fs::read_to_string(&file).unwrap().lines().count();
            (lines > LONGEST).then_some((file, lines))
        })
        .collect();
    assert!(long.is_empty(), "split: {long:#?}");
}

#[test]
fn modules_are_folders_with_a_mod_file() {
    let mixed: Vec<_> = members()
        .iter()
        .flat_map(|member| files(&member.join("src"), "rs"))
        .filter(|file| file.with_extension("").is_dir())
        .collect();
    assert!(mixed.is_empty(), "move into the folder as mod.rs: {mixed:#?}");
}

#[test]
fn no_modules_use_each_other_in_a_circle() {
    let circles: BTreeMap<_, _> = members()
        .into_iter()
        .map(|member| (member.clone(), ModuleGraph::read(&member.join("src")).circles()))
        .filter(|(_, circles)| !circles.is_empty())
        .collect();
    assert!(circles.is_empty(), "open: {circles:#?}");
}

#[test]
fn pages_name_no_unpublished_versions() {
    let root = root();
    let unpublished = fs::read_to_string(root.join("Cargo.toml")).unwrap().contains("\npublish = false\n");
    assert!(unpublished, "once the crates are published, pages may name versions");
    let mut pages = files(&root.join("docs"), "md");
    pages.push(root.join("README.md"));
    for page in pages {
        let text = fs::read_to_string(&page).unwrap();
        let wrong = text.lines().find(|line| line.starts_with("petasos") && line.contains("version = \""));
        assert!(wrong.is_none(), "{}: no registry has {wrong:?}", page.display());
    }
}

/// The folders of the workspace's crates.
fn members() -> Vec<PathBuf> {
    let root = root();
    let inside = |folder: &str| {
        let entries = fs::read_dir(root.join(folder)).unwrap();
        entries.map(|entry| entry.unwrap().path()).filter(|path| path.join("Cargo.toml").is_file())
    };
    let mut members: Vec<_> = inside("crates").chain(inside("services")).collect();
    members.extend([root.join("tests"), root.join("xtask")]);
    members.sort();
    members
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap()
}
