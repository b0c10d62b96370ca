//! What the pages show stands in these files.

use std::fs;
use std::path::{Path, PathBuf};

/// The lines of a text without indentation and empty lines, so that a snippet is found wherever it stands.
fn flat(text: &str) -> String {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(|line| format!("{line}\n")).collect()
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let paths = entries.map(|entry| entry.unwrap().path());
    paths.filter(|path| path.extension().is_some_and(|found| found == extension)).collect()
}

/// The Rust blocks of a page.
fn snippets(page: &str) -> Vec<String> {
    let mut lines = page.lines();
    let mut snippets = Vec::new();
    while let Some(line) = lines.next() {
        if line == "```rust" {
            snippets.push(lines.by_ref().take_while(|line| *line != "```").collect::<Vec<_>>().join("\n"));
        }
    }
    snippets
}

#[test]
fn every_snippet_is_compiled_and_run() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let sources = [root.join("crates/testkit/tests/guide"), root.join("crates/skill/examples")];
    let code: String = sources
        .iter()
        .flat_map(|folder| files(folder, "rs"))
        .map(|path| flat(&fs::read_to_string(path).unwrap()))
        .collect();
    let mut count = 0;
    for page in files(&root.join("docs/skills"), "md") {
        for snippet in snippets(&fs::read_to_string(&page).unwrap()) {
            count += 1;
            let compiled = code.contains(&flat(&snippet));
            assert!(compiled, "{} shows what stands in no test:\n{snippet}", page.display());
        }
    }
    assert!(count > 15, "only {count} snippets were found");
}
