//! The checks, each with a time budget. All of them run, even if some fail; a table at the end shows the results.

use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::setup;
use crate::subprocess::{cache, cargo, name_programs, program, run, succeeds};

struct Stage {
    name: &'static str,
    /// Time budget in seconds, for a clean build on two cores.
    budget: u64,
    check: fn() -> Result<()>,
}

const STAGES: [Stage; 9] = [
    Stage::new("setup", 300, setup::everything),
    Stage::new("fmt", 10, fmt),
    Stage::new("clippy", 180, clippy),
    Stage::new("doc", 120, doc),
    Stage::new("deny", 20, deny),
    Stage::new("build", 300, build),
    Stage::new("generated", 30, check_generated),
    Stage::new("test", 420, test),
    Stage::new("doctest", 120, doctest),
];

impl Stage {
    const fn new(name: &'static str, budget: u64, check: fn() -> Result<()>) -> Self {
        Self { name, budget, check }
    }
}

struct Report {
    stage: &'static Stage,
    took: Duration,
    outcome: Result<()>,
}

/// Runs every stage and prints the table. An error if any failed.
pub(crate) fn all() -> Result<()> {
    let reports: Vec<Report> = STAGES.iter().map(perform).collect();
    print_table(&reports);
    let failed: Vec<&str> =
        reports.iter().filter(|report| report.outcome.is_err()).map(|report| report.stage.name).collect();
    ensure!(failed.is_empty(), "failed: {}", failed.join(", "));
    Ok(())
}

/// The names of the stages, in order.
pub(crate) fn names() -> Vec<&'static str> {
    STAGES.iter().map(|stage| stage.name).collect()
}

/// Runs one stage.
pub(crate) fn one(name: &str) -> Result<()> {
    let stage = STAGES
        .iter()
        .find(|stage| stage.name == name)
        .with_context(|| format!("no stage {name:?}; there are {}", names().join(", ")))?;
    let report = perform(stage);
    print_table(std::slice::from_ref(&report));
    report.outcome
}

fn perform(stage: &'static Stage) -> Report {
    println!("== {}", stage.name);
    let start = now();
    let outcome = (stage.check)();
    if let Err(error) = &outcome {
        println!("{}: {error:#}", stage.name);
    }
    Report { stage, took: now() - start, outcome }
}

fn print_table(reports: &[Report]) {
    println!("\n{:<10} {:>8} {:>8}", "stage", "seconds", "budget");
    for Report { stage, took, outcome } in reports {
        let verdict = match outcome {
            Err(_) => "FAILED",
            Ok(()) if took.as_secs() > stage.budget => "over budget",
            Ok(()) => "",
        };
        println!("{:<10} {:>8.1} {:>8} {verdict}", stage.name, took.as_secs_f64(), stage.budget);
    }
}

#[expect(clippy::disallowed_methods, reason = "the only use of a clock here is to measure stages")]
fn now() -> Instant {
    Instant::now()
}

fn fmt() -> Result<()> {
    run(cargo().args(["fmt", "--all", "--check"]))
}

fn clippy() -> Result<()> {
    run(cargo().args(["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"]))
}

fn doc() -> Result<()> {
    run(cargo().args(["doc", "--quiet", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings"))
}

/// The checks that need no network once the crates of every platform are downloaded; `cargo deny check advisories` always does.
fn deny() -> Result<()> {
    run(cargo().args(["fetch", "--quiet"]))?;
    run(cargo().args(["deny", "--offline", "--log-level", "error", "check", "bans", "licenses", "sources"]))
}

/// Builds programs and tests together, so that both use the same dependencies.
fn build() -> Result<()> {
    run(cargo().args(["build", "--quiet", "--workspace", "--bins", "--tests"]))
}

/// Tests that compare generated documents with the files in the checkout, or rewrite the files if `PETASOS_BLESS` is set, with a
/// description of the documents.
pub(crate) const GENERATED: [(&str, &str); 2] =
    [("table", "the dialogue table"), ("schemas", "the protocol page, JSON Schemas and AsyncAPI document")];

fn generated_tests() -> impl Iterator<Item = &'static str> {
    GENERATED.iter().flat_map(|(test, _)| ["--test", test])
}

/// Regenerates every document.
pub(crate) fn write_generated() -> Result<()> {
    run(tests_command()?.args(generated_tests()).env("PETASOS_BLESS", "1"))
}

/// Fails if a generated document is out of date.
pub(crate) fn check_generated() -> Result<()> {
    run(tests_command()?.args(generated_tests()))
}

fn test() -> Result<()> {
    build()?;
    run(tests_command()?.args(["--lib", "--bins", "--tests"]))?;
    let python = cache().join("venv-test/bin/python");
    run(program(python).args(["-m", "unittest", "--quiet", "blackbox.test_blackbox"]))
}

/// Uses nextest (one process per test) if it is installed, and otherwise cargo's own runner. Tests against real components start
/// the programs in the same folder as this one.
fn tests_command() -> Result<Command> {
    let mut command = cargo();
    if succeeds(cargo().args(["nextest", "--version"])) {
        command.args(["nextest", "run", "--workspace"]);
    } else {
        println!("cargo-nextest is not installed: using `cargo test`");
        command.args(["test", "--workspace"]);
    }
    name_programs(&mut command)?;
    Ok(command)
}

fn doctest() -> Result<()> {
    run(cargo().args(["test", "--quiet", "--workspace", "--doc"]))
}
