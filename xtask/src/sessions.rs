//! Records the corpus of sessions again, beside real parts.

use anyhow::Result;

use crate::subprocess::{cargo, name_programs, run};

/// Plays the scenarios of `tests/src/scenarios` and writes the files in `tests/sessions`; with words, only those with one of
/// them in their names.
pub(crate) fn record(words: &[&str]) -> Result<()> {
    run(cargo().args(["build", "--quiet", "--package", "petasos", "--package", "petasosd"]))?;
    let mut recording = cargo();
    recording
        .args(["run", "--quiet", "--package", "petasos-tests", "--bin", "record-sessions", "--"])
        .args(words);
    name_programs(&mut recording)?;
    run(&mut recording)
}
