//! Runs simulated houses: one seed with its trace, or many on all cores.

use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;
use petasos_dialogue::Time;
use petasos_messages::Dialect;
use petasos_simulator::{Fleet, House, Profile, run_many};

/// Simulated voice houses, to find what a dialogue manager does wrong.
#[derive(Debug, Parser)]
struct Arguments {
    /// Run this house.
    #[arg(long, conflicts_with = "seeds")]
    seed: Option<u64>,
    /// Run so many houses, and say how fast.
    #[arg(long, default_value_t = 10_000)]
    seeds: u64,
    /// The first of them.
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// What goes wrong: ideal, duplicates, loss, silent-parts or chaos. All of them if none is given.
    #[arg(long)]
    profile: Option<Profile>,
    /// The dialect: rhasspy, snips or alice. Drawn from the seed if none is given.
    #[arg(long)]
    dialect: Option<Dialect>,
    /// Print everything that happens.
    #[arg(long)]
    trace: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let profiles = arguments.profile.map_or(Profile::ALL.to_vec(), |profile| vec![profile]);
    let all_well = profiles.into_iter().fold(true, |well, profile| {
        let one = match arguments.seed {
            Some(seed) => run_one(seed, profile, arguments.dialect, arguments.trace),
            None => run_all(&arguments, profile),
        };
        well && one
    });
    if all_well { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Runs one house; true if nothing is wrong.
fn run_one(seed: u64, profile: Profile, dialect: Option<Dialect>, trace: bool) -> bool {
    let outcome = House::new(seed, profile, dialect).recorded().run();
    let mut shown: Vec<(Time, String)> = outcome
        .violations
        .iter()
        .map(|violation| (violation.time, format!("VIOLATION {violation}")))
        .collect();
    if trace {
        shown.extend(outcome.trace.iter().map(|entry| (entry.time, entry.to_string())));
        // What was wrong at a moment is seen after everything that happened then.
        shown.rotate_left(outcome.violations.len());
        shown.sort_by_key(|(time, _)| *time);
    }
    for (_, line) in shown {
        println!("{line}");
    }
    println!(
        "seed {seed}, {profile}: {} sessions, {} violations",
        outcome.sessions,
        outcome.violations.len()
    );
    outcome.violations.is_empty()
}

/// Runs many houses; true if nothing is wrong in any.
fn run_all(arguments: &Arguments, profile: Profile) -> bool {
    let seeds = arguments.from..arguments.from + arguments.seeds;
    let fleet = Fleet { seeds, profile, dialect: arguments.dialect };
    #[expect(clippy::disallowed_methods, reason = "a person wants to know how fast it runs")]
    let start = Instant::now();
    let report = run_many(&fleet);
    let elapsed = start.elapsed().as_secs_f64();
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    for (count, seed, violation) in report.kinds() {
        println!("{count} seeds, first {violation}\n    {}", fleet.command(seed));
    }
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    let speed = arguments.seeds as f64 / elapsed * 3_600.0 / cores as f64;
    println!(
        "{profile}: {} seeds in {elapsed:.1} s ({speed:.0} seeds per hour and core), {} failed, {} sessions in the median",
        arguments.seeds,
        report.failures.len(),
        report.median_sessions(),
    );
    report.failures.is_empty()
}
