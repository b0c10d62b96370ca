//! What the pages show stands in these files.

#![expect(clippy::expect_used, reason = "a test fails by panicking, with the reason")]

use std::fs;
use std::path::{Path, PathBuf};

/// The lines of a text without indentation and empty lines, so that a snippet is found wherever it stands.
fn flat(text: &str) -> String {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder can be read");
    let paths = entries.map(|entry| entry.expect("the folder can be read").path());
    paths.filter(|path| path.extension().is_some_and(|found| found == extension)).collect()
}

/// The paragraphs of the Rust blocks of a page.
fn snippets(page: &str) -> Vec<String> {
    let mut lines = page.lines();
    let mut snippets = Vec::new();
    while let Some(line) = lines.next() {
        if line == "```rust" {
            let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            snippets.extend(block.join("\n").split("\n\n").map(str::to_owned));
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
    let mut pages = files(&root.join("docs/skills"), "md");
    pages.push(root.join("README.md"));
    for page in pages {
        let text = fs::read_to_string(&page).unwrap();
        let page = page.display();
        assert!(!text.contains("@@"), "{page} says where a snippet comes from, and does not show it");
        for snippet in snippets(&text) {
            count += 1;
            assert!(code.contains(&flat(&snippet)), "{page} shows what stands in no test:\n{snippet}");
        }
    }
    assert!(count > 30, "only {count} snippets were found");
}
