//! Many seeds at once, on all cores.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use petasos_messages::Dialect;

use crate::{Profile, Simulation, Violation};

/// Which simulations to run.
#[derive(Debug, Clone)]
pub struct Batch {
    /// The seeds.
    pub seeds: Range<u64>,
    /// What goes wrong.
    pub profile: Profile,
    /// The dialect; `None`: drawn from the seed.
    pub dialect: Option<Dialect>,
}

/// The results of a batch.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// The seeds that failed, in order, with the first violation of each.
    pub failures: Vec<(u64, Violation)>,
    /// The number of sessions of each seed, in ascending order.
    sessions: Vec<u32>,
}

impl Report {
    /// The median number of sessions of a seed.
    pub fn median_sessions(&self) -> u32 {
        self.sessions.get(self.sessions.len() / 2).copied().unwrap_or_default()
    }

    /// The failures by invariant: how many seeds failed, the first of them and its violation.
    pub fn by_invariant(&self) -> Vec<(usize, u64, &Violation)> {
        let mut invariants: BTreeMap<&str, (usize, u64, &Violation)> = BTreeMap::new();
        for (seed, violation) in &self.failures {
            invariants.entry(violation.invariant).or_insert((0, *seed, violation)).0 += 1;
        }
        invariants.into_values().collect()
    }
}

/// How many seeds a thread takes at a time.
const CHUNK: u64 = 16;
/// How many trace entries before a violation are shown.
const CONTEXT: usize = 40;

impl Batch {
    /// Runs all seeds.
    pub fn run(&self) -> Report {
        let next = AtomicU64::new(self.seeds.start);
        let report = Mutex::new(Report::default());
        let threads = thread::available_parallelism().map_or(1, NonZero::get);
        thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    loop {
                        let first = next.fetch_add(CHUNK, Ordering::Relaxed);
                        let last = first.saturating_add(CHUNK).min(self.seeds.end);
                        if first >= last {
                            break;
                        }
                        let outcomes: Vec<_> =
                            (first..last).map(|seed| (seed, self.simulation(seed).run())).collect();
                        let mut report = report.lock().unwrap_or_else(PoisonError::into_inner);
                        for (seed, outcome) in outcomes {
                            report.sessions.push(outcome.sessions);
                            let violation = outcome.violations.into_iter().next();
                            report.failures.extend(violation.map(|violation| (seed, violation)));
                        }
                    }
                });
            }
        });
        let mut report = report.into_inner().unwrap_or_else(PoisonError::into_inner);
        report.sessions.sort_unstable();
        report.failures.sort_by_key(|(seed, _)| *seed);
        report
    }

    /// The command that reproduces a seed.
    pub fn command(&self, seed: u64) -> String {
        let dialect = self.dialect.map(|dialect| format!(" --dialect {dialect}")).unwrap_or_default();
        format!("cargo run -p petasos-simulator -- --seed {seed} --profile {}{dialect} --trace", self.profile)
    }

    /// How a seed failed: the command that reproduces it, the events before the first violation, and the violation.
    pub fn explain(&self, seed: u64) -> String {
        let outcome = self.simulation(seed).recorded().run();
        let mut lines = vec![self.command(seed)];
        if let Some(violation) = outcome.violations.first() {
            let until = outcome.trace.partition_point(|entry| entry.time <= violation.time);
            let shown = outcome.trace.get(until.saturating_sub(CONTEXT)..until).unwrap_or_default();
            lines.extend(shown.iter().map(ToString::to_string));
            lines.push(violation.to_string());
        }
        lines.join("\n")
    }

    fn simulation(&self, seed: u64) -> Simulation {
        Simulation::new(seed, self.profile, self.dialect)
    }
}
