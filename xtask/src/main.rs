//! Tasks of this workspace: `cargo xtask test` installs what the tests need and runs every check.

mod sessions;
mod setup;
mod stages;
mod subprocess;

use std::process::ExitCode;

/// The help. Stages and documents are listed from the tables that the tasks use.
fn usage() -> String {
    format!(
        "\
usage: cargo xtask <task>

  setup                 install what the tests need: Debian packages, Rhasspy's services, cargo-deny, cargo-nextest
  test                  run setup and every check, and print the time and the budget of each
  test --stage NAME     one of: {stages}
  sessions [WORD ...]   record the sessions in tests/sessions again; with words, only those whose names contain one of them
  docs                  regenerate documents: {documents}
  docs --check          fail if a generated document is out of date",
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
