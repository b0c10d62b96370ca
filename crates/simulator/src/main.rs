//! Runs simulations: one seed with its trace, or many seeds on all cores.

use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;
use petasos_dialogue::Time;
use petasos_messages::Dialect;
use petasos_simulator::batch::Batch;
use petasos_simulator::{Profile, Simulation};

/// Simulates voice assistants at random, to find faults of the dialogue manager.
#[derive(Debug, Parser)]
struct Arguments {
    /// Run this seed only.
    #[arg(long, conflicts_with = "seeds")]
    seed: Option<u64>,
    /// How many seeds to run.
    #[arg(long, default_value_t = 10_000)]
    seeds: u64,
    /// The first seed to run.
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// What goes wrong: ideal, duplicates, loss, silent-components or chaos [default: each in turn].
    #[arg(long)]
    profile: Option<Profile>,
    /// The dialect: rhasspy, snips or alice [default: drawn from the seed].
    #[arg(long)]
    dialect: Option<Dialect>,
    /// Print every event of the seed.
    #[arg(long)]
    trace: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let profiles = arguments.profile.map_or(Profile::ALL.to_vec(), |profile| vec![profile]);
    let passed = profiles.into_iter().fold(true, |passed, profile| {
        let passes = match arguments.seed {
            Some(seed) => run_one(&arguments, seed, profile),
            None => run_many(&arguments, profile),
        };
        passed && passes
    });
    if passed { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Runs one seed and prints it. Returns whether all invariants held.
fn run_one(arguments: &Arguments, seed: u64, profile: Profile) -> bool {
    let outcome = Simulation::new(seed, profile, arguments.dialect).recorded().run();
    let mut lines: Vec<(Time, String)> = Vec::new();
    if arguments.trace {
        lines.extend(outcome.trace.iter().map(|entry| (entry.time, entry.to_string())));
    }
    // The sort is stable: a violation follows the events of its moment.
    lines.extend(
        outcome.violations.iter().map(|violation| (violation.time, format!("VIOLATION {violation}"))),
    );
    lines.sort_by_key(|(time, _)| *time);
    for (_, line) in lines {
        println!("{line}");
    }
    println!(
        "seed {seed}, {profile}: {} sessions, {} violations",
        outcome.sessions,
        outcome.violations.len()
    );
    outcome.violations.is_empty()
}

/// Runs many seeds and prints a summary. Returns whether all invariants held.
fn run_many(arguments: &Arguments, profile: Profile) -> bool {
    let seeds = arguments.from..arguments.from + arguments.seeds;
    let batch = Batch { seeds, profile, dialect: arguments.dialect };
    #[expect(clippy::disallowed_methods, reason = "the summary states the real speed")]
    let start = Instant::now();
    let report = batch.run();
    let elapsed = start.elapsed().as_secs_f64();
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    for (count, seed, violation) in report.by_invariant() {
        println!("{count} seeds, first {violation}\n    {}", batch.command(seed));
    }
    #[expect(clippy::cast_precision_loss, reason = "a rounded figure for people")]
    let speed = arguments.seeds as f64 / elapsed * 3_600.0 / cores as f64;
    println!(
        "{profile}: {} seeds in {elapsed:.1} s ({speed:.0} seeds per hour and core), {} failed, {} sessions in the median",
        arguments.seeds,
        report.failures.len(),
        report.median_sessions(),
    );
    report.failures.is_empty()
}
