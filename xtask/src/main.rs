//! The chores of this workspace: `cargo xtask test` sets up what the tests need and runs every check.

mod sessions;
mod setup;
mod stages;
mod subprocess;

use std::process::ExitCode;

/// The help. What can be named is listed from the tables that the chores use.
fn usage() -> String {
    format!(
        "\
usage: cargo xtask <chore>

  setup                 install what the tests need: Debian packages, Rhasspy's services, cargo-deny, cargo-nextest
  test                  setup, then every check, with the time and the budget of each
  test --stage NAME     one of: {stages}
  sessions [WORD ...]   record the sessions in tests/sessions again; with words, those with one of them in their names
  docs                  write the generated documents again: {documents}
  docs --check          fail when a generated document is not what the code would write",
        stages = stages::names().join(", "),
        documents = stages::GENERATED.map(|(_, documents)| documents).join(", "),
    )
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["setup"] => setup::everything(),
        ["test"] => stages::all(),
        ["test", "--stage", name] => stages::one(name),
        ["sessions", words @ ..] => sessions::record(words),
        ["docs"] => stages::write_generated(),
        ["docs", "--check"] => stages::check_generated(),
        _ => Err(anyhow::anyhow!(usage())),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
