//! Records the corpus of sessions again, with real components.

use anyhow::Result;

use crate::subprocess::{cargo, name_programs, run};

/// Plays the scenarios of `tests/src/scenarios` and writes the files in `tests/sessions`; with words, only scenarios whose names
/// contain one of them.
pub(crate) fn record(words: &[&str]) -> Result<()> {
    run(cargo().args(["build", "--quiet", "--package", "petasos", "--package", "petasosd"]))?;
    let mut recording = cargo();
    recording
        .args(["run", "--quiet", "--package", "petasos-tests", "--bin", "record-sessions", "--"])
        .args(words);
    name_programs(&mut recording)?;
    run(&mut recording)
}
