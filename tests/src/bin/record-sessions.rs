//! Records the sessions in `tests/sessions` anew: `cargo xtask sessions [WORD ...]`. With words, only files with one of
//! them in their names.

use std::io::Write as _;
use std::panic::catch_unwind;
use std::path::Path;
use std::process::ExitCode;

use petasos_tests::scenarios::{self, DialectScenario};

fn main() -> std::io::Result<ExitCode> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sessions");
    let wanted = |scenario: &DialectScenario| {
        words.is_empty() || words.iter().any(|word| scenario.file().contains(word.as_str()))
    };
    let mut out = std::io::stdout().lock();
    let mut failed = Vec::new();
    for scenario in scenarios::all().into_iter().filter(wanted) {
        writeln!(out, "{}", scenario.file())?;
        // One that fails does not keep the others from being recorded.
        if catch_unwind(|| scenario.record(&folder)).is_err() {
            failed.push(scenario.file());
        }
    }
    if failed.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    writeln!(out, "not recorded: {}", failed.join(", "))?;
    Ok(ExitCode::FAILURE)
}
